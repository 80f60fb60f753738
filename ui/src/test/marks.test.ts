// Notes, tags and reminders: what the user keeps on a conversation.
import { render } from "@testing-library/svelte";
import { tick } from "svelte";
import { beforeEach, expect, test } from "vitest";
import OwnMarks from "$screens/details/OwnMarks.svelte";
import PromiseChip from "$screens/chat/PromiseChip.svelte";
import SearchBox from "$screens/search/SearchBox.svelte";
import SearchResults from "$screens/search/SearchResults.svelte";
import InboxRow from "$screens/inbox/InboxRow.svelte";
import { showTag } from "$lib/actions/search";
import { sendMessage } from "$lib/actions/sendMessage";
import { handleKeydown } from "$lib/actions/shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { search } from "$lib/controllers/search.svelte";
import { promised } from "$lib/controllers/promise.svelte";
import { longestNote } from "$lib/ipc";
import { OFFERED_REMINDERS } from "$lib/limits";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { conversation, PEOPLE } from "./fixtures";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

function type(id: string, text: string): HTMLInputElement {
  const field = byTestId(id) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return field;
}

const submit = () => document.querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));

test("a note is kept when its field is left", async () => {
  render(OwnMarks, { row: conversation("c1", [PEOPLE.sara], {}) });
  type("note", "زبونة دائمة").dispatchEvent(new FocusEvent("blur"));
  await eventually(() => expect(shell.argsOf("save_note")).toEqual([{ id: "c1", text: "زبونة دائمة" }]));
});

test("a note that is too long is a sentence, and stays", async () => {
  render(OwnMarks, { row: conversation("c1", [PEOPLE.sara], {}) });
  const long = "ن".repeat(longestNote + 1);
  const field = type("note", long);
  field.dispatchEvent(new FocusEvent("blur"));
  await eventually(() => expect(byTestId("note-fault")?.textContent).toBe(i18n.errorText("note-too-long")));
  expect(field.value).toBe(long);
  expect(shell.argsOf("save_note")).toEqual([]);
});

test("Enter adds a tag, and one of 500 letters is a sentence", async () => {
  render(OwnMarks, { row: conversation("c1", [PEOPLE.sara], { tags: ["VIP"] }) });
  for (const [typed, sentence] of [["و".repeat(500), "error-tag-too-long"], ["vip", "tag-known"]] as const) {
    type("tag-input", typed);
    submit();
    await eventually(() => expect(byTestId("tag-failure")?.textContent).toBe(i18n.t(sentence)));
  }
  expect(shell.argsOf("set_tags")).toEqual([]);
  type("tag-input", "  تأخير   توصيل ");
  submit();
  await eventually(() => expect(shell.argsOf("set_tags")).toEqual([{ id: "c1", tags: ["VIP", "تأخير توصيل"] }]));
});

test("tags that are typed faster than they are kept are all kept", async () => {
  render(OwnMarks, { row: conversation("c1", [PEOPLE.sara], {}) });
  for (const typed of ["تأخير", "استرجاع مبلغ", "VIP"]) {
    const field = byTestId("tag-input") as HTMLInputElement;
    await eventually(() => expect(field.value).toBe(""));
    type("tag-input", typed);
    submit();
  }
  await eventually(() => expect(shell.argsOf("set_tags").at(-1)).toEqual({ id: "c1", tags: ["تأخير", "استرجاع مبلغ", "VIP"] }));
  expect(allByTestId("own-tag")).toHaveLength(3);
});

test("nothing is noted on the chat before, whose details are still there for a moment", async () => {
  render(OwnMarks, { row: conversation("c1", [PEOPLE.sara], {}) });
  const isInert = () => document.querySelector<HTMLElement>(".marks")?.inert;
  await chat.open("c1");
  await tick();
  expect(isInert()).toBeFalsy();
  await chat.open("c2");
  await tick();
  expect(isInert()).toBe(true);
});

test("the conversations with a new tag are searched once it is kept", async () => {
  let kept: () => void = () => undefined;
  shell.holds["set_tags"] = new Promise((done) => (kept = done));
  render(OwnMarks, { row: conversation("c1", [PEOPLE.sara], {}) });
  type("tag-input", "VIP");
  submit();
  await eventually(() => expect(byTestId("tag-open")).not.toBeNull());
  byTestId("tag-open")?.click();
  await new Promise((done) => setTimeout(done));
  expect(shell.argsOf("search"), "it would find nothing yet").toEqual([]);
  kept();
  await eventually(() => expect(shell.argsOf("search")).toHaveLength(1));
});

