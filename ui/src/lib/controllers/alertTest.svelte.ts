// The test of the alerts that is offered once, after the first sign-in.
import { errorCode, ipc } from "$lib/ipc";
import { preferences } from "./preferences.svelte";

class AlertTest {
  busy = $state(false);
  /** Whether an alert was shown since it was offered. */
  tried = $state(false);
  /** Why the sound was not heard. */
  failure = $state<string | null>(null);

  async run(): Promise<void> {
    this.busy = true;
    this.failure = null;
    try {
      await ipc.testAlert();
    } catch (thrown) {
      this.failure = errorCode(thrown);
    }
    this.tried = true;
    this.busy = false;
  }

  /** It is not offered again. */
  async finish(): Promise<void> {
    this.tried = false;
    this.failure = null;
    await preferences.change({ alertTest: "done" });
  }
}

export const alertTest = new AlertTest();
