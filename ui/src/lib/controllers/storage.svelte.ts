// How much room everything takes on this computer, and clearing what was fetched.
import { ipc, type StorageReport } from "$lib/ipc";
import { runCommand, succeeds } from "./runCommand";
import { toasts } from "./toasts.svelte";

class Storage {
  /** `null` until it was measured. */
  report = $state.raw<StorageReport | null>(null);
  clearing = $state(false);

  async measure(): Promise<void> {
    this.report = (await runCommand(ipc.storageSizes())) ?? this.report;
  }

  async clear(): Promise<void> {
    this.clearing = true;
    if (await succeeds(ipc.clearCache())) toasts.confirm("clear-done");
    this.clearing = false;
    // The page measures anew when it is shown.
    this.report = null;
  }
}

export const storage = new Storage();
