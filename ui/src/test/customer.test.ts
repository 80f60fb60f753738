import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import ChatPane from "$screens/chat/ChatPane.svelte";
import DetailsPane from "$screens/details/DetailsPane.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { customer } from "$lib/controllers/customer.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { crossing, currentChats } from "$lib/format/customer";
import { BOTH_ANSWERED_MS, CUSTOMER_CHATS_SHOWN, OTHER_CHAT_RECENT_MS } from "$lib/limits";
import type { Customer, CustomerChat } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const NOW = Date.now();

function other(at: number, more: Partial<CustomerChat["row"]> = {}, answered: CustomerChat["answered"] = null): CustomerChat {
  const row = { ...shell.conversations[at]!, draft: null, waiting: 0, status: "open" as const, activityAt: NOW - 60_000, ...more };
  return { row, answered };
}

const known = (chats: CustomerChat[]): Omit<Customer, "revision"> => ({ person: shell.conversations[0]!.people[0]!, firstSeen: NOW - 90 * 86_400_000, others: chats.length, chats });

beforeEach(async () => {
  shell = await setUpWindow();
  customer.show(null);
  clock.tick();
});

test("the head speaks of chats that are open or were a while ago", () => {
  const closed = (ago: number) => other(2, { status: "closed", activityAt: NOW - ago });
  const chats = [other(1, { activityAt: NOW - 9 * OTHER_CHAT_RECENT_MS }), closed(OTHER_CHAT_RECENT_MS - 1), closed(OTHER_CHAT_RECENT_MS + 1)];
  expect(currentChats({ ...known(chats), revision: 1 }, NOW)).toEqual(chats.slice(0, 2));
});

test("it warns where another chat is being answered too", () => {
  const answer = (ago: number, mine: boolean) => ({ by: null, mine, at: NOW - ago });
  const cases: [string, CustomerChat, string | null][] = [
    ["a draft", other(1, { draft: "حاضر" }), "draft"],
    ["blank draft", other(1, { draft: "  " }), null],
    ["on its way", other(1, { waiting: 1 }), "me"],
    ["a colleague's answer", other(1, {}, answer(BOTH_ANSWERED_MS - 1, false)), "agent"],
    ["an own answer", other(1, {}, answer(1_000, true)), "me"],
    ["an old answer", other(1, {}, answer(BOTH_ANSWERED_MS, false)), null],
    ["a closed chat", other(1, { status: "closed", draft: "حاضر" }, answer(1_000, false)), null],
    ["nothing", other(1), null],
  ];
  for (const [name, one, why] of cases) expect(crossing([one], NOW)?.why ?? null, name).toBe(why);
});

test("the strip below the head leads to the customer's other chat", async () => {
  const there = other(1, { orderNumber: "1620" }, { by: shell.account!.me, mine: false, at: NOW - 1_000 });
  shell.customer = known([there]);
  render(ChatPane);
  await chat.open(shell.conversations[0]!.id, shell.conversations[0]!);
  await eventually(() => expect(byTestId("other-chats")?.dataset["crossing"]).toBe("agent"));
  expect(byTestId("other-chat")!.textContent).toContain("1620");
  byTestId("other-chat")!.click();
  await eventually(() => expect(chat.id).toBe(there.row.id));
});

test("the card lists the customer's chats, a few and then all", async () => {
  shell.customer = known(shell.conversations.slice(1, 7).map((_, at) => other(at + 1)));
  shell.customer.others = 30;
  await chat.open(shell.conversations[0]!.id, shell.conversations[0]!);
  customer.show(chat.id);
  render(DetailsPane, { row: shell.conversations[0]! });
  await eventually(() => expect(allByTestId("customer-chat")).toHaveLength(CUSTOMER_CHATS_SHOWN));
  expect(byTestId("customer-others")?.textContent).toBe("30");
  byTestId("customer-all")!.click();
  await eventually(() => expect(allByTestId("customer-chat")).toHaveLength(6));
  expect(byTestId("customer-card")!.textContent).toContain("24");
});

test("the answer to an earlier chat's question is not shown", async () => {
  let answer = () => undefined as void;
  shell.holds["customer"] = new Promise((resolve) => (answer = resolve));
  shell.customer = known([other(1)]);
  customer.show(shell.conversations[0]!.id);
  customer.show(null);
  answer();
  await eventually(() => expect(shell.argsOf("customer")).toHaveLength(1));
  expect(customer.customer).toBeNull();
});

test("a fact goes into the answer, in the place of a marked blank", async () => {
  const [row] = shell.conversations;
  shell.messages[row!.id]!.at(-1)!.content = "اتصل بي على 091-2345678";
  layout.detailsCollapsed = false;
  render(ChatPane);
  await chat.open(row!.id, row!);
  render(DetailsPane, { row: row! });
  await eventually(() => expect(allByTestId("fact").map((one) => one.dataset["kind"])).toContain("phone"));
  const field = byTestId("composer") as HTMLTextAreaElement;
  field.focus();
  field.value = "سنتصل بك على {?number} خلال {?minutes}";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.setSelectionRange(13, 22);
  allByTestId("fact").find((one) => one.dataset["kind"] === "phone")!.querySelector<HTMLElement>('[data-testid="fact-insert"]')!.click();
  await eventually(() => expect(field.value).toBe("سنتصل بك على 091-2345678 خلال {?minutes}"));
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe("{?minutes}");
});
