// The windows that show one chat each: whether this is one of them, and which chats have one. What is typed in a chat is
// typed in one place: a chat that has a window is shown nowhere else.
import { ipc, type Position, type StartUp } from "$lib/ipc";
import { runCommand, succeeds } from "./runCommand";

class ChatWindows {
  /** Whether this window shows one chat alone. */
  isOwn = $state(false);
  /** The chat that this window shows alone. */
  #own = $state<string | null>(null);
  #open = $state.raw<ReadonlySet<string>>(new Set());

  start({ window, openChats, chatWindows: open }: StartUp): void {
    this.isOwn = window === "chat";
    this.#own = this.isOwn ? openChats.active : null;
    this.apply(open);
  }

  /** Takes over which chats have a window. */
  apply(open: string[]): void {
    this.#open = new Set(open);
  }

  /** Whether a conversation is shown in this window. */
  isHere(conversation: string): boolean {
    return this.isOwn ? conversation === this.#own : !this.#open.has(conversation);
  }

  /** Leads to the window that shows a conversation, and there to a message where one is named; answers false where that is this one. */
  leadTo(conversation: string, message: Position | null = null): boolean {
    const isElsewhere = !this.isHere(conversation);
    if (isElsewhere) void runCommand(ipc.raiseConversation(conversation, message));
    return isElsewhere;
  }

  /** Leads to the main window. */
  leadToMain(): void {
    void runCommand(ipc.raiseConversation(null, null));
  }

  /** Opens a window for a chat; answers whether it has one. */
  open(conversation: string): Promise<boolean> {
    return succeeds(ipc.openChatWindow(conversation));
  }

  /** Closes this window, where it shows one chat alone. */
  close(): void {
    void runCommand(ipc.closeChatWindow());
  }
}

export const chatWindows = new ChatWindows();
