import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import ReplySettings from "$screens/settings/ReplySettings.svelte";
import { insertFact } from "$lib/actions/facts";
import { handleKeydown } from "$lib/actions/shortcuts";
import { cannedReplies } from "$lib/controllers/cannedReplies.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { blankAfter, blankBefore, fillVariables, searchReplies, suggestReplies, typedShortcut, useContexts } from "$lib/format/cannedReply";
import type { CannedReply } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { PEOPLE } from "./fixtures";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

const reply = (id: string, shortcut: string, text: string, category = ""): CannedReply => ({ id, shortcut, text, category });
const REPLIES = [
  reply("r1", "تأخير", "نعتذر {customer}، طلبك {order} يوصل خلال {?المدة}", "التوصيل"),
  reply("r2", "شكر", "شكراً لتواصلك", "الختام"),
  reply("r3", "late", "Sorry {customer}", "Delivery"),
  reply("r4", "مطعم", "{restaurant} يجهز طلبك {?الوقت} و {?المدة}", "المطعم"),
];

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  shell.replies.known = { replies: structuredClone(REPLIES), uses: [] };
  layout.composerPanel = null;
  cannedReplies.reset();
});

async function open(id: string): Promise<HTMLTextAreaElement> {
  await chat.open(id);
  render(Composer);
  await eventually(() => expect(allByTestId("reply-suggestion").length).toBeGreaterThan(0));
  return byTestId("composer") as HTMLTextAreaElement;
}

function write(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
}

const press = (element: HTMLElement, key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  element.dispatchEvent(event);
  return event;
};

test("variables are filled, and what the chat does not tell is asked", () => {
  const values = { customer: "سارة", order: null, restaurant: "البركة", agent: "المدير", time: "12:40" };
  const filled = fillVariables("{customer} {order} {time} {?minutes} {other}", values, () => "رقم الطلب");
  expect(filled).toBe("سارة {?رقم الطلب} 12:40 {?minutes} {other}");
});

test("what is put into an answer does not stick to the words beside it", async () => {
  const field = await open("c2");
  for (const [text, at, expected] of [["💘", 2, "💘 0912345678"], ["رقمه", 4, "رقمه 0912345678"], ["رقمه ", 5, "رقمه 0912345678"], ["(", 1, "(0912345678"], ["رقمهوشكرا", 4, "رقمه 0912345678 وشكرا"], ["", 0, "0912345678"]] as const) {
    write(field, text);
    field.setSelectionRange(at, at);
    insertFact({ kind: "phone", key: "12345678", text: "0912345678", href: null });
    expect(field.value).toBe(expected);
  }
});

test("blanks are gone through in order, and round", () => {
  const text = "a {?x} b {?y}";
  expect(blankAfter(text, 0)).toMatchObject({ start: 2, end: 6 });
  expect(blankAfter(text, 6)).toMatchObject({ start: 9, end: 13 });
  expect(blankAfter(text, 13)).toMatchObject({ start: 2 });
  expect(blankBefore(text, 9)).toMatchObject({ start: 2 });
  expect(blankBefore(text, 2)).toMatchObject({ start: 9 });
  expect(blankAfter("nothing {x}", 0)).toBeNull();
});

test("a shortcut is a slash at the beginning of a word", () => {
  expect(typedShortcut("/تأ", 3)).toEqual({ start: 0, end: 3, query: "تأ" });
  expect(typedShortcut("نعم /", 5)).toEqual({ start: 4, end: 5, query: "" });
  for (const text of ["1/2", "https://a", "/a b", ""]) expect(typedShortcut(text, text.length), text).toBeNull();
});

test("replies are found by folded shortcut first, then by their words", () => {
  const found = (query: string) => searchReplies(REPLIES, query).map((one) => one.shortcut);
  expect(found("تاخ")).toEqual(["تأخير"]);
  expect(found("/LATE")).toEqual(["late"]);
  expect(found("يوصل خلال")).toEqual(["تأخير"]);
  expect(found("المدة")).toEqual(["تأخير", "مطعم"]);
  expect(found("")).toHaveLength(4);
});

