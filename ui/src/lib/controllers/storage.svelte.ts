// How much room everything takes on this computer, and clearing what was fetched.
import { ipc } from "$lib/ipc";
import { Asked } from "./asked.svelte";
import { succeeds } from "./runCommand";
import { toasts } from "./toasts.svelte";

class Storage {
  readonly report = new Asked(() => ipc.storageSizes());
  clearing = $state(false);

  async clear(): Promise<void> {
    this.clearing = true;
    if (await succeeds(ipc.clearCache())) toasts.confirm("clear-done");
    this.clearing = false;
    // The settings stand behind the question.
    await this.report.load();
  }
}

export const storage = new Storage();
