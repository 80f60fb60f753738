// Looking the chat of an order up by what was typed, and beginning one where the order has none.
import { errorCode, ipc, type OrderLookup } from "$lib/ipc";
import { showConversation } from "./navigation";

class OrderSearchController {
  busy = $state(false);
  /** What was found, if that needs an answer of the user. */
  result = $state.raw<OrderLookup | null>(null);
  /** The code of the last attempt's failure. */
  failure = $state<string | null>(null);
  // Each attempt has a number, so that what was typed since is not answered with what was found before.
  #attempt = 0;

  /** The dialog was opened, or something else is typed. */
  reset(): void {
    this.#attempt += 1;
    this.busy = false;
    this.result = null;
    this.failure = null;
  }

  find(typed: string): Promise<void> {
    return this.#run(async (isCurrent) => {
      const result = await ipc.findOrderChat(typed);
      if (!isCurrent()) return;
      if (result.found === "chat") showConversation(result.chat.id);
      else this.result = result;
    });
  }

  /** Begins the chat of an order that has none, after the user was asked. */
  begin(order: string): Promise<void> {
    return this.#run(async (isCurrent) => {
      const { id } = await ipc.openOrderChat(order);
      if (isCurrent()) showConversation(id);
    });
  }

  async #run(act: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    if (this.busy) return;
    const attempt = (this.#attempt += 1);
    const isCurrent = () => attempt === this.#attempt;
    this.busy = true;
    this.failure = null;
    try {
      await act(isCurrent);
    } catch (thrown) {
      if (isCurrent()) this.failure = errorCode(thrown);
    } finally {
      if (isCurrent()) this.busy = false;
    }
  }
}

export const orderSearch = new OrderSearchController();
