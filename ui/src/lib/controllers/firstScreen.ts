// Tells the shell when the first screen is painted: what can wait begins then.
import { ipc } from "$lib/ipc";

let reported = false;

/** Call it when the screen is in the page; only the first call counts. */
export function reportFirstScreen(): void {
  if (reported) return;
  reported = true;
  // The frame is painted after the first callback and before the second.
  requestAnimationFrame(() => requestAnimationFrame(() => void ipc.firstScreenPainted()));
}
