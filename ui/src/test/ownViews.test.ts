import { fireEvent, render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import InboxPane from "$screens/inbox/InboxPane.svelte";
import NavigationRail from "$screens/NavigationRail.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { ownViews } from "$lib/controllers/ownViews.svelte";
import { search } from "$lib/controllers/search.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";
import type { OwnView } from "$lib/ipc";

let shell: FakeShell;
const VIEW: OwnView = { id: "mine", name: "عاجل", filters: ["orders", "starred"], words: "بيتزا", tags: [], sort: "oldest" };

beforeEach(async () => {
  shell = await setUpWindow();
  ownViews.reset();
});

async function openDialog(): Promise<void> {
  layout.dialog = "own-view";
  render(Dialogs);
  await eventually(() => expect(byTestId("own-view-name")).not.toBeNull());
}

const fill = (field: string, value: string) => fireEvent.input(byTestId(field)!, { target: { value } });

test("the current view is saved with more conditions and shown", async () => {
  await inbox.setFilter("orders");
  await openDialog();
  await fill("own-view-name", "طلبات مميّزة");
  byTestId("own-view-filter-starred")!.click();
  await fill("own-view-words", "بيتزا");
  byTestId("own-view-save")!.click();
  await eventually(() => expect(layout.dialog).toBeNull());
  expect(shell.argsOf("save_own_view")).toEqual([{ id: null, name: "طلبات مميّزة", filters: ["orders", "starred"], words: "بيتزا", tags: [], sort: "newest" }]);
  expect(inbox.own).toBe("view-1");
  expect(preferences.value.ownView, "it is there after a restart").toBe("view-1");
  expect(shell.argsOf("inbox_of_own_view").map(({ id }) => id)).toContain("view-1");
});

test("the rail has own views with their counts, and leads to them", async () => {
  shell.ownViews = [{ view: VIEW, count: 3 }];
  await ownViews.load();
  render(NavigationRail);
  render(InboxPane);
  const button = byTestId("own-view")!;
  expect(button.getAttribute("aria-label")).toBe("عاجل: 3");
  button.click();
  await eventually(() => expect(inbox.rows.map((row) => row.id)).toEqual(shell.conversations.filter((row) => row.starred).map((row) => row.id)));
  expect(button.getAttribute("aria-current")).toBe("page");
  expect(allByTestId("rail-inbox")[0]!.getAttribute("aria-current")).toBeNull();
  expect(document.querySelector("h1")?.textContent).toBe("عاجل");
  byTestId("rail-inbox")!.click();
  await eventually(() => expect(inbox.own).toBeNull());
});

test("a refused view says why, and nothing is lost", async () => {
  await openDialog();
  for (const fault of ["name-empty", "name-too-long", "name-taken", "words-too-long", "too-many"]) {
    shell.viewFault = fault;
    await fill("own-view-name", "اسم");
    byTestId("own-view-save")!.click();
    const field = fault === "words-too-long" ? "own-view-words" : "own-view-name";
    await eventually(() => expect(byTestId(field)!.getAttribute("aria-invalid"), fault).toBe("true"));
    expect(i18n.has(`own-view-fault-${fault}`)).toBe(true);
    expect((byTestId("own-view-name") as HTMLInputElement).value).toBe("اسم");
  }
});

test("an own view is changed and removed from its own dialog", async () => {
  shell.ownViews = [{ view: VIEW, count: 3 }];
  await ownViews.load();
  await inbox.showOwn("mine");
  await openDialog();
  expect((byTestId("own-view-name") as HTMLInputElement).value).toBe("عاجل");
  expect(byTestId("own-view-filter-starred")!.getAttribute("aria-pressed")).toBe("true");
  await fill("own-view-name", "أعجل");
  byTestId("own-view-save")!.click();
  await eventually(() => expect(ownViews.list[0]?.view.name).toBe("أعجل"));
  expect(shell.argsOf("save_own_view")[0]).toMatchObject({ id: "mine", sort: "oldest" });
  layout.dialog = "own-view";
  await eventually(() => expect(byTestId("own-view-delete")).not.toBeNull());
  byTestId("own-view-delete")!.click();
  await eventually(() => expect(layout.dialog).toBeNull());
  expect(ownViews.list).toEqual([]);
  expect(inbox.own, "the inbox shows its filter again").toBeNull();
});

test("a view that is gone is not shown any more", async () => {
  preferences.value = { ...preferences.value, ownView: "of another account" };
  inbox.reset();
  expect(inbox.own).toBe("of another account");
  await ownViews.load();
  await eventually(() => expect(inbox.own).toBeNull());
});

test("a searched tag becomes a condition of the view, and others are chosen beside it", async () => {
  for (const [at, tag] of ["vip", "شركة"].entries()) shell.conversations[at]!.tags = [tag];
  search.type('tag:"زبون مهم" بيتزا');
  await eventually(() => expect(search.answered).toBe(true));
  await openDialog();
  await eventually(() => expect(allByTestId("own-view-tag").map((one) => one.textContent)).toEqual(["زبون مهم", "vip", "شركة"]));
  expect((byTestId("own-view-words") as HTMLInputElement).value).toBe("بيتزا");
  await fill("own-view-name", "مهمون");
  allByTestId("own-view-tag")[1]!.click();
  byTestId("own-view-save")!.click();
  await eventually(() => expect(layout.dialog).toBeNull());
  expect(shell.argsOf("save_own_view")[0]).toMatchObject({ words: "بيتزا", tags: ["زبون مهم", "vip"] });
  search.reset();
});
