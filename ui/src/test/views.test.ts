import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import NavigationRail from "$screens/NavigationRail.svelte";
import InboxPane from "$screens/inbox/InboxPane.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { RAIL_VIEWS } from "$lib/controllers/inboxFilters";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { NOW } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

const waitsIn = (id: string, since: number | null) => Object.assign(shell.conversations.find((row) => row.id === id) ?? {}, { unansweredSince: since });
const asked = () => shell.argsOf("inbox").at(-1)?.["view"];

test("each view of the rail says its name and its count", async () => {
  waitsIn("c1", NOW);
  await inbox.load();
  render(NavigationRail);
  for (const view of RAIL_VIEWS) {
    const button = byTestId(`rail-${view.key}`);
    const isOpen = view.filter === "open";
    const count = i18n.count(isOpen ? inbox.counts.unanswered : inbox.counts[view.count]);
    const name = [i18n.t(`rail-${view.key}`), ...(isOpen ? [i18n.t("filter-unanswered")] : [])].join(" · ");
    expect(button?.getAttribute("aria-label"), view.key).toBe(`${name}: ${count}`);
  }
});

test("a view of the rail lists its own and is marked", async () => {
  Object.assign(shell.conversations[2]!, { starred: true });
  await inbox.load();
  render(NavigationRail);
  byTestId("rail-starred")?.click();
  await eventually(() => expect(inbox.rows.map((row) => row.id)).toEqual([shell.conversations[2]!.id]));
  await eventually(() => expect(byTestId("rail-starred")?.getAttribute("aria-current")).toBe("page"));
  expect(byTestId("rail-inbox")?.getAttribute("aria-current")).toBeNull();
});

test("what is to be answered is asked for by waiting time", async () => {
  await inbox.setFilter("unanswered");
  expect(asked()).toEqual({ filter: "unanswered", sort: "waiting" });
  await inbox.setFilter("unread");
  expect(asked()).toEqual({ filter: "unread", sort: "newest" });
});

test("the view and each view's order are kept", async () => {
  await inbox.setFilter("orders");
  await inbox.setSort("oldest");
  expect(asked()).toEqual({ filter: "orders", sort: "oldest" });
  const kept = Object.assign({}, ...shell.argsOf("change_preferences").map((args) => args["changes"])) as unknown;
  expect(kept).toMatchObject({ inboxFilter: "orders", inboxSorts: { orders: "oldest" } });
  inbox.reset();
  expect([inbox.filter, inbox.sort]).toEqual(["orders", "oldest"]);
});

test("an answered row keeps its place until another is opened", async () => {
  for (const [at, id] of ["c1", "c2", "c3"].entries()) waitsIn(id, NOW - at);
  await inbox.setFilter("unanswered");
  await chat.open("c2");
  waitsIn("c2", null);
  await shell.changed({ conversations: ["c2"] });
  await eventually(() => expect(inbox.counts.unanswered).toBe(2));
  expect(inbox.rows.map((row) => row.id)).toEqual(["c1", "c2", "c3"]);
  await chat.open("c1");
  await eventually(() => expect(inbox.rows.map((row) => row.id)).toEqual(["c1", "c3"]));
});

test("the head's chips count what waits, what is unread, orders and all", async () => {
  waitsIn("c1", NOW);
  await inbox.load();
  render(InboxPane);
  const counts = ["unanswered", "unread", "orders", "all"].map((filter) => byTestId(`filter-${filter}`)?.querySelector(".count")?.textContent ?? "");
  expect(counts).toEqual([inbox.counts.unanswered, inbox.counts.unread, inbox.counts.orders].map((count) => i18n.count(count)).concat(""));
  expect(byTestId("filter-all")?.title, "of all it is told on demand").toBe(`${i18n.t("filter-all")}: ${i18n.number(inbox.counts.all)}`);
});
