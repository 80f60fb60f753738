import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import ChatPane from "$screens/chat/ChatPane.svelte";
import InboxRow from "$screens/inbox/InboxRow.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { collisionText } from "$lib/controllers/collisionText";
import { agoText } from "$lib/controllers/customerText";
import { composer } from "$lib/controllers/composer.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { freshCollision } from "$lib/format/collision";
import { COLLISION_MS } from "$lib/limits";
import type { Collision } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { conversation, PEOPLE } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

const MINUTE = 60_000;
let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  clock.setOffset(0);
});

const collision = (more: Partial<Collision> = {}): Collision => ({ kind: "opened", at: clock.now - MINUTE, by: null, ...more });

test("a colleague's deed is told for a while, also where its time is a little ahead", () => {
  const told = (ago: number) => freshCollision({ collision: collision({ at: clock.now - ago }) }, clock.now) !== null;
  expect([0, COLLISION_MS - 1, COLLISION_MS, -1_000].map(told)).toEqual([true, true, false, true]);
  expect(freshCollision({ collision: null }, clock.now)).toBeNull();
  expect(freshCollision(null, clock.now)).toBeNull();
});

test("a row names what a colleague did, and warns where a text of mine begins there", () => {
  const cases: [Collision, string | null, "plain" | "bad"][] = [
    [collision(), null, "plain"],
    [collision({ kind: "answered", by: PEOPLE.baraka }), "  ", "plain"],
    [collision(), "حاضر", "bad"],
    [collision({ kind: "answered" }), "حاضر", "bad"],
  ];
  for (const [one, draft, tone] of cases) {
    const row = conversation("c1", [PEOPLE.sara], { collision: one, draft });
    const { unmount } = render(InboxRow, { row, open: false, active: false, choose: () => undefined });
    const tag = byTestId("collision")!;
    expect(tag.classList.contains(`tone-${tone}`), `${one.kind}, «${draft}»`).toBe(true);
    // A list's option is named by its content, so this is in its name.
    const spoken = tag.querySelector(".unseen")!.textContent;
    expect(spoken).toBe(`${collisionText(one, tone === "bad")}, ${agoText(clock.now - MINUTE, clock.now)}`);
    expect(tag.querySelectorAll("svg"), "never a colour alone").toHaveLength(1);
    unmount();
  }
});

test("the head warns as soon as something is typed, and is quiet again without it", async () => {
  Object.assign(shell.conversations[0]!, { collision: collision(), draft: null });
  render(ChatPane);
  await chat.open(shell.conversations[0]!.id, shell.conversations[0]!);
  await eventually(() => expect(byTestId("collision-strip")?.dataset["tone"]).toBe("plain"));
  expect(byTestId("collision-strip")!.textContent).toContain(i18n.t("collision-opened"));
  expect(byTestId("collision-strip")!.textContent, "the server does not tell who").toContain(i18n.t("collision-or-me"));
  composer.type("حاضر");
  await eventually(() => expect(byTestId("collision-strip")?.dataset["tone"]).toBe("bad"));
  expect(byTestId("collision-strip")!.textContent).toContain(i18n.t("collision-opened-writing"));
  composer.type("");
  await eventually(() => expect(byTestId("collision-strip")?.dataset["tone"]).toBe("plain"));
});

test("who answered is named, and after ten minutes nothing is said", async () => {
  const at = clock.now;
  Object.assign(shell.conversations[0]!, { collision: collision({ kind: "answered", at, by: PEOPLE.baraka }), draft: null });
  render(ChatPane);
  await chat.open(shell.conversations[0]!.id, shell.conversations[0]!);
  await eventually(() => expect(byTestId("collision-strip")?.textContent).toContain("مطعم البركة"));
  expect(byTestId("collision-strip")!.getAttribute("role"), "it is spoken when it comes").toBe("status");
  clock.setOffset(COLLISION_MS + MINUTE);
  await eventually(() => expect(byTestId("collision-strip")).toBeNull());
});
