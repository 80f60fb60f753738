// Tells the shell when the first screen is painted: what can wait begins then.
import { afterPaint } from "$lib/dom/afterPaint";
import { ipc } from "$lib/ipc";

let reported = false;

/** Call it when the screen is in the page; only the first call counts. */
export function reportFirstScreen(): void {
  if (reported) return;
  reported = true;
  afterPaint(() => void ipc.firstScreenPainted());
}
