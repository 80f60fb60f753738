// Quitting: drafts are written first, and while messages wait the shell has the user asked.
import { ipc, type Unsent } from "$lib/ipc";
import { flushDrafts } from "./flushDrafts";
import { layout } from "./layout.svelte";
import { runCommand } from "./runCommand";

class QuitController {
  /** What would stay unsent, as the shell counted it when it asked. */
  unsent = $state.raw<Unsent>({ waiting: 0, scheduled: 0, held: 0, failed: 0, drafts: 0 });
  busy = $state(false);

  /** The user wants to quit. Where nothing waits the shell quits at once, so drafts are flushed before it knows. */
  async request(): Promise<void> {
    await flushDrafts();
    await ipc.askToQuit().catch(() => undefined);
  }

  /** As `request`, while a text is being typed: the user is asked whatever waits, for the key may be another's. */
  async askWhileTyping(): Promise<void> {
    await flushDrafts();
    const unsent = await ipc.unsent().catch(() => null);
    this.ask(unsent ?? this.unsent);
  }

  /** The shell asks whether to quit though something waits. */
  ask(unsent: Unsent): void {
    this.unsent = unsent;
    layout.dialog = "quit";
  }

  async confirm(): Promise<void> {
    this.busy = true;
    await flushDrafts();
    await runCommand(ipc.quit());
    this.busy = false;
  }

  cancel(): void {
    layout.dialog = null;
    void ipc.cancelQuit().catch(() => undefined);
  }
}

export const quit = new QuitController();
