import { fireEvent, render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import MainScreen from "$screens/MainScreen.svelte";
import { handleKeydown } from "$lib/actions/shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { search } from "$lib/controllers/search.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const field = () => byTestId("search") as HTMLInputElement;
const kinds = () => allByTestId("search-item").map((row) => row.dataset["kind"]);
const active = () => document.getElementById(field().getAttribute("aria-activedescendant") ?? "");
const type = (text: string) => fireEvent.input(field(), { target: { value: text } });
const press = (key: string) => fireEvent.keyDown(field(), { key });

beforeEach(async () => {
  window.addEventListener("keydown", handleKeydown);
  shell = await setUpWindow();
  search.reset();
  render(MainScreen);
  await inbox.load();
});

test("Ctrl+K and a slash open the search, but not in a field", async () => {
  await fireEvent.keyDown(document.body, { key: "ن", code: "KeyK", ctrlKey: true });
  await eventually(() => expect(document.activeElement).toBe(field()));
  await press("Escape");
  await eventually(() => expect(search.open).toBe(false));
  await fireEvent.keyDown(document.body, { key: "ظ", code: "Slash" });
  await eventually(() => expect(search.open).toBe(true));
  const slash = new KeyboardEvent("keydown", { key: "/", code: "Slash", bubbles: true, cancelable: true });
  field().dispatchEvent(slash);
  expect(slash.defaultPrevented, "a slash is written in a field").toBe(false);
});

test("results are grouped as typed, and arrows and Enter reach a message", async () => {
  field().focus();
  await type("الطلب");
  await eventually(() => expect(kinds()).toContain("message"));
  expect(allByTestId("search-item").some((row) => row.querySelector("mark")?.textContent === "الطلب")).toBe(true);
  const at = kinds().indexOf("message");
  for (let step = 0; step < at; step += 1) await press("ArrowDown");
  expect(active()?.dataset["kind"]).toBe("message");
  const wanted = active()?.dataset["id"];
  await press("Enter");
  await eventually(() => expect(chat.messages.target?.id).toBe(wanted));
  await eventually(() => expect(chat.messages.rows.some((row) => row.id === wanted)).toBe(true));
  expect(search.open, "the results stay for the next one").toBe(true);
  await eventually(() => expect(shell.searches).toEqual(["الطلب"]));
});

test("Enter before the answer goes to what is found once it is there", async () => {
  field().focus();
  await type("الطلب");
  expect(search.answered, "nobody has answered yet").toBe(false);
  await press("Enter");
  await eventually(() => expect(chat.id).not.toBeNull());
});

test("a jump over unread messages marks none of them as seen", async () => {
  const row = shell.conversations.find((one) => one.id === "c2");
  if (row) row.unread = 3;
  const newest = shell.messages["c2"]?.findLast((one) => one.id !== null && !one.mine);
  await chat.open("c2", null, { createdAt: newest?.createdAt ?? 0, id: newest?.id ?? "" });
  await eventually(() => expect(chat.readState.divider).not.toBeNull());
  chat.readState.onScreen(newest?.key ?? "");
  expect(shell.argsOf("mark_seen")).toEqual([]);
  chat.toFirstUnread();
  chat.readState.onScreen(newest?.key ?? "");
  await eventually(() => expect(shell.argsOf("mark_seen").length).toBeGreaterThan(0));
});

test("a jump that has the first unread message on screen passes over none", async () => {
  const row = shell.conversations.find((one) => one.id === "c2");
  if (row) row.unread = 3;
  const newest = shell.messages["c2"]?.findLast((one) => one.id !== null && !one.mine);
  await chat.open("c2", null, { createdAt: newest?.createdAt ?? 0, id: newest?.id ?? "" });
  await eventually(() => expect(chat.readState.divider).not.toBeNull());
  chat.readState.seesFirstUnread();
  chat.readState.onScreen(newest?.key ?? "");
  await eventually(() => expect(shell.argsOf("mark_seen").length).toBeGreaterThan(0));
});

test("a person's row searches what that person said", async () => {
  field().focus();
  await type("Omar");
  await eventually(() => expect(kinds()).toContain("person"));
  while (active()?.dataset["kind"] !== "person") await press("ArrowDown");
  await press("Enter");
  await eventually(() => expect(field().value).toBe('from:"Omar Haddad" '));
});

test("filters are chips, and one that is not understood says so", async () => {
  field().focus();
  await type("from:omar before:soon الطلب");
  await eventually(() => expect(allByTestId("search-chip").length).toBe(2));
  expect(allByTestId("search-chip")[1]?.textContent).toContain("not understood");
  await fireEvent.click(allByTestId("search-chip")[0]!);
  expect(field().value).toBe("before:soon الطلب");
});

test("nothing found, a failure and a partial index each say so", async () => {
  field().focus();
  await type("xyzzy");
  await eventually(() => expect(byTestId("search-nothing")).not.toBeNull());
  shell.refuse = { search: "query-too-long" };
  await type("x".repeat(10_000));
  await eventually(() => expect(byTestId("search-failure")?.textContent).toContain("A few words are enough"));
  shell.refuse = {};
  shell.notCovered = 7;
  await type("الطلب");
  await eventually(() => expect(byTestId("search-not-covered")?.textContent).toMatch(/7.? messages/u));
});

test("Escape empties the field, then closes, and recent searches come back", async () => {
  shell.searches = ["فاتورة"];
  field().focus();
  await eventually(() => expect(kinds().filter((kind) => kind !== "filter")).toEqual(["recent"]));
  await press("Enter");
  await eventually(() => expect(field().value).toBe("فاتورة"));
  await press("Escape");
  expect(field().value).toBe("");
  expect(search.open).toBe(true);
  await press("Escape");
  await eventually(() => expect(byTestId("search-results")).toBeNull());
  field().focus();
  await eventually(() => expect(byTestId("search-forget")).not.toBeNull());
  await fireEvent.click(byTestId("search-forget")!);
  await eventually(() => expect(byTestId("search-forget")).toBeNull());
  expect(byTestId("search-start")).not.toBeNull();
});

test.each([
  ["en", ["from:", "in:", "order:", "after:", "before:", "has:image ", "tag:"]],
  ["ar", ["من:", "في:", "طلب:", "بعد:", "قبل:", "فيه:صورة ", "وسم:"]],
] as const)("before anything is typed the filters are offered by keyboard (%s)", async (language, words) => {
  i18n.language = language;
  shell.searches = [];
  for (const [at, word] of words.entries()) {
    search.reset();
    field().focus();
    await eventually(() => expect(kinds()).toEqual(words.map(() => "filter")));
    for (let step = 0; step < at; step += 1) await press("ArrowDown");
    await press("Enter");
    await eventually(() => expect(field().value).toBe(word));
    await eventually(() => expect(byTestId("search-meaning") !== null, "what is to be typed next").toBe(word.endsWith(":")));
    expect(byTestId("search-nothing") === null || word.endsWith(" ")).toBe(true);
    field().blur();
  }
  i18n.language = "en";
});

test("Ctrl+Shift+L turns mistyped words round, and once more undoes it", async () => {
  await chat.open("c1");
  const composer = () => byTestId("composer") as HTMLTextAreaElement;
  await eventually(() => expect(composer()).not.toBeNull());
  await fireEvent.input(composer(), { target: { value: "hgsghl ugd;l" } });
  await eventually(() => expect(byTestId("turn-round")?.textContent).toContain("السلام عليكم"));
  composer().focus();
  const turn = () => fireEvent.keyDown(composer(), { key: "L", code: "KeyL", ctrlKey: true, shiftKey: true });
  await turn();
  await eventually(() => expect(composer().value).toBe("السلام عليكم"));
  expect(byTestId("turn-round")).toBeNull();
  await turn();
  await eventually(() => expect(composer().value).toBe("hgsghl ugd;l"));
});
