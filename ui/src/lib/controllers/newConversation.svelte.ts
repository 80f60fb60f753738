// Starting a conversation with a person or with an admin.
import { errorCode, ipc, type ConversationRow, type NewConversation, type Participant } from "$lib/ipc";
import { showConversation } from "./navigation";

class NewConversationController {
  people = $state.raw<Participant[]>([]);
  busy = $state(false);
  /** The code of the last attempt's failure. */
  failure = $state<string | null>(null);

  /** A dialog was opened: whom the one before listed may be another account's to see. */
  reset(): void {
    this.people = [];
    this.busy = false;
    this.failure = null;
  }

  async loadPeople(): Promise<void> {
    this.people = await ipc.people().catch(() => []);
  }

  create(request: NewConversation): Promise<void> {
    return this.#start(() => ipc.createConversation(request));
  }

  async #start(command: () => Promise<ConversationRow>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      showConversation((await command()).id);
    } catch (thrown) {
      this.failure = errorCode(thrown);
    } finally {
      this.busy = false;
    }
  }
}

export const newConversation = new NewConversationController();
