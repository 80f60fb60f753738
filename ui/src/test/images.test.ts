import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import ImageMessage from "$screens/chat/ImageMessage.svelte";
import ImageHosts from "$screens/dialogs/settings/ImageHosts.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
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
  expect(decodeURIComponent(layout.lightboxUrl ?? "")).toBe("/media/viewer/m/1");
  layout.lightboxUrl = null;
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

test("an allowed host can be taken back in the settings", async () => {
  shell.imageHosts = ["a.example", "b.example"];
  render(ImageHosts);
  await eventually(() => expect(allByTestId("image-host").map((row) => row.dataset["host"])).toEqual(["a.example", "b.example"]));
  allByTestId("image-forbid")[0]?.click();
  await eventually(() => expect(allByTestId("image-host").map((row) => row.dataset["host"])).toEqual(["b.example"]));
});
