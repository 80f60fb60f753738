// The panes: the chats side by side, each with its own composer. One is active: it has the focus, or had it last.
import type { ChangeSet } from "$lib/ipc";
import { activeChat, ChatController } from "./chat.svelte";
import { activeComposer, Composer } from "./composer.svelte";
import { activeCustomer, CustomerController } from "./customer.svelte";

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

  /** Makes a pane the active one. */
  activate(pane: Pane): void {
    if (pane === this.active) return;
    this.active = pane;
    activeComposer.current = pane.composer;
    activeChat.current = pane.chat;
    activeCustomer.current = pane.customer;
  }

  onChanges(changes: ChangeSet): void {
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
}

export const panes = new Panes();
