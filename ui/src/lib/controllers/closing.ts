// Closing the window where no tray could bring it back: the shell asks, and hears the answer.
import { ipc } from "$lib/ipc";
import { layout } from "./layout.svelte";
import { preferences } from "./preferences.svelte";
import { quit } from "./quit.svelte";
import { runCommand } from "./runCommand";

export const closing = {
  /** The window stays as it is. */
  stay(): void {
    layout.dialog = null;
    void runCommand(ipc.closeAnswered());
  },

  minimize(): void {
    closing.stay();
    void runCommand(ipc.minimizeWindow());
  },

  /** Ends the program; what is closed next time ends it at once, or is asked about again. */
  async end(next: "ask" | "quit"): Promise<void> {
    closing.stay();
    if (next === "quit") await preferences.change({ closeWithoutTray: "quit" });
    await quit.request();
  },
};
