// The test of the sound: it is played, or a sentence says why not.
import { errorCode, ipc } from "$lib/ipc";

class SoundTest {
  busy = $state(false);
  /** Why the last test was not heard. */
  failure = $state<string | null>(null);

  async play(): Promise<void> {
    this.busy = true;
    this.failure = null;
    try {
      await ipc.testSound();
    } catch (thrown) {
      this.failure = errorCode(thrown);
    }
    this.busy = false;
  }
}

export const soundTest = new SoundTest();
