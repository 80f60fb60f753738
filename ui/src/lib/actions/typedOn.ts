// What is typed on while the question whether it is the right chat comes up and stands there. It is the next message's
// beginning where the text is sent, and its end where it is not: the question keeps it, and the draft has it afterwards.
import { appendToDraft } from "$lib/controllers/composer.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { sendGuard } from "$lib/controllers/sendGuard.svelte";
import { writes } from "$lib/dom/shortcutKey";

let catching = false;

function keep(event: KeyboardEvent): void {
  if (layout.dialog !== "wrong-chat") return stop();
  // Before any letter the space presses the button that has the focus.
  const isLetter = writes(event) && (event.key !== " " || sendGuard.typed !== "");
  if (isLetter) sendGuard.keep(event.key);
  else if (event.key === "Backspace") sendGuard.dropLast();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function stop(): void {
  window.removeEventListener("keydown", keep, true);
  catching = false;
}

/** Keeps what is typed from here on: the dialog itself is drawn later, and the field behind it has the focus until then. */
export function catchTyped(): void {
  if (!catching) window.addEventListener("keydown", keep, true);
  catching = true;
}

/** The question is over: what was typed under it goes into its chat's draft. */
export function releaseTyped(conversation: string | null): void {
  const typed = sendGuard.takeTyped();
  if (conversation !== null && typed !== "") void appendToDraft(conversation, typed);
}
