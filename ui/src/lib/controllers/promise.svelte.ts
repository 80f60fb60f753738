// Offers a reminder of what a sent message promised, one in each chat, until its time has passed or the user says what is
// to become of it. What is sent after it and promises nothing leaves it there.
import { SvelteMap } from "svelte/reactivity";
import { promisedMinutes } from "$lib/format/promise";
import { OFFERED_REMINDERS } from "$lib/limits";
import { clock } from "./clock.svelte";

type Offer = { minutes: number; until: number };

class Promised {
  readonly #offers = new SvelteMap<string, Offer>();

  /** The minutes that are offered in a chat; null where nothing is. */
  in(conversation: string | null): number | null {
    const offer = conversation === null ? undefined : this.#offers.get(conversation);
    return offer && clock.now < offer.until ? offer.minutes : null;
  }

  /** A text was sent in a chat. */
  sent(conversation: string, text: string): void {
    const minutes = promisedMinutes(text);
    if (minutes === null) return;
    this.#offers.delete(conversation);
    this.#offers.set(conversation, { minutes, until: clock.exactNow() + minutes * 60_000 });
    const [oldest] = this.#offers.keys();
    if (this.#offers.size > OFFERED_REMINDERS && oldest !== undefined) this.#offers.delete(oldest);
  }

  /** The user took the offer of a chat, or does not want it. */
  take(conversation: string | null): number | null {
    const minutes = this.in(conversation);
    if (conversation !== null) this.#offers.delete(conversation);
    return minutes;
  }

  /** Nothing is offered any more. */
  forget(): void {
    this.#offers.clear();
  }
}

export const promised = new Promised();
