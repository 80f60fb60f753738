import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import Lightbox from "$screens/chat/Lightbox.svelte";
import ImageMessage from "$screens/chat/ImageMessage.svelte";
import ImageHosts from "$screens/settings/ImageHosts.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { PanZoom } from "$lib/controllers/panZoom.svelte";
import { LARGEST_ZOOM } from "$lib/limits";
import { layout } from "$lib/controllers/layout.svelte";
import { showConversation } from "$lib/controllers/navigation";
import { session } from "$lib/controllers/session.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { message, NOW, PEOPLE } from "./fixtures";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

test("an image is asked for by its message, never by an address", async () => {
  render(ImageMessage, { message: "m/1" });
  await eventually(() => expect(document.querySelector("img")).not.toBeNull());
  const image = document.querySelector("img");
  expect(decodeURIComponent(image?.getAttribute("src") ?? "")).toBe("/media/thumbnail/m/1");
  image?.dispatchEvent(new Event("load"));
  flushSync();
  byTestId("image")?.click();
  expect(layout.picture).toBe("m/1");
  layout.picture = null;
});

test("an image of another host waits until the host is allowed", async () => {
  shell.images = { m1: { show: "question", host: "xn--pple-43d.example" }, m2: { show: "question", host: "xn--pple-43d.example" }, m3: { show: "question", host: "other.example" } };
  for (const message of ["m1", "m2", "m3"]) render(ImageMessage, { message });
  await eventually(() => expect(allByTestId("image").map((box) => box.dataset["phase"])).toEqual(["question", "question", "question"]));
  expect(document.querySelector("img"), "nothing is loaded unasked").toBeNull();
  expect(byTestId("image")?.textContent).toContain("xn--pple-43d.example");
  byTestId("image-allow")?.click();
  await eventually(() => expect(document.querySelectorAll("img").length, "all images of that host are loaded").toBe(2));
  expect(allByTestId("image").map((box) => box.dataset["phase"])).toEqual(["loading", "loading", "question"]);
  expect(shell.argsOf("allow_image_host")).toEqual([{ host: "xn--pple-43d.example" }]);
});

test("what cannot be decoded is a file that opens elsewhere", async () => {
  shell.images = { m1: { show: "file", url: "https://files.example/a.avif" } };
  render(ImageMessage, { message: "m1" });
  await eventually(() => expect(byTestId("image")?.dataset["phase"]).toBe("file"));
  expect(document.querySelector("img"), "the webview does not read it").toBeNull();
});

test("an image that did not come can be asked for again", async () => {
  shell.refuse["load_image"] = "unreachable";
  render(ImageMessage, { message: "m1" });
  await eventually(() => expect(byTestId("image")?.dataset["phase"]).toBe("failed"));
  delete shell.refuse["load_image"];
  byTestId("image-retry")?.click();
  await eventually(() => expect(document.querySelector("img")).not.toBeNull());
});

test("an image that did not come while the line was down is asked for again once it is up", async () => {
  session.connection = { state: "offline", since: NOW, code: "unreachable", nextTry: NOW };
  shell.refuse["load_image"] = "unreachable";
  render(ImageMessage, { message: "m1" });
  await eventually(() => expect(byTestId("image")?.dataset["phase"]).toBe("failed"));
  delete shell.refuse["load_image"];
  session.connection = { state: "online", since: NOW };
  await eventually(() => expect(document.querySelector("img")).not.toBeNull());
  expect(byTestId("image-retry"), "nobody has to ask for it").toBeNull();
});

test("an allowed host can be taken back in the settings", async () => {
  shell.imageHosts = ["a.example", "b.example"];
  render(ImageHosts);
  await eventually(() => expect(allByTestId("image-host").map((row) => row.dataset["host"])).toEqual(["a.example", "b.example"]));
  allByTestId("image-forbid")[0]?.click();
  await eventually(() => expect(allByTestId("image-host").map((row) => row.dataset["host"])).toEqual(["b.example"]));
});

test("a picture is magnified about the pointer and stays in reach", () => {
  const view = new PanZoom();
  const picture = { width: 400, height: 300 };
  view.zoomTo(2, { x: 100, y: 50 }, picture);
  expect(view.offset, "what lies under the pointer stays there").toEqual({ x: -100, y: -50 });
  view.drag({ x: 10_000, y: -10_000 }, picture);
  expect(view.offset).toEqual({ x: 400, y: -300 });
  for (let step = 0; step < 40; step += 1) view.zoomIn(picture);
  expect(view.zoom).toBe(LARGEST_ZOOM);
  for (let step = 0; step < 40; step += 1) view.zoomOut(picture);
  expect(view.transform, "unmagnified it lies in the middle").toBe("translate(0px, 0px) scale(1)");
});

test("the viewer goes from picture to picture, copies and saves", async () => {
  await chat.open("c1");
  chat.messages.rows = ["p1", "p2", "p3"].map((id, at) => message("c1", at + 1, PEOPLE.sara, "https://e.org/a.png", { id, kind: "image" }));
  layout.picture = "p2";
  render(Lightbox);
  await eventually(() => expect(decodeURIComponent(document.querySelector("[data-testid=lightbox] img")?.getAttribute("src") ?? "")).toBe("/media/viewer/p2"));
  const press = (key: string, more: KeyboardEventInit = {}) => {
    byTestId("lightbox")?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
    flushSync();
  };
  press("ArrowRight");
  expect(layout.picture).toBe("p3");
  press("ArrowRight");
  expect(layout.picture, "there is no later one").toBe("p3");
  i18n.language = "ar";
  press("ArrowRight");
  press("ArrowRight");
  expect(layout.picture, "in Arabic what comes later lies to the left").toBe("p1");
  press("c", { code: "KeyC", ctrlKey: true });
  press("s", { code: "KeyS", ctrlKey: true });
  await eventually(() => expect([shell.argsOf("copy_image"), shell.argsOf("save_image")]).toEqual([[{ message: "p1" }], [{ message: "p1" }]]));
  byTestId("lightbox-close")?.click();
  expect(layout.picture).toBeNull();
});

test("a picture does not stay over the chat that is opened meanwhile", async () => {
  await chat.open("c1");
  layout.picture = "p1";
  showConversation("c2");
  await eventually(() => expect(chat.id).toBe("c2"));
  expect(layout.picture).toBeNull();
});
