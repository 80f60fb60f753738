// The panes: the chats side by side, each with its own composer. One is active: it has the focus, or had it last.
import { ipc, mostPanes, type ChangeSet, type ConversationRow, type OpenChats, type Position } from "$lib/ipc";
import { DETAILS_WIDTH, PANE_WIDTH } from "$lib/limits";
import { activeChat, ChatController } from "./chat.svelte";
import { ahead } from "./chat/ahead";
import { chatWindows } from "./chatWindows.svelte";
import { activeComposer, Composer } from "./composer.svelte";
import { activeCustomer, CustomerController } from "./customer.svelte";
import { layout } from "./layout.svelte";

/** A chat on screen with what is written in it, and its customer. */
export class Pane {
  readonly composer: Composer;
  readonly chat: ChatController;
  readonly customer: CustomerController;

  constructor(composer = new Composer(), chat = new ChatController(composer), customer = new CustomerController()) {
    this.composer = composer;
    this.chat = chat;
    this.customer = customer;
  }

  get active(): boolean {
    return panes.active === this;
  }
}

const first = new Pane(activeComposer.current, activeChat.current, activeCustomer.current);

class Panes {
  list = $state.raw<Pane[]>([first]);
  active = $state.raw<Pane>(first);
  /** The part of the window that chats and details share, in CSS pixels; zero before it is measured. */
  #width = $state(0);
  /** How many panes have room beside each other. */
  room = $derived(chatWindows.isOwn ? 1 : this.#width === 0 ? mostPanes : Math.max(1, Math.min(mostPanes, Math.floor(this.#width / PANE_WIDTH))));
  /** Those that are on screen: the active one, and its neighbours as far as there is room. */
  shown = $derived.by(() => {
    const start = Math.min(this.list.indexOf(this.active), this.list.length - this.room);
    return this.list.slice(Math.max(0, start), Math.max(0, start) + this.room);
  });
  /** What is open, as it is noted for the next start. */
  open = $derived.by<OpenChats>(() => {
    const chats = this.list.flatMap(({ chat }) => (chat.id === null ? [] : [chat.id]));
    return { chats, active: this.active.chat.id ?? chats[0] ?? null };
  });

  /** Notes for the next start what is open. What is put away, as by the lock, is no wish of the user's. */
  watch(): void {
    $effect.root(() => {
      $effect(() => {
        if (this.open.chats.length > 0 && !chatWindows.isOwn) void ipc.noteOpenChats(this.open).catch(() => undefined);
      });
    });
  }

  paneOf(conversation: string): Pane | null {
    return this.list.find(({ chat }) => chat.id === conversation) ?? null;
  }

  /** Makes a pane the active one. */
  activate(pane: Pane): void {
    if (pane === this.active || !this.list.includes(pane)) return;
    this.active = pane;
    activeComposer.current = pane.composer;
    activeChat.current = pane.chat;
    activeCustomer.current = pane.customer;
    layout.composerPanel = null;
    this.#settle();
  }

  /** Shows a conversation in the active pane, unless another pane has it. */
  show(conversation: string, known: ConversationRow | null = null, place: Position | null = null): Promise<void> {
    this.activate(this.paneOf(conversation) ?? this.active);
    const first = place === null ? ahead.take(conversation) : null;
    if (first) this.active.customer.show(conversation, first.customer);
    return this.active.chat.open(conversation, known, place, first);
  }

  /** Shows a conversation beside the active pane's, or in its place where there is no room for two. */
  showBeside(conversation: string, known: ConversationRow | null = null): Promise<void> {
    if (this.paneOf(conversation) === null) this.activate(this.#beside());
    return this.show(conversation, known);
  }

  /** Makes room for another chat beside the active pane's. */
  split(): void {
    this.activate(this.#beside());
  }

  /** Takes a pane away with its chat; of the last one the chat alone. */
  close(pane: Pane): void {
    pane.chat.close();
    if (this.list.length === 1) return;
    const at = this.list.indexOf(pane);
    const neighbour = this.list[at + 1] ?? this.list[at - 1];
    if (pane === this.active && neighbour) this.activate(neighbour);
    this.list = this.list.filter((one) => one !== pane);
    this.#settle();
  }

  /** Closes every chat. */
  closeAll(): void {
    for (const pane of this.list.filter((one) => one !== this.active)) this.close(pane);
    this.active.chat.close();
  }

  /** Shows chats side by side as they were. */
  showAll({ chats, active }: OpenChats, known: (conversation: string) => ConversationRow | null): void {
    this.closeAll();
    const opened = chats.slice(0, mostPanes).map((conversation, at) => {
      const pane = at === 0 ? this.active : this.#add();
      void pane.chat.open(conversation, known(conversation));
      return pane;
    });
    const wanted = opened.find(({ chat }) => chat.id === active);
    if (wanted) this.activate(wanted);
    this.#settle();
  }

  /** Takes away the chats that have got a window of their own. */
  closeThoseElsewhere(): void {
    for (const pane of this.list.filter(({ chat }) => chat.id !== null && !chatWindows.isHere(chat.id))) this.close(pane);
  }

  /** Goes to the next pane, or the one before. */
  step(by: 1 | -1): void {
    const next = this.list.at((this.list.indexOf(this.active) + by) % this.list.length);
    if (next) this.activate(next);
  }

  /** Takes over how wide the part of the window is that chats and details share, in CSS pixels. */
  fit(width: number): void {
    this.#width = width;
    this.#settle();
  }

  onChanges(changes: ChangeSet): void {
    ahead.onChanges(changes);
    for (const { chat, customer } of this.list) {
      chat.onChanges(changes);
      customer.onChanges(changes);
    }
  }

  onConnectionChange(): void {
    for (const { chat } of this.list) chat.onConnectionChange();
  }

  /** Somebody looks at the window again. */
  onSeen(): void {
    for (const { chat } of this.list) chat.readState.onSeen();
  }

  /** Where a chat goes that is to stand beside the active pane's. */
  #beside(): Pane {
    const empty = this.list.find(({ chat }) => chat.id === null);
    if (empty) return empty;
    if (this.list.length < this.room) return this.#add();
    const at = this.shown.indexOf(this.active);
    return this.shown[at + 1] ?? this.shown[at - 1] ?? this.active;
  }

  #add(): Pane {
    const pane = new Pane();
    this.list = this.list.toSpliced(this.list.indexOf(this.active) + 1, 0, pane);
    return pane;
  }

  // Each chat learns whether it is on screen, and the details give way where they have no room beside.
  #settle(): void {
    const { shown } = this;
    for (const pane of this.list) {
      if (shown.includes(pane)) pane.chat.comeIntoView();
      else pane.chat.leaveView();
    }
    layout.detailsGiveWay = shown.length > 1 && this.#width > 0 && this.#width < shown.length * PANE_WIDTH + DETAILS_WIDTH;
  }
}

export const panes = new Panes();
