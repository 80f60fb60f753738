// Looking the chat of an order up by what was typed or scanned, and beginning one where the order has none.
import { errorCode, ipc, type OrderLookup } from "$lib/ipc";
import { layout } from "./layout.svelte";
import { showConversation } from "./navigation";
import { session } from "./session.svelte";
import { ORDER_BOX_AFTER_MS } from "$lib/limits";

class OrderSearchController {
  typed = $state("");
  busy = $state(false);
  /** What was found, if that needs an answer of the user. */
  result = $state.raw<OrderLookup | null>(null);
  /** The code of the last attempt's failure. */
  failure = $state<string | null>(null);
  /** The dialog was asked for, and its field is not there yet. */
  awaitsField = $state(false);
  // Each attempt has a number, so that what was typed since is not answered with what was found before.
  #attempt = 0;

  /** Something else is typed. */
  reset(): void {
    this.#attempt += 1;
    this.busy = false;
    this.result = null;
    this.failure = null;
  }

  /** The dialog was closed. */
  forget(): void {
    this.reset();
    this.typed = "";
    this.awaitsField = false;
  }

  /** Shows the dialog with what was typed before its field was there. */
  type(text: string): void {
    this.reset();
    if (layout.dialog !== "order") {
      this.typed = "";
      this.awaitsField = true;
    }
    this.typed += text;
    layout.dialog = "order";
  }

  /** Looks up what was scanned. The dialog comes only where it has something to say, or the server takes its time. */
  async lookUp(text: string): Promise<void> {
    this.reset();
    this.typed = text;
    const attempt = this.#attempt + 1;
    const slow = setTimeout(() => this.#show(attempt), ORDER_BOX_AFTER_MS);
    await this.find();
    clearTimeout(slow);
    if (this.result !== null || this.failure !== null) this.#show(attempt);
  }

  find(): Promise<void> {
    return this.#run(async (isCurrent) => {
      const result = await ipc.findOrderChat(this.typed);
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

  #show(attempt: number): void {
    if (attempt === this.#attempt && layout.dialog === null) layout.dialog = "order";
  }

  async #run(act: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    if (this.busy) return;
    const account = session.account;
    const attempt = (this.#attempt += 1);
    const isCurrent = () => attempt === this.#attempt && account === session.account;
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
