// Closing the window where no tray could bring it back: the shell asks, and hears the answer.
import { ipc } from "$lib/ipc";
import { attach } from "./attach.svelte";
import { chatWindows } from "./chatWindows.svelte";
import { layout } from "./layout.svelte";
import { preferences } from "./preferences.svelte";
import { quit } from "./quit.svelte";
import { runCommand } from "./runCommand";
import { toasts } from "./toasts.svelte";

/** Within this time a second wish to close the window means it. */
const ASKED_FOR_MS = 10_000;
let askedAt = -Infinity;

/** Closes the window that shows one chat. Files above its text lie in this window alone: the first time they are spoken of. */
export function closeOwnWindow(conversation: string | null): void {
  const now = performance.now();
  if (attach.in(conversation).length === 0 || now - askedAt < ASKED_FOR_MS) return chatWindows.close();
  askedAt = now;
  toasts.notify("files-not-sent");
}

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
