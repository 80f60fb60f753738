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
    // The settings stand behind the question.
    await this.measure();
  }
}

export const storage = new Storage();
