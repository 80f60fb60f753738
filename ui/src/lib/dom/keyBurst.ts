// Keys that follow one another faster than a person types: a scanner presses them.
import { SCAN_GAP_MS, SCAN_SIGNS } from "$lib/limits";
import { textOf, type Press } from "./keySigns";

export class KeyBurst<One extends Press = Press> {
  #presses: One[] = [];

  get isEmpty(): boolean {
    return this.#presses.length === 0;
  }

  /** Whether these are more keys than a person presses that fast. */
  get isScan(): boolean {
    return this.#presses.length >= SCAN_SIGNS;
  }

  get text(): string {
    return textOf(this.#presses);
  }

  /** Whether a key was pressed too fast after the last one to be a person's. */
  isContinuedBy(press: Press): boolean {
    const last = this.#presses.at(-1);
    return last !== undefined && press.timeStamp - last.timeStamp <= SCAN_GAP_MS;
  }

  add(press: One): void {
    this.#presses.push(press);
  }

  /** Takes the keys out, the first one first. */
  take(): One[] {
    return this.#presses.splice(0);
  }
}
