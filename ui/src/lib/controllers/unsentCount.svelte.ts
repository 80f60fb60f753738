// How many messages and drafts are not on the server, for the sign-out and sign-in screens.
import { ipc, type Unsent } from "$lib/ipc";
import { composer } from "./composer.svelte";

class UnsentCount {
  value = $state.raw<Unsent | null>(null);
  /** Counting failed: nothing may conclude that there is nothing unsent. */
  failed = $state(false);

  known = $derived(this.value !== null || this.failed);
  some = $derived(this.value !== null && this.value.waiting + this.value.scheduled + this.value.held + this.value.failed + this.value.drafts > 0);

  async count(): Promise<void> {
    this.value = null;
    this.failed = false;
    await composer.save();
    try {
      this.value = await ipc.unsent();
    } catch {
      this.failed = true;
    }
  }
}

export const unsentCount = new UnsentCount();
