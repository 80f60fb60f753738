// The day in numbers, while its screen is open.
import { ipc, type Today } from "$lib/ipc";
import { oneAtATime } from "./coalesce";

class TodayController {
  value = $state.raw<Today | null>(null);
  failed = $state(false);

  /** Asks for the numbers; until they come the earlier ones stay. */
  load = oneAtATime(async () => {
    try {
      this.value = await ipc.today();
      this.failed = false;
    } catch {
      this.failed = true;
    }
  });

  /** Another account's numbers are not shown while the next ones are asked for. */
  clear(): void {
    this.value = null;
    this.failed = false;
  }
}

export const today = new TodayController();
