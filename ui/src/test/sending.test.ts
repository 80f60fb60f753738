import { render } from "@testing-library/svelte";
import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import { sendFilesAndText } from "$lib/actions/attachFiles";
import { openNextUnanswered } from "$lib/actions/nextChat";
import { quoted, quoteLast } from "$lib/actions/quote";
import { sendAnyway, sendMessage } from "$lib/actions/sendMessage";
import { cannedReplies } from "$lib/controllers/cannedReplies.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { sendGuard } from "$lib/controllers/sendGuard.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { readEmoji, searchEmoji } from "$lib/format/emojiSearch";
import { namedNumbers } from "$lib/format/namedNumbers";
import { QUOTE_LETTERS } from "$lib/limits";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { NOW, PEOPLE } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  cannedReplies.reset();
  sendGuard.question = null;
});

const sent = () => shell.argsOf("send").map((args) => args["text"]);

async function write(id: string, text: string): Promise<void> {
  await chat.open(id);
  composer.type(text);
  await sendMessage();
}

test("order and phone numbers are found in whatever digits they are written", () => {
  expect(namedNumbers("الطلب #4821 و ٣٣٧٧").orders).toEqual(["4821", "3377"]);
  expect(namedNumbers("اتصل على ٠٩١-٢٣٤٥٦٧٨").phones).toEqual(["12345678"]);
  expect(namedNumbers("+218 91 234 5678").phones).toEqual(["12345678"]);
  expect(namedNumbers("45.50 د.ل، 12:05، 20%").orders).toEqual([]);
  expect(namedNumbers("الطلب رقم ٤٨٢١ و#A1B2").orders.toSorted()).toEqual(["4821", "a1b2"]);
});

test("a number far behind in a long text is found as well", () => {
  const long = "كلمة ".repeat(800);
  expect(namedNumbers(`${long} الطلب رقم 4821، 0912345678`)).toEqual({ orders: ["4821"], phones: ["12345678"] });
});

test("no part of a phone, an account or an amount counts as an order's number", () => {
  for (const text of ["091 234 5678", "+218—91—234—5678", "LY38 0210 0100 0000 1234 5678 9012 3", "4111 1111 1111 1111", "1500 دينار", "السعر 2500 د.ل", "٢٥٠٠ دينار", "29.11.2026"]) {
    expect(namedNumbers(text).orders, text).toEqual([]);
  }
  expect(namedNumbers("091—234—5678").phones).toEqual(["12345678"]);
  expect(namedNumbers("0 91 2345678").phones).toEqual(["12345678"]);
  expect(namedNumbers("LY38 0210 0100 0000 1234 5678 9012 3").phones).toEqual([]);
});

test("a text with another chat's order is asked about, and sent only then", async () => {
  await write("c2", "طلبك ٤٨٢١ في الطريق");
  expect(layout.dialog).toBe("wrong-chat");
  expect(sendGuard.question).toMatchObject({ kind: "order", named: "4821", other: { id: "c1" } });
  expect(sent()).toEqual([]);
  expect(composer.text, "nothing is lost").toBe("طلبك ٤٨٢١ في الطريق");
  await sendAnyway();
  expect(sent()).toEqual(["طلبك ٤٨٢١ في الطريق"]);
});

test("a text that is still being looked at is asked about before the next chat opens, and one that may leave has left", async () => {
  Object.assign(shell.conversations.find((row) => row.id === "c3")!, { unansweredSince: NOW - 1 });
  await chat.open("c2");
  await eventually(() => expect(chat.row?.id).toBe("c2"));
  composer.type("طلبك ٤٨٢١ في الطريق");
  void sendFilesAndText();
  await openNextUnanswered();
  expect(chat.id, "the question is about the chat that is still there").toBe("c2");
  expect(layout.dialog).toBe("wrong-chat");
  layout.dialog = null;
  composer.type("طلبك ٩٩٩٩٩٩ في الطريق");
  void sendFilesAndText();
  await openNextUnanswered();
  await eventually(() => expect(chat.id).not.toBe("c2"));
  expect(sent()).toEqual(["طلبك ٩٩٩٩٩٩ في الطريق"]);
});

test("what is typed while a text is looked at is the next message's", async () => {
  await chat.open("c2");
  render(Composer);
  const field = byTestId("composer") as HTMLTextAreaElement;
  field.focus();
  let answer: () => void = () => undefined;
  shell.holds["inbox"] = new Promise((done) => (answer = done));
  composer.type("الطلب 7777 خرج");
  const key = (name: string) => {
    const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
    field.dispatchEvent(event);
    return event.defaultPrevented;
  };
  key("Enter");
  expect([..."بعد"].map(key), "no letter joins the text that is leaving").toEqual([true, true, true]);
  answer();
  await eventually(() => expect(sent()).toEqual(["الطلب 7777 خرج"]));
  await eventually(() => expect(composer.text).toBe("بعد"));
  expect(key("م"), "then keys are held no more").toBe(false);
});

