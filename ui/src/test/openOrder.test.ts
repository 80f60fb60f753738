import { fireEvent, render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const ORDER = "66f2a1b3c4d5e6f708192a3b";

beforeEach(async () => {
  shell = await setUpWindow();
  layout.dialog = "order";
  render(Dialogs);
  await eventually(() => expect(byTestId("order-id")).not.toBeNull());
});

async function look(typed: string): Promise<void> {
  await fireEvent.input(byTestId("order-id")!, { target: { value: typed } });
  await fireEvent.submit(byTestId("order-id")!.closest("form")!);
}

test("an order's known chat is shown and none is made", async () => {
  shell.orderLookup = { found: "chat", chat: shell.conversations[1]! };
  await look("1234");
  await eventually(() => expect(chat.id).toBe(shell.conversations[1]!.id));
  expect(shell.argsOf("find_order_chat")).toEqual([{ typed: "1234" }]);
  expect(shell.argsOf("open_order_chat")).toEqual([]);
  expect(layout.dialog).toBeNull();
});

test("a chat is begun only by the question's own button", async () => {
  shell.orderLookup = { found: "noChat", order: ORDER };
  await look(ORDER);
  await eventually(() => expect(byTestId("order-question")?.textContent).toContain(ORDER));
  await fireEvent.submit(byTestId("order-id")!.closest("form")!);
  await eventually(() => expect(shell.argsOf("find_order_chat")).toHaveLength(2));
  expect(shell.argsOf("open_order_chat")).toEqual([]);
  await eventually(() => expect(byTestId("order-begin")?.hasAttribute("disabled")).toBe(false));
  byTestId("order-begin")!.click();
  await eventually(() => expect(shell.argsOf("open_order_chat")).toEqual([{ order: ORDER }]));
});

test("another text takes the question back", async () => {
  shell.orderLookup = { found: "noChat", order: ORDER };
  await look(ORDER);
  await eventually(() => expect(byTestId("order-question")).not.toBeNull());
  await fireEvent.input(byTestId("order-id")!, { target: { value: "1234" } });
  expect(byTestId("order-question")).toBeNull();
  expect(byTestId("order-begin")).toBeNull();
});

test("what can be no order is refused at its field", async () => {
  await look("🍕 pizza");
  const field = byTestId("order-id")!;
  await eventually(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
  expect(document.getElementById(field.getAttribute("aria-describedby")!)?.textContent).toBe(i18n.t("order-unknown"));
});

test("of several orders with a number the user chooses one", async () => {
  const chats = shell.conversations.slice(0, 2);
  shell.orderLookup = { found: "several", chats };
  await look("1234");
  await eventually(() => expect(allByTestId("order-choice")).toHaveLength(2));
  allByTestId("order-choice")[1]!.click();
  await eventually(() => expect(chat.id).toBe(chats[1]!.id));
});
