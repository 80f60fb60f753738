// The last words of the composer, turned round to the other keyboard layout and back.
import { lastRun, turnedRound } from "$lib/format/text/keyboard";
import { meantText } from "$lib/format/text/mistyped";
import { composer } from "./composer.svelte";

type Turned = { conversation: string | null; text: string; before: string };

class TurnRound {
  /** What the last words were perhaps meant to be; null where they look right. */
  offer = $derived.by(() => {
    const run = lastRun(composer.text, composer.text.length);
    return run && meantText(composer.text.slice(run.from, run.to));
  });
  #turned: Turned | null = null;

  /** Turns the words before the caret round; once more brings them back. Answers whether there were any. */
  run(caret: number): boolean {
    const { conversation, text } = composer;
    const turned = this.#turned;
    this.#turned = null;
    if (turned?.conversation === conversation && turned.text === text) {
      composer.type(turned.before);
      return true;
    }
    const run = lastRun(text, caret);
    if (!run) return false;
    const other = text.slice(0, run.from) + turnedRound(text.slice(run.from, run.to)) + text.slice(run.to);
    this.#turned = { conversation, text: other, before: text };
    composer.type(other);
    return true;
  }
}

export const turnRound = new TurnRound();
