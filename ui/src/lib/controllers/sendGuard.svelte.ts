// Looks at a text before it leaves: whether it names another chat's order or phone number, or has just gone out in
// another chat. Each text is asked about once.
import { ipc, type ConversationRow, type Schedule } from "$lib/ipc";
import { fillVariables } from "$lib/format/cannedReply";
import { orderKey } from "$lib/format/facts";
import { namedNumbers, type NamedNumbers } from "$lib/format/namedNumbers";
import { phoneEnd } from "$lib/format/text/phones";
import { conversationTitle } from "$lib/format/names";
import { foldForSearch } from "$lib/format/text/searchFold";
import { GUARDED_CHATS, SAME_TEXT_LETTERS, SAME_TEXT_MS, SAME_TEXTS } from "$lib/limits";
import { cannedReplies } from "./cannedReplies.svelte";
import { chat } from "./chat.svelte";

/** Why a text may belong into another chat. */
export type SendQuestion = { kind: "order" | "phone" | "same-text"; named: string; other: ConversationRow | null };

type Sent = { text: string; conversation: string; at: number };

class SendGuard {
  question = $state.raw<SendQuestion | null>(null);
  /** What was typed while the question came up and stood there: the next message's beginning, or the text's end. */
  typed = $state("");
  /** When the text that is asked about is to leave. */
  schedule: Schedule | null = null;
  #sent: Sent[] = [];

  /** What is to be asked before a text goes out in the open chat; null where nothing is. */
  async questionFor(text: string, row: ConversationRow): Promise<SendQuestion | null> {
    if (this.#wentOutElsewhere(text, row.id)) return { kind: "same-text", named: "", other: null };
    const named = this.#strangeNumbers(text, row);
    if (named.orders.length === 0 && named.phones.length === 0) return null;
    // A guard that cannot look keeps nobody from answering.
    const known = await ipc.inbox({ filter: "all", sort: "newest" }, GUARDED_CHATS).then((inbox) => inbox.rows, () => []);
    for (const other of known) {
      if (other.id === row.id) continue;
      const order = named.orders.find((name) => other.orderNumber !== null && orderKey(other.orderNumber) === name);
      if (order !== undefined) return { kind: "order", named: other.orderNumber ?? order, other };
      const phone = other.people.find((person) => person.phone !== null && named.phones.includes(phoneEnd(person.phone) ?? ""));
      if (phone && !row.people.some((person) => person.id === phone.id)) return { kind: "phone", named: phone.phone ?? "", other };
    }
    return null;
  }

  /** A letter was typed under the question. */
  keep(letter: string): void {
    this.typed += letter;
  }

  /** What was typed last under the question is not meant. */
  dropLast(): void {
    this.typed = [...this.typed].slice(0, -1).join("");
  }

  /** What was typed under the question, which is over. */
  takeTyped(): string {
    const { typed } = this;
    this.typed = "";
    return typed;
  }

  /** A text goes out in a chat. */
  remember(text: string, conversation: string): void {
    this.#sent = [...this.#sent, { text: foldForSearch(text), conversation, at: Date.now() }].slice(-SAME_TEXTS);
  }

  /** The name of the chat that a question is about. */
  otherTitle(): string | null {
    return this.question?.other ? conversationTitle(this.question.other) : null;
  }

  // A canned reply goes to many; a short word says nothing of its chat.
  #wentOutElsewhere(text: string, conversation: string): boolean {
    const folded = foldForSearch(text);
    if (folded.length < SAME_TEXT_LETTERS) return false;
    const last = this.#sent.findLast((sent) => sent.text === folded);
    if (!last || last.conversation === conversation || Date.now() - last.at > SAME_TEXT_MS) return false;
    const values = cannedReplies.values();
    return !cannedReplies.list.some((reply) => foldForSearch(fillVariables(reply.text, values, () => "")) === folded);
  }

  // Without those that are this chat's own, or that somebody named in it.
  #strangeNumbers(text: string, row: ConversationRow): NamedNumbers {
    const named = namedNumbers(text);
    const own = new Set(row.people.map((person) => phoneEnd(person.phone ?? "")));
    const said = chat.messages.rows.filter((message) => !message.mine).map((message) => namedNumbers(message.content));
    return {
      orders: named.orders.filter((name) => name !== orderKey(row.orderNumber ?? "") && !said.some((other) => other.orders.includes(name))),
      phones: named.phones.filter((phone) => !own.has(phone) && !said.some((other) => other.phones.includes(phone))),
    };
  }
}

export const sendGuard = new SendGuard();
