// The customer of a pane's chat, with their other chats, and what the chat's newest messages name.
import { ipc, type ChangeSet, type Customer, type MessageRow } from "$lib/ipc";
import { factsOf, type Fact } from "$lib/format/facts";
import { crossing, currentChats } from "$lib/format/customer";
import { FACT_MESSAGES } from "$lib/limits";
import { afterPaint } from "$lib/dom/afterPaint";
import { active } from "./active.svelte";
import { clock } from "./clock.svelte";
import { BESIDE_MESSAGES_MS, oncePer } from "./coalesce";
import { latest } from "./latest";

type Answer = { id: string; revision: number; customer: Customer; messages: MessageRow[] };

/** What the newest messages name is read once they are painted. */
const NO_MESSAGES: MessageRow[] = [];

export class CustomerController {
  /** The chat that is asked about. */
  #id: string | null = null;
  #answer = $state.raw<Answer | null>(null);

  customer = $derived(this.#answer?.customer ?? null);
  facts = $derived<Fact[]>(factsOf(this.#answer?.messages ?? []));
  /** The other chats that the head speaks of. */
  current = $derived(this.customer ? currentChats(this.customer, clock.now) : []);
  crossing = $derived(crossing(this.current, clock.now));

  #query = latest<Answer>({
    ask: async () => {
      const id = this.#id;
      if (id === null) return null;
      const [customer, messages] = await Promise.all([ipc.customer(id), ipc.messages(id, { window: "newest", limit: FACT_MESSAGES })]);
      return { id, revision: customer.revision, customer, messages: messages.rows };
    },
    apply: (answer) => {
      if (answer.id === this.#id) this.#answer = answer;
    },
    // Nothing is missing that the chat itself does not show.
    fail: () => undefined,
  }, oncePer(BESIDE_MESSAGES_MS));

  /** Another chat is open, or none; `customer` is whose it is, where that was asked ahead. */
  show(id: string | null, customer: Customer | null = null): void {
    if (id === this.#id) return;
    this.#id = id;
    this.#answer = id !== null && customer ? { id, revision: customer.revision, customer, messages: NO_MESSAGES } : null;
    this.#query.restart();
    if (this.#answer) afterPaint(() => this.#query.refresh());
    else if (id !== null) void this.#query.load();
  }

  onChanges(changes: ChangeSet): void {
    if (this.#id === null) return;
    const shown = new Set([this.#id, ...(this.customer?.chats ?? []).map(({ row }) => row.id)]);
    const touched = [...changes.conversations, ...changes.messages].some((id) => shown.has(id));
    this.#query.onChanges(changes, touched || changes.newConversations.length > 0);
  }
}

export const activeCustomer = active(new CustomerController());
/** The customer of the active pane's chat. */
export const customer = activeCustomer.object;