test("suggestions follow the same words, then the kind of chat", () => {
  const row = { supportType: "order", status: "open" };
  const said = useContexts(row, "وين الطلب؟");
  const uses = [
    { context: "type:order", reply: "r2", uses: 9 },
    { context: said[2] ?? "", reply: "r4", uses: 1 },
  ];
  const suggested = (contexts: string[]) => suggestReplies(REPLIES, uses, contexts, "rtl").map((one) => one.id);
  expect(suggested(said)).toEqual(["r4", "r2", "r1"]);
  expect(suggested(useContexts(row, "شكرا"))).toEqual(["r2", "r1", "r4"]);
  expect(suggestReplies(REPLIES, uses, said, "ltr").map((one) => one.id)).toEqual(["r3"]);
  expect(said.join(), "what was said is not kept").not.toContain("الطلب");
});

test("an «ok» among Arabic words offers no replies of another language", async () => {
  await open("c2");
  await shell.arrives("c2", PEOPLE.mohamed, "ok 👍");
  await eventually(() => expect(chat.messages.rows.at(-1)?.content).toBe("ok 👍"));
  expect(cannedReplies.suggestions.map((one) => one.id)).not.toContain("r3");
  expect(cannedReplies.suggestions.length).toBeGreaterThan(0);
});

test("a long English sentence among Arabic ones offers no replies of another language", async () => {
  await open("c2");
  for (const said of ["وين؟", "Please call me when you arrive at the front door of the building", "هلو؟"]) await shell.arrives("c2", PEOPLE.mohamed, said);
  await eventually(() => expect(chat.messages.rows.at(-1)?.content).toBe("هلو؟"));
  expect(cannedReplies.suggestions.map((one) => one.id)).not.toContain("r3");
  for (const said of ["Hello?", "Where is it?", "Anybody?"]) await shell.arrives("c2", PEOPLE.mohamed, said);
  await eventually(() => expect(cannedReplies.suggestions.map((one) => one.id)).toEqual(["r3"]));
});

test("a shortcut and Enter put the reply in, at its first blank", async () => {
  const field = await open("c2");
  write(field, "/تأخ");
  await eventually(() => expect(allByTestId("reply-option")).toHaveLength(1));
  expect(field.getAttribute("aria-activedescendant")).toBe(byTestId("reply-option")?.id);
  expect(press(field, "Enter").defaultPrevented).toBe(true);
  expect(composer.text).toBe("نعتذر محمد محمد، طلبك 1234 يوصل خلال {?المدة}");
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe("{?المدة}");
  expect(shell.argsOf("send"), "Enter chose").toEqual([]);
  await eventually(() => expect(shell.argsOf("record_reply_use")[0]).toMatchObject({ reply: "r1" }));
});

test("arrows choose, Escape puts the list away until the next slash", async () => {
  const field = await open("c2");
  write(field, "/");
  await eventually(() => expect(allByTestId("reply-option")).toHaveLength(4));
  press(field, "ArrowUp");
  await eventually(() => expect(allByTestId("reply-option")[3]?.getAttribute("aria-selected")).toBe("true"));
  press(field, "Escape");
  await eventually(() => expect(byTestId("reply-option")).toBeNull());
  write(field, "/ش");
  write(field, "x /");
  await eventually(() => expect(byTestId("reply-option")).not.toBeNull());
});

test("Tab goes from blank to blank, and none is ever sent", async () => {
  const field = await open("c2");
  write(field, "/مطعم");
  await eventually(() => expect(byTestId("reply-option")).not.toBeNull());
  press(field, "Tab");
  const marked = () => field.value.slice(field.selectionStart, field.selectionEnd);
  expect(marked()).toBe("{?الوقت}");
  press(field, "Tab");
  expect(marked()).toBe("{?المدة}");
  press(field, "Tab", { shiftKey: true });
  expect(marked()).toBe("{?الوقت}");
  press(field, "Enter");
  expect(shell.argsOf("send")).toEqual([]);
  write(field, "مطعم البركة يجهز طلبك 12:40 و نصف ساعة");
  expect(press(field, "Tab").defaultPrevented, "Tab leaves the field again").toBe(false);
  press(field, "Enter");
  await eventually(() => expect(shell.argsOf("send")).toHaveLength(1));
});