test("tags in use are suggested as they are typed", async () => {
  shell.conversations.find((row) => row.id === "c2")!.tags = ["تأخير", "VIP"];
  render(OwnMarks, { row: conversation("c1", [PEOPLE.sara], {}) });
  byTestId("tag-input")!.dispatchEvent(new FocusEvent("focus"));
  await eventually(() => expect(allByTestId("tag-suggestion").map((one) => one.textContent)).toEqual(["تأخير", "VIP"]));
  type("tag-input", "تا");
  await eventually(() => expect(allByTestId("tag-suggestion")).toHaveLength(1));
  byTestId("tag-suggestion")!.click();
  await eventually(() => expect(shell.argsOf("set_tags")).toEqual([{ id: "c1", tags: ["تأخير"] }]));
});

test("a row shows two tags and how many there are beside", () => {
  const row = conversation("c1", [PEOPLE.sara], { tags: ["أول", "ثان", "ثالث", "رابع"] });
  const { container } = render(InboxRow, { row, open: false, active: false, choose: () => {} });
  expect(allByTestId("tag").map((tag) => tag.textContent)).toEqual(["أول", "ثان"]);
  expect(container.textContent).toContain(`+${i18n.number(2)}`);
});

test("a promise offers a reminder in its chat, once", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  render(PromiseChip);
  composer.type("يصلك خلال ١٠ دقائق");
  await sendMessage();
  await eventually(() => expect(byTestId("promise")?.textContent).toContain(i18n.t("promise-minutes", { count: 10 })));
  byTestId("promise")!.click();
  await eventually(() => expect(shell.argsOf("remind")).toHaveLength(1));
  const dueAt = shell.argsOf("remind")[0]!["dueAt"] as number;
  expect(Math.abs(dueAt - clock.exactNow() - 600_000)).toBeLessThan(60_000);
  expect(promised.in("c1")).toBeNull();
});

test("what is sent after a promise leaves its offer there until its time has passed", async () => {
  for (const [id, text] of [["c1", "يصلك خلال ١٠ دقائق"], ["c1", "شكراً لصبرك"], ["c2", "خلال نصف ساعة"], ["c2", "تمام"]] as const) {
    await chat.open(id);
    await eventually(() => expect(chat.row?.id).toBe(id));
    composer.type(text);
    await sendMessage();
  }
  expect([promised.in("c1"), promised.in("c2")], "one offer in each chat").toEqual([10, 30]);
  promised.sent("c1", "بل خلال ربع ساعة");
  expect(promised.in("c1"), "a new promise takes the place of the one before").toBe(15);
  handleKeydown(new KeyboardEvent("keydown", { key: "m", code: "KeyM", ctrlKey: true, shiftKey: true, cancelable: true }));
  await eventually(() => expect(shell.argsOf("remind").map((args) => args["id"]), "the key takes that of the open chat").toEqual(["c2"]));
  expect([promised.in("c1"), promised.in("c2")]).toEqual([15, null]);
  const { now } = clock;
  clock.now = now + 16 * 60_000;
  expect(promised.in("c1"), "too late to be reminded").toBeNull();
  clock.now = now;
  for (let number = 0; number < OFFERED_REMINDERS; number++) promised.sent(`other-${number}`, "10 min");
  expect([promised.in("c1"), promised.in("other-0")], "the oldest gives way").toEqual([null, 10]);
  promised.forget();
});

test("a tag in the details that lie over the list puts them away", () => {
  layout.detailsGiveWay = true;
  layout.toggleDetails();
  expect(layout.detailsShown).toBe(true);
  showTag("زبون مهم");
  expect(layout.detailsShown).toBe(false);
  layout.detailsGiveWay = false;
});

test("what the program puts into the search is in the window's language", () => {
  i18n.language = "ar";
  search.searchTag("زبون مهم");
  expect(search.text).toBe('وسم:"زبون مهم" ');
  search.searchFrom(PEOPLE.huda);
  expect(search.text).toMatch(/^من:/u);
  i18n.language = "en";
});

test("a tag leads to its conversations", async () => {
  shell.conversations[1]!.tags = ["زبون مهم"];
  render(SearchBox);
  render(SearchResults);
  render(OwnMarks, { row: shell.conversations[1]! });
  byTestId("tag-open")!.click();
  await eventually(() => expect(allByTestId("search-item").map((one) => one.dataset["id"])).toEqual([shell.conversations[1]!.id]));
  expect((byTestId("search") as HTMLInputElement).value.trim()).toBe('tag:"زبون مهم"');
  expect(byTestId("search-chip")?.dataset["kind"]).toBe("tag");
  search.reset();
});