for (const [answer, kept, sentTexts] of [
  ["wrong-chat-back", "طلبك ٤٨٢١ في الطريق\nبعد قليل", []],
  ["wrong-chat-send", "بعد قليل", ["طلبك ٤٨٢١ في الطريق"]],
] as const) {
  test(`no letter is lost that is typed while the question comes up: ${answer}`, async () => {
    await chat.open("c2");
    await eventually(() => expect(chat.row?.id).toBe("c2"));
    render(Composer);
    render(Dialogs);
    const field = byTestId("composer") as HTMLTextAreaElement;
    field.focus();
    let looked: () => void = () => undefined;
    shell.holds["inbox"] = new Promise((done) => (looked = done));
    composer.type("طلبك ٤٨٢١ في الطريق");
    const type = (keys: string[]) => keys.forEach((key) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
    type(["Enter", ..."بعد", "Enter"]);
    looked();
    await eventually(() => expect(byTestId("wrong-chat")).not.toBeNull());
    type([..." قليلاً", "Backspace", "Backspace"]);
    await eventually(() => expect(byTestId("wrong-chat-typed")?.textContent).toContain("بعد قليل"));
    expect([layout.dialog, sent()], "none of it answered the question").toEqual(["wrong-chat", []]);
    byTestId(answer)!.click();
    await eventually(() => expect([composer.text, sent()]).toEqual([kept, sentTexts]));
    expect(byTestId("wrong-chat")).toBeNull();
  });
}

test("a chat's own number, and one that was named in it, are not asked about", async () => {
  await write("c2", "طلبك #1234 خرج، واتصلنا على 0912345678");
  expect(sent()).toEqual(["طلبك #1234 خرج، واتصلنا على 0912345678"]);
});

test("another customer's phone number is asked about", async () => {
  const other = shell.conversations.find((row) => row.id === "c1");
  if (other) other.people = [{ ...PEOPLE.sara, phone: "+218 92 555 1234" }];
  await write("c2", "رقمك 092-5551234 صحيح؟");
  expect(sendGuard.question).toMatchObject({ kind: "phone", other: { id: "c1" } });
});

test("the same text in another chat within a minute is asked about", async () => {
  await write("c1", "سنعيد لك المبلغ كاملاً");
  await write("c3", "سنعيد لك المبلغ كاملاً");
  expect(sendGuard.question?.kind).toBe("same-text");
  expect(sent()).toHaveLength(1);
  await write("c5", "تمام");
  await write("c6", "تمام");
  expect(sent().slice(1), "short words go out everywhere").toEqual(["تمام", "تمام"]);
});

test("a canned reply goes to many chats unasked", async () => {
  shell.replies.known.replies = [{ id: "r1", shortcut: "شكر", category: "", text: "شكراً لتواصلك معنا، يوم سعيد" }];
  await cannedReplies.load();
  await write("c1", "شكراً لتواصلك معنا، يوم سعيد");
  await write("c3", "شكراً لتواصلك معنا، يوم سعيد");
  expect(sent()).toHaveLength(2);
});

test("what came and was not seen is shown before a text leaves", async () => {
  await chat.open("c2");
  await eventually(() => expect(chat.messages.rows.length).toBeGreaterThan(0));
  chat.readState.setAtBottom(false);
  composer.type("في الطريق");
  await shell.arrives("c2", PEOPLE.mohamed, "ألغيت الطلب");
  await eventually(() => expect(chat.messages.rows.some((row) => row.content === "ألغيت الطلب")).toBe(true));
  await sendMessage();
  expect(sent()).toEqual([]);
  expect(composer.text).toBe("في الطريق");
  expect(composer.heldBack, "it is said beside the button").toBe(true);
  expect(toasts.list, "nothing lies over what is to be read").toEqual([]);
  await sendMessage();
  expect(sent(), "the second time it goes").toEqual(["في الطريق"]);
  expect(composer.heldBack).toBe(false);
});

test("a message is quoted line by line, and a long one is cut", async () => {
  expect(quoted(" سطر\nثانٍ ")).toBe("> سطر\n> ثانٍ");
  expect(quoted("كلمة ".repeat(200)).length).toBeLessThan(QUOTE_LETTERS + 5);
  await chat.open("c1");
  render(Composer);
  composer.type("نعتذر");
  await eventually(() => expect((byTestId("composer") as HTMLTextAreaElement).value).toBe("نعتذر"));
  expect(quoteLast()).toBe(true);
  expect(composer.text).toBe("> وصلني الطلب ناقص علبتين\nنعتذر");
});

test("an emoji is found by Arabic and English words", () => {
  const groups = readEmoji(readFileSync("src/lib/format/emojiData.json", "utf8"));
  const found = (query: string) => searchEmoji(groups, query).map((one) => one.emoji);
  expect(groups).toHaveLength(9);
  for (const query of ["قلب أحمر", "قلب احمر", "red heart"]) expect(found(query)[0], query).toBe("❤️");
  for (const heart of found("قلب").slice(0, 5)) expect("💘💝💖💗💓💞💕❣️💔❤️💜💙").toContain(heart);
  for (const query of ["قلب", "heart"]) expect(found(query)[0], "the one that is sent most").toBe("❤️");
  expect(found("ليبيا")).toContain("🇱🇾");
  expect(found("سياره").length, "ta marbuta is folded").toBeGreaterThan(0);
  expect(found("xyzxyz")).toEqual([]);
});