test("Ctrl and a digit put a suggestion in, Ctrl and slash open all", async () => {
  const field = await open("c2");
  const key = (code: string, value: string) => handleKeydown(new KeyboardEvent("keydown", { code, key: value, ctrlKey: true, cancelable: true }));
  key("Digit2", "é");
  expect(composer.text).toBe("شكراً لتواصلك");
  key("Slash", "ظ");
  await eventually(() => expect(byTestId("reply-panel")).not.toBeNull());
  const search = byTestId("reply-search") as HTMLInputElement;
  expect(document.activeElement).toBe(search);
  press(search, "Escape");
  await eventually(() => expect(byTestId("reply-panel")).toBeNull());
  expect(document.activeElement).toBe(field);
});

test("the list of replies does not stay over the chat that is opened meanwhile", async () => {
  await open("c1");
  layout.composerPanel = "replies";
  await eventually(() => expect(byTestId("reply-panel")).not.toBeNull());
  await chat.open("c3");
  await eventually(() => expect(byTestId("reply-panel")).toBeNull());
});

test("a category's name has its own direction, and its line that of the list", async () => {
  await open("c2");
  layout.composerPanel = "replies";
  await eventually(() => expect(byTestId("reply-panel")?.querySelector(".category")).not.toBeNull());
  const category = byTestId("reply-panel")?.querySelector(".category");
  expect(category?.textContent).toBe("التوصيل");
  expect(category?.hasAttribute("dir"), "an Arabic name would stand at the far end of an English list").toBe(false);
  expect(category?.querySelector("bdi")?.getAttribute("dir")).toBe("rtl");
});

test("a reply is added, refused, moved, deleted and brought back", async () => {
  render(ReplySettings);
  await cannedReplies.known.load();
  const shortcuts = () => allByTestId("reply-row").map((row) => row.dataset["shortcut"]);
  await eventually(() => expect(shortcuts()).toEqual(["تأخير", "شكر", "late", "مطعم"]));
  byTestId("reply-add")?.click();
  await eventually(() => expect(byTestId("reply-form")).not.toBeNull());
  const fill = (id: string, value: string) => {
    const field = byTestId(id) as HTMLInputElement;
    field.value = value;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  fill("reply-shortcut", "شكر");
  fill("reply-text", "عفواً");
  byTestId("reply-save")?.click();
  await eventually(() => expect(byTestId("reply-fault")?.dataset["code"]).toBe("shortcut-taken"));
  fill("reply-shortcut", "عفو");
  byTestId("reply-save")?.click();
  await eventually(() => expect(shortcuts()).toEqual(["تأخير", "شكر", "late", "مطعم", "عفو"]));
  allByTestId("reply-up")[1]?.click();
  await eventually(() => expect(shortcuts().slice(0, 2)).toEqual(["شكر", "تأخير"]));
  allByTestId("reply-delete")[0]?.click();
  await eventually(() => expect(shortcuts()).not.toContain("شكر"));
  byTestId("reply-restore")?.click();
  await eventually(() => expect(shortcuts()).toContain("شكر"));
});

test("a file that is refused says why and where", async () => {
  render(ReplySettings);
  shell.replies.imported = { outcome: "refused", fault: "text-empty", line: 3 };
  const picker = byTestId("reply-file") as HTMLInputElement;
  const choose = (file: File) => {
    Object.defineProperty(picker, "files", { value: [file], configurable: true });
    picker.dispatchEvent(new Event("change", { bubbles: true }));
  };
  choose(new File(["shortcut;text\n"], "replies.csv"));
  await eventually(() => expect(byTestId("reply-file-answer")?.dataset["fault"]).toBe("text-empty"));
  expect(byTestId("reply-file-answer")?.textContent).toContain("3");
  choose(new File([new Uint8Array(3 * 1024 * 1024)], "large.csv"));
  await eventually(() => expect(byTestId("reply-file-answer")?.dataset["fault"]).toBe("too-large"));
  expect(shell.argsOf("import_canned_replies"), "it did not leave the window").toHaveLength(1);
});
