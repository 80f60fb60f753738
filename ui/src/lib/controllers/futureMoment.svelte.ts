// A moment to come, as it is chosen in a dialog: a time of today or tomorrow.
import { untrack } from "svelte";
import { atClockTime, parseClockTime } from "$lib/format/clockTime";
import { clock } from "./clock.svelte";
import { i18n } from "./i18n.svelte";

const HOUR = 3_600_000;

export class FutureMoment {
  // An hour from now, in the digits that everything else has.
  typed = $state(untrack(() => i18n.time(clock.exactNow() + HOUR)));
  day = $state<"today" | "tomorrow">(untrack(() => (new Date(clock.exactNow() + HOUR).getDate() === new Date(clock.exactNow()).getDate() ? "today" : "tomorrow")));
  #fault = $state<"snooze-bad-time" | "snooze-past" | null>(null);
  /** Why it is none, in the language that the window has now. */
  failure = $derived(this.#fault === null ? null : i18n.t(this.#fault));

  /** The moment (UTC, ms); null where it is none or past, which is said then. */
  read(): number | null {
    const time = parseClockTime(this.typed);
    const at = time ? atClockTime(time, this.day, clock.exactNow()) : null;
    this.#fault = at === null ? "snooze-bad-time" : at <= clock.exactNow() ? "snooze-past" : null;
    return this.#fault === null ? at : null;
  }
}
