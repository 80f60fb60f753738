import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import InboxList from "$screens/inbox/InboxList.svelte";
import InboxPane from "$screens/inbox/InboxPane.svelte";
import InboxRow from "$screens/inbox/InboxRow.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { NO_COUNTS } from "$lib/controllers/inboxFilters";
import { chat } from "$lib/controllers/chat.svelte";
import { heldOrder, inbox, withChanges } from "$lib/controllers/inbox.svelte";
import { session } from "$lib/controllers/session.svelte";
import { eventually } from "./eventually";
import { tell, type FakeShell } from "./fakeShell";
import { conversation, PEOPLE } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

test("as many rows as the window has room for are there before the list is measured", () => {
  const rows = Array.from({ length: 40 }, (_, at) => conversation(`c${at}`, [PEOPLE.sara], {}));
  inbox.applyAnswer({ rows, more: false, counts: NO_COUNTS, revision: 1_000 });
  const { container } = render(InboxList);
  const shown = container.querySelectorAll('[data-testid="inbox-row"]').length;
  expect(shown, "rows of 86 px each").toBe(Math.ceil(innerHeight / 86));
});

test("an older answer never overwrites a newer one", async () => {
  await inbox.load();
  const newest = { rows: inbox.rows.slice(0, 1), more: false, counts: inbox.counts, revision: 50 };
  inbox.applyAnswer(newest);
  inbox.applyAnswer({ ...newest, rows: [], revision: 49 });
  expect(inbox.rows.length).toBe(1);
});

test("a burst of changes costs one query", async () => {
  await inbox.load();
  const before = shell.argsOf("inbox_changes").length;
  for (let at = 0; at < 40; at++) inbox.onChanges({ revision: at, conversations: ["c1"], messages: [], newMessages: [], newConversations: [], resync: false });
  await eventually(() => expect(shell.argsOf("inbox_changes").length).toBe(before + 1));
});

const changeOf = (conversation: string, some: object = {}) => ({
  revision: 1,
  conversations: [conversation],
  messages: [],
  newMessages: [],
  newConversations: [],
  resync: false,
  ...some,
});

test("a change of one chat asks for that chat alone", async () => {
  await inbox.load();
  const asked = shell.argsOf("inbox").length;
  const [first, second] = inbox.rows;
  await shell.arrives(second?.id ?? "", PEOPLE.sara, "سلام");
  const row = shell.conversations.find((one) => one.id === second?.id);
  if (row) row.subject = "changed";
  inbox.onChanges(changeOf(second?.id ?? ""));
  await eventually(() => expect(inbox.rows[1]?.subject).toBe("changed"));
  expect(shell.argsOf("inbox_changes").at(-1)?.["changed"]).toEqual([second?.id]);
  expect(shell.argsOf("inbox").length, "the whole window is not loaded again").toBe(asked);
  expect(inbox.rows[0], "other rows are the same objects").toBe(first);
});

test("after a failed question the whole window is asked for", async () => {
  await inbox.load();
  const asked = shell.argsOf("inbox").length;
  shell.refuse["inbox_changes"] = "internal";
  inbox.onChanges(changeOf("c1"));
  await eventually(() => expect(inbox.failure).toBe("internal"));
  inbox.onChanges(changeOf("c1"));
  await eventually(() => expect(shell.argsOf("inbox").length).toBe(asked + 1));
});

test("after a resync the whole window is asked for", async () => {
  await inbox.load();
  const asked = shell.argsOf("inbox").length;
  inbox.onChanges(changeOf("c1", { resync: true }));
  await eventually(() => expect(shell.argsOf("inbox").length).toBe(asked + 1));
});

test("a row that comes into the window unchanged is asked for", () => {
  const [shown, other] = [conversation("shown", [PEOPLE.sara], {}), conversation("other", [PEOPLE.sara], {})];
  const changes = { order: ["other"], rows: [], more: false, counts: NO_COUNTS, revision: 2 };
  expect(withChanges([shown], changes), "its row is not known").toBeNull();
  expect(withChanges([shown, other], changes)?.rows).toEqual([other]);
});

test("a new filter shows only its own rows", async () => {
  await inbox.load();
  await inbox.setFilter("closed");
  expect(inbox.rows.every((row) => row.status === "closed" || row.status === "resolved")).toBe(true);
});

