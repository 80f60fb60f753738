// The chat of a pane: which conversation it is, and its parts: loaded messages, read state, gaps.
import { errorCode, ipc, type ChangeSet, type ConversationRow, type Messages, type MessageWindow, type Position, type Status, type Schedule } from "$lib/ipc";
import { tick } from "svelte";
import { afterPaint } from "$lib/dom/afterPaint";
import { chatItems } from "$lib/format/chatItems";
import { active } from "./active.svelte";
import type { FirstAnswer } from "./chat/ahead";
import { FirstPage } from "./chat/firstPage.svelte";
import { FirstUnread } from "./chat/firstUnread.svelte";
import { Gaps } from "./chat/gaps.svelte";
import { LoadedMessages, PAGE } from "./chat/loadedMessages.svelte";
import { ReadState } from "./chat/readState.svelte";
import { activeComposer, type Composer } from "./composer.svelte";
import { latest } from "./latest";
import { succeeds } from "./runCommand";
import { toasts } from "./toasts.svelte";

type Answer = { revision: number; row: ConversationRow; messages: Messages; start: Position | null; end: Position | null; wanted: MessageWindow };

/** How often the user has answered, in whichever chat. */
let answers = $state(0);

export class ChatController {
  id = $state<string | null>(null);
  row = $state.raw<ConversationRow | null>(null);
  /** Whether the window has room for it. */
  inView = $state(true);
  /** Rises when the list is to go to the newest message. */
  newestAsked = $state(0);
  /** Rises when the list is to go to the first unread message. */
  firstUnreadAsked = $state(0);

  readonly messages = new LoadedMessages();
  readonly readState = new ReadState(this);
  readonly firstUnread = new FirstUnread(this);
  readonly gaps = new Gaps(this);
  readonly firstPage = new FirstPage(this);

  #composer: Composer;

  items = $derived(chatItems(this.messages.rows, this.readState.divider, this.messages.older === "nothing"));

