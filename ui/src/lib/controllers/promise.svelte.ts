// Offers a reminder of what a message that was just sent promised. One at a time, in the chat where it was said.
import { promisedMinutes } from "$lib/format/promise";

type Offer = { conversation: string; minutes: number };

class Promised {
  offer = $state.raw<Offer | null>(null);

  /** A text was sent in a chat. */
  sent(conversation: string, text: string): void {
    const minutes = promisedMinutes(text);
    this.offer = minutes === null ? null : { conversation, minutes };
  }

  /** The user took the offer, or does not want it. */
  take(): Offer | null {
    const { offer } = this;
    this.offer = null;
    return offer;
  }
}

export const promised = new Promised();
