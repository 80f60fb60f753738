// How much of what was written is not on the server, for whoever is about to leave or to change accounts.
import { ipc, type Unsent } from "$lib/ipc";
import { composer } from "./composer.svelte";

class UnsentCount {
  value = $state.raw<Unsent | null>(null);
  /** It could not be counted: whoever reads this must not think that nothing waits. */
  failed = $state(false);

  known = $derived(this.value !== null || this.failed);
  some = $derived(this.value !== null && this.value.waiting + this.value.held + this.value.failed + this.value.drafts > 0);

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