  #query = latest<Answer>({
    ask: () => this.#ask(),
    apply: (answer) => this.#applyAnswer(answer),
    fail: (code) => this.messages.applyFailure(code),
  });

  constructor(composer: Composer) {
    this.#composer = composer;
  }

  /** How often the user has answered, in whichever chat. */
  get answers(): number {
    return answers;
  }

  get unreadCount(): number {
    return this.row?.unread ?? 0;
  }

  get unfetched(): boolean {
    return this.messages.unfetched;
  }

  /**
   * Shows a conversation; `known` is its row where the caller has it, so that the header is there at once, and `first`
   * what it shows where that was asked ahead. It opens at a message where one is named.
   */
  async open(id: string, known: ConversationRow | null = null, place: Position | null = null, first: FirstAnswer | null = null): Promise<void> {
    if (this.id === id) return place === null ? undefined : this.#goTo(place);
    this.#putAway();
    this.#reset(id, known);
    this.#composer.open(id, known?.draft ?? null);
    this.#tellOpen();
    if (place === null) return first ? this.#openAt(first) : this.load();
    await this.#goTo(place);
    // Where the unread messages begin is asked for apart: the window lies elsewhere.
    await this.#learnFirstUnread().catch(() => null);
  }

  close(): void {
    if (this.id === null) return;
    this.#putAway();
    this.#reset(null, null);
  }

  /** There is room for it on screen again. */
  comeIntoView(): void {
    if (this.inView) return;
    this.inView = true;
    this.#tellOpen();
  }

  /** There is no room for it on screen any more. */
  leaveView(): void {
    if (!this.inView) return;
    this.#tellClosed();
    this.inView = false;
  }

  onChanges(changes: ChangeSet): void {
    const id = this.id;
    if (id !== null) this.#query.onChanges(changes, changes.messages.includes(id) || changes.conversations.includes(id));
  }

  /** Whether the chat is complete depends on the connection, and what failed may succeed now. */
  onConnectionChange(): void {
    this.gaps.onConnectionChange();
    this.firstPage.onConnectionChange();
    this.firstUnread.onConnectionChange();
    if (this.id !== null) this.#query.refresh();
  }

  load(): Promise<void> {
    return this.#query.load();
  }

  /** Loads the chat again; the list keeps its distance from the end. */
  loadInPlace(): Promise<void> {
    return this.messages.whileShifting(() => this.load());
  }

  hasItem(key: string): boolean {
    return this.items.some((item) => item.key === key);
  }

  async trim(): Promise<void> {
    if (this.readState.atBottom && this.messages.end === null) await this.messages.trim();
  }

  async send(schedule: Schedule | null = null): Promise<void> {
    const { id } = this;
    if (id !== null && (await this.#composer.send(schedule))) this.onAnswered(id);
  }

  /** The user's own message, text or file, is on the disk: it is shown where this chat is still the open one. */
  onAnswered(id: string): void {
    if (id !== this.id) return;
    this.readState.answered();
    answers += 1;
    this.toNewest();
  }

  /** Goes to what came while the chat is open and was not seen; answers whether there was anything. */
  showUnseen(): boolean {
    if (this.readState.unseen === 0) return false;
    this.readState.shownUnseen();
    this.toFirstUnread();
    return true;
  }

  /** Goes to the newest message, wherever the reader is. */
  toNewest(): void {
    this.readState.goneToEnd();
    if (this.messages.end === null) this.newestAsked += 1;
    else this.#replaceBy({ window: "newest", limit: PAGE }, "newest");
  }

  /** Goes back to the first unread message. */
  toFirstUnread(): void {
    const { divider } = this.readState;
    if (divider === null) return;
    this.readState.goneToFirstUnread();
    if (this.items.some((item) => item.kind === "unread")) this.firstUnreadAsked += 1;
    else if (divider.place) this.#replaceBy({ window: "around", position: divider.place, limit: PAGE }, "unread");
  }

  /** Where the unread messages begin was fetched: whoever has not moved since the chat was opened is led there. */
  async onFirstUnreadFetched(): Promise<void> {
    const answer = await this.#learnFirstUnread();
    if (answer && !this.readState.moved && answer.firstUnread.state === "here") this.toFirstUnread();
  }

  async #learnFirstUnread(): Promise<Messages | null> {
    const { id } = this;
    if (id === null) return null;
    const answer = await ipc.messages(id, { window: "firstUnread", limit: 1 });
    if (id !== this.id) return null;
    this.firstUnread.onOpened(answer);
    this.readState.onOpened(answer);
    return answer;
  }

  #goTo(place: Position): Promise<void> {
    this.readState.jumped();
    this.messages.goTo(place);
    return this.load();
  }

  #replaceBy(...window: Parameters<LoadedMessages["replaceBy"]>): void {
    this.messages.replaceBy(...window);
    void this.load();
  }

  async setStatus(status: Status): Promise<boolean> {
    return this.id !== null && (await succeeds(ipc.setStatus(this.id, status)));
  }

  async rename(subject: string): Promise<boolean> {
    return this.id !== null && (await succeeds(ipc.rename(this.id, subject)));
  }

  // What was seen is told before the shell hears that the chat is closed.
  #putAway(): void {
    this.#composer.close();
    this.readState.reset();
    this.#tellClosed();
  }

  #tellOpen(): void {
    if (this.id !== null && this.inView) void ipc.openConversation(this.id).catch((thrown) => this.#reportOpenFailure(errorCode(thrown)));
  }

  #tellClosed(): void {
    if (this.id !== null && this.inView) void ipc.closeConversation(this.id).catch(() => undefined);
  }

  #reset(id: string | null, row: ConversationRow | null): void {
    this.#query.restart();
    this.id = id;
    this.row = row;
    this.messages.reset(id);
    this.firstUnread.reset();
    this.gaps.reset();
    this.firstPage.reset();
  }

  async #ask(): Promise<Answer | null> {
    const id = this.id;
    if (id === null) return null;
    const { start, end, wanted } = this.messages;
    const [row, messages] = await Promise.all([
      ipc.conversation(id),
      ipc.messages(id, start ? { window: "from", position: start, until: end } : wanted),
    ]);
    return { revision: messages.revision, row, messages, start, end, wanted };
  }

  // It was true when it was asked; up to when the chat is complete is asked anew.
  #openAt({ row, messages }: FirstAnswer): void {
    const { start, end, wanted } = this.messages;
    this.#query.offer({ revision: messages.revision, row, messages, start, end, wanted });
    afterPaint(() => this.id === row.id && this.#query.refresh());
  }

  #applyAnswer({ row, messages, start, end, wanted }: Answer): void {
    const rowBefore = this.row;
    this.row = row;
    this.#composer.applyStoredDraft(row.id, row.draft);
    // The window grew or moved while the answer was on its way: it is asked for again.
    const { messages: shown } = this;
    if (start !== shown.start || (start === null ? wanted !== shown.wanted : end !== shown.end)) return this.#query.refresh();
    const before = shown.rows;
    shown.applyAnswer(messages);
    if (start === null && wanted.window !== "firstUnread") {
      shown.replaced += 1;
      this.readState.onReplaced();
    } else if (start === null) {
      this.readState.onOpened(messages);
      this.firstUnread.onOpened(messages);
    } else {
      // While messages keep coming, the list never comes to rest.
      void tick().then(() => this.trim());
      this.readState.onChanged(before, messages.rows);
      if (end !== null && rowBefore && this.readState.cameBeyond(rowBefore, row)) void this.#learnFirstUnread().catch(() => null);
    }
  }

  // The connection banner reports a lost connection; only what is about this conversation is reported here.
  #reportOpenFailure(code: string): void {
    if (code === "forbidden" || code === "not-found") toasts.notifyFailure(code);
  }
}

export const activeChat = active(new ChatController(activeComposer.current));
/** The active pane's chat. */
export const chat = activeChat.object;