test("no row moves while the pointer is over the list", async () => {
  await inbox.load();
  const before = inbox.rows.map((row) => row.id);
  inbox.holdOrder();
  const answer = [...inbox.rows.slice(0, -1)].reverse();
  inbox.applyAnswer({ rows: [conversation("new", [PEOPLE.sara], {}), ...answer], more: false, counts: inbox.counts, revision: 1e6 });
  expect(inbox.rows.slice(0, before.length).map((row) => row.id), "what is shown keeps its place").toEqual(before);
  inbox.releaseOrder();
  expect(inbox.rows.map((row) => row.id)).toEqual(["new", ...answer.map((row) => row.id)]);
});

test("a held row shows its new content at once", () => {
  const old = conversation("c", [PEOPLE.sara], { unread: 0 });
  expect(heldOrder([old], [{ ...old, unread: 2 }])[0]?.unread).toBe(2);
});

test("an unfetched inbox does not claim to be empty", () => {
  inbox.reset();
  inbox.applyAnswer({ rows: [], more: false, counts: NO_COUNTS, revision: 1 });
  session.connection = { state: "offline", since: 0, nextTry: 0, code: "unreachable" };
  render(InboxPane);
  expect(document.body.textContent).toContain(i18n.t("inbox-not-fetched"));
  expect(document.body.textContent).not.toContain(i18n.t("inbox-empty-open"));
});

test("a row shows person, order, subject and unread count", () => {
  const row = conversation("c", [PEOPLE.sara], { subject: "مشكلة", orderNumber: "4821", unread: 3 });
  render(InboxRow, { row, open: false, active: false, choose: () => undefined });
  const text = byTestId("inbox-row")?.textContent ?? "";
  for (const part of ["سارة المبروك", "#4821", "مشكلة", "3"]) expect(text).toContain(part);
});

test("a long background fetch shows how far it is", async () => {
  render(InboxPane);
  const shown = () => byTestId("prefetch");
  await tell("prefetchChanged", { done: 1, total: 5 });
  await eventually(() => expect(session.prefetch?.total).toBe(5));
  expect(shown(), "a few chats are not worth a line").toBeNull();
  await tell("prefetchChanged", { done: 30, total: 120 });
  await eventually(() => expect(shown()?.textContent).toContain("30"));
  expect(shown()?.getAttribute("aria-valuenow")).toBe("30");
  expect(shown()?.getAttribute("aria-valuemax")).toBe("120");
  await tell("prefetchChanged", null);
  await eventually(() => expect(shown(), "it ends").toBeNull());
});

test("the open chat's row stays in its view until another is opened", async () => {
  await inbox.setFilter("unread");
  const ids = () => inbox.rows.map((row) => row.id);
  const before = ids();
  const [first, second] = before;
  if (!first || !second) throw new Error("two unread chats are needed");
  await chat.open(first);
  chat.readState.onScreen(chat.messages.rows.at(-1)?.key ?? "");
  await eventually(() => expect(inbox.counts.unread).toBe(before.length - 1));
  expect(ids(), "in its place").toEqual(before);
  expect(inbox.rows[0]?.unread, "as it is now").toBe(0);
  await chat.open(second);
  expect(ids()).toEqual(before.slice(1));
});

test("a kept row does not come along into another view", async () => {
  await inbox.setFilter("unread");
  const first = inbox.rows[0]?.id ?? "";
  await chat.open(first);
  chat.readState.onScreen(chat.messages.rows.at(-1)?.key ?? "");
  await eventually(() => expect(inbox.rows[0]?.unread).toBe(0));
  await inbox.setFilter("closed");
  expect(inbox.rows.some((row) => row.id === first)).toBe(false);
});

test("the colon behind a speaker stays beside the name where that is cut, on the side where the words follow", () => {
  for (const [name, language, inside] of [
    ["عبد الرحمن القماطي", "ar", ":"],
    ["Omar Haddad", "ar", ""],
    ["Omar Haddad", "en", ":"],
    ["عبد الرحمن القماطي", "en", ""],
  ] as const) {
    i18n.language = language;
    const lastMessage = { kind: "text" as const, content: "أهلاً", mine: false, sender: { ...PEOPLE.baraka, name }, state: { state: "received" as const }, createdAt: 1 };
    const { container, unmount } = render(InboxRow, { row: conversation("c1", [PEOPLE.sara], { lastMessage }), open: false, active: false, choose: () => undefined });
    const who = container.querySelector(".who")!;
    expect(who.textContent, `${name} in ${language}`).toBe(`${name}:`);
    expect(who.querySelector<HTMLElement>(".cut")!.dataset["after"] ?? "", `${name} in ${language}: what its ellipsis takes along`).toBe(inside);
    unmount();
  }
});
