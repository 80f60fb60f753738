// Files that are sent: taken up, bounded, left out, queued in order before the text, and shown while they wait.
import { cleanup, fireEvent, render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import MessageBubble from "$screens/chat/MessageBubble.svelte";
import OutboxItem from "$screens/outbox/OutboxItem.svelte";
import { chooseFiles, sendFilesAndText, sendPictureLink } from "$lib/actions/attachFiles";
import { checkUploadEndpoint } from "$lib/actions/uploadEndpoint";
import { attach } from "$lib/controllers/attach.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { outboxActions } from "$lib/format/outboxRow";
import { isPictureLink } from "$lib/format/pictureLink";
import { mostFileBytes, type MessageRow } from "$lib/ipc";
import { eventually } from "./eventually";
import { tell, type FakeShell } from "./fakeShell";
import { message, ME, NOW, queued } from "./fixtures";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

const picture = (name = "قائمة.png") => new File([new Uint8Array([1, 2, 3])], name, { type: "image/png" });

/** A file of so many bytes, of which none is there. */
function sized(size: number): File {
  const file = picture();
  Object.defineProperty(file, "size", { value: size });
  return file;
}

beforeEach(async () => {
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("no pictures here")));
  shell = await setUpWindow();
  attach.forgetStaged();
  preferences.value = { ...preferences.value, uploadEndpoint: "/uploads" };
  await chat.open("c2");
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("without an upload endpoint there is no button, and nothing is taken up", () => {
  preferences.value = { ...preferences.value, uploadEndpoint: "" };
  render(Composer);
  expect(byTestId("attach-button")).toBeNull();
  expect(chooseFiles()).toBe(false);
  attach.add("c2", [picture()]);
  expect(attach.in("c2")).toEqual([]);
});

test("files are sent in order before the text, each as a message of its own", async () => {
  render(Composer);
  attach.add("c2", [picture("a.png"), picture("b.png")]);
  composer.type("القائمة الجديدة");
  await eventually(() => expect(allByTestId("staged-file")).toHaveLength(2));
  byTestId("send")?.click();
  await eventually(() => expect(shell.argsOf("send")).toHaveLength(1));
  const order = shell.calls.map(({ command }) => command).filter((command) => command === "send_file" || command === "send");
  expect(order).toEqual(["send_file", "send_file", "send"]);
  expect(shell.argsOf("send_file")[0]).toEqual({ conversation: "c2", name: "a.png", contentType: "image/png", bytes: "AQID" });
  expect(attach.in("c2"), "nothing is left to send").toEqual([]);
});

test("a reader who is far up is led to the file or the picture that they sent", async () => {
  const before = chat.newestAsked;
  attach.add("c2", [picture()]);
  await sendFilesAndText();
  expect(chat.newestAsked, "a file without a text").toBe(before + 1);
  composer.type("https://pictures.example/a.png");
  await sendPictureLink();
  expect(chat.newestAsked, "a picture by its address").toBe(before + 2);
});

test("an empty file and one of 40 MB each say why, and take nothing from the others", () => {
  attach.add("c2", [sized(0), sized(40_000_000), sized(mostFileBytes), picture()]);
  expect(toasts.list.map((toast) => toast.code)).toEqual(expect.arrayContaining(["file-empty", "file-too-large"]));
  expect(attach.in("c2")).toHaveLength(2);
});

test("a file that could not be queued stays, and so does the text", async () => {
  shell.refuse["send_file"] = "disk-full";
  render(Composer);
  attach.add("c2", [picture()]);
  composer.type("نص");
  await eventually(() => expect(byTestId("staged-file")).not.toBeNull());
  byTestId("send")?.click();
  await eventually(() => expect(shell.argsOf("send_file")).toHaveLength(1));
  await eventually(() => expect(attach.isSending("c2")).toBe(false));
  expect(attach.in("c2")).toHaveLength(1);
  expect(shell.argsOf("send")).toEqual([]);
  expect(composer.text).toBe("نص");
});

test("a staged file can be left out, and belongs to its chat", async () => {
  render(Composer);
  attach.add("c2", [picture()]);
  attach.add("c1", [picture("other.png")]);
  await eventually(() => expect(allByTestId("staged-file")).toHaveLength(1));
  byTestId("staged-remove")?.click();
  expect(attach.in("c2")).toEqual([]);
  expect(attach.in("c1"), "another chat's stays").toHaveLength(1);
});

test("a pasted picture is taken up, a pasted text is typed", async () => {
  render(Composer);
  const field = byTestId("composer");
  const paste = (types: string[], files: File[]) => fireEvent.paste(field as HTMLElement, { clipboardData: { types, files, items: [] } });
  await paste(["text/plain", "Files"], [picture()]);
  expect(attach.in("c2"), "a text with a picture of itself is a text").toEqual([]);
  await paste(["Files"], [picture()]);
  expect(attach.in("c2")).toHaveLength(1);
});

const waiting = (more: Partial<MessageRow>): MessageRow =>
  message("c2", NOW, ME, "قائمة.png", { id: null, localId: "f1", key: "f1", kind: "image", file: { url: "", name: "قائمة.png", size: 2_000_000 }, delivery: { state: "pending" }, ...more });

test("a picture on its way shows how far it is and can be cancelled", async () => {
  render(MessageBubble, { row: waiting({}), first: true, last: true });
  expect(byTestId("waiting-file")).not.toBeNull();
  await tell("uploadsChanged", [{ localId: "f1", sent: 500_000, total: 2_000_000 }]);
  await eventually(() => expect(byTestId("upload-share")?.textContent).toContain("25"));
  byTestId("upload-cancel")?.click();
  await eventually(() => expect(shell.argsOf("discard")).toEqual([{ localId: "f1" }]));
  await tell("uploadsChanged", []);
  await eventually(() => expect(byTestId("upload-share")).toBeNull());
});

test("a file that failed is tried again or given up, and has no text to edit or copy", () => {
  render(MessageBubble, { row: waiting({ delivery: { state: "failed", code: "file-too-large-for-server", detail: null } }), first: true, last: true });
  expect(byTestId("retry")).not.toBeNull();
  expect(byTestId("discard")).not.toBeNull();
  expect([byTestId("edit"), byTestId("copy"), byTestId("upload-cancel")]).toEqual([null, null, null]);
});

test("the outbox names the file, its size and what can be done", () => {
  const chatRow = shell.conversations.find((row) => row.id === "c2");
  if (!chatRow) throw new Error("no chat");
  const row = queued("f1", chatRow, "فاتورة.pdf", { kind: "file", file: { url: "", name: "فاتورة.pdf", size: 2 * 1024 ** 2 } });
  expect(outboxActions(row, true)).toEqual(["open", "cancel"]);
  render(OutboxItem, { row });
  expect(byTestId("outbox-file")?.textContent).toContain("فاتورة.pdf");
  expect(byTestId("outbox-file")?.textContent).toContain("2");
});

test("an address of a picture alone is offered to be sent as one", async () => {
  expect(isPictureLink("https://img.example.com/a/menu.JPG?w=2")).toBe(true);
  for (const other of ["http://img.example.com/a.png", "https://img.example.com/a.pdf", "انظر https://img.example.com/a.png", "https://a@img.example.com/a.png", "https://localhost/a.png"]) {
    expect(isPictureLink(other), other).toBe(false);
  }
  preferences.value = { ...preferences.value, uploadEndpoint: "" };
  render(Composer);
  composer.type("https://img.example.com/menu.png");
  await eventually(() => expect(byTestId("picture-link")).not.toBeNull());
  byTestId("picture-link")?.click();
  await eventually(() => expect(composer.text).toBe(""));
  expect(shell.argsOf("send_picture_link")).toEqual([{ conversation: "c2", url: "https://img.example.com/menu.png" }]);
});

test("an endpoint that no file goes to is not kept", async () => {
  shell.refuse["check_upload_endpoint"] = "bad-upload-endpoint";
  expect(await checkUploadEndpoint("http://files.example.com/in")).toBe("bad-upload-endpoint");
  expect(preferences.value.uploadEndpoint).toBe("/uploads");
  delete shell.refuse["check_upload_endpoint"];
  expect(await checkUploadEndpoint(" /v1/files ")).toBeNull();
  expect(preferences.value.uploadEndpoint).toBe("/v1/files");
});
