// What a chat shows first, asked for while somebody only points at it: the key or the click that opens it finds it here,
// and the next frame shows it. One chat at a time; a change to it drops what was asked.
import { ipc, type ChangeSet, type ConversationRow, type Customer, type Messages } from "$lib/ipc";
import { oneAtATime } from "../coalesce";
import { OPENING } from "./loadedMessages.svelte";

export type FirstAnswer = { id: string; row: ConversationRow; messages: Messages; customer: Customer };

/** A chat waits no longer than this for an answer that is on its way, in ms: then it opens empty. */
export const LONGEST_AHEAD_MS = 50;

class Ahead {
  #wanted: string | null = null;
  #answer: FirstAnswer | null = null;
  #asking: Promise<void> = Promise.resolve();

  #ask = oneAtATime(async () => {
    const id = this.#wanted;
    if (id === null) return;
    const asked = Promise.all([ipc.conversation(id), ipc.messages(id, OPENING), ipc.customer(id)]);
    // Whoever opens the chat asks again, and is told what is wrong.
    const answer = await asked.catch(() => null);
    if (answer && id === this.#wanted) this.#answer = { id, row: answer[0], messages: answer[1], customer: answer[2] };
  });

  /** Somebody may open this chat next. */
  prepare(id: string): void {
    if (id === this.#wanted) return;
    this.#wanted = id;
    this.#answer = null;
    this.#asking = this.#ask();
  }

  /** Calls `act` at once, or with the answer where that is on its way: an empty chat would be drawn for nothing. */
  whenThere(id: string, act: () => void): void {
    if (id !== this.#wanted || this.#answer !== null) return act();
    let acted = false;
    const actOnce = () => {
      if (!acted) act();
      acted = true;
    };
    void this.#asking.then(actOnce);
    setTimeout(actOnce, LONGEST_AHEAD_MS);
  }

  /** What this chat shows first, where it is known. It is handed out once. */
  take(id: string): FirstAnswer | null {
    const answer = this.#answer;
    if (answer?.id !== id) return null;
    this.forget();
    return answer;
  }

  /** What was asked is not true any more, or another's. */
  forget(): void {
    this.#wanted = null;
    this.#answer = null;
  }

  onChanges(changes: ChangeSet): void {
    const id = this.#wanted;
    if (id === null) return;
    // A chat of the same customer may have come, or changed.
    const customers = this.#answer?.customer.chats.some(({ row }) => changes.conversations.includes(row.id)) ?? false;
    if (changes.resync || customers || changes.newConversations.length > 0 || changes.conversations.includes(id) || changes.messages.includes(id)) this.forget();
  }
}

export const ahead = new Ahead();
