// Keys that are pressed while another chat is on its way are meant for that chat, and wait for it: whoever knows the keys
// by heart presses «next», a reply's key and Enter faster than a slow computer answers, and none of it may reach the chat
// before. So do those that are pressed while a text is looked at before it leaves: they are the next message's.
import { tick } from "svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { lock } from "$lib/controllers/lock.svelte";
import { sendGuard } from "$lib/controllers/sendGuard.svelte";
import { session } from "$lib/controllers/session.svelte";
import { writes } from "$lib/dom/shortcutKey";
import { textField } from "$lib/dom/undo";
import { QUEUED_KEYS, KEYS_QUEUED_MS } from "$lib/limits";
import { insertText } from "./insertText";

/** Keys that write nothing themselves and are held down with others. */
const MODIFIERS = new Set(["Shift", "CapsLock", "NumLock", "Control", "Alt", "AltGraph", "Meta"]);

let waits = 0;
let queued: KeyboardEvent[] = [];

function queue(event: KeyboardEvent): void {
  // An input method's keys are its own.
  if (MODIFIERS.has(event.key) || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (queued.length < QUEUED_KEYS) queued.push(event);
}

/** Keeps the keys until something is there, such as a chat, and presses them then. What does not come in time costs them. */
export async function queueKeys(opening: Promise<unknown>): Promise<void> {
  const { account } = session;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((done) => (timer = setTimeout(() => done("late"), KEYS_QUEUED_MS)));
  if (waits === 0) window.addEventListener("keydown", queue, true);
  waits += 1;
  const outcome = await Promise.race([opening.then(() => "there" as const, () => "late" as const), late]);
  clearTimeout(timer);
  await tick();
  waits -= 1;
  if (outcome === "late" || lock.locked || session.account !== account) queued = [];
  if (waits > 0) return;
  window.removeEventListener("keydown", queue, true);
  // One of them may lead to yet another chat, for which the others wait on.
  while (waits === 0 && queued.length > 0) pressAgain(queued.shift());
}

function pressAgain(press: KeyboardEvent | undefined): void {
  const target = document.activeElement ?? document.body;
  if (!press) return;
  const { key, code, repeat, shiftKey, ctrlKey, altKey, metaKey } = press;
  const field = textField(target);
  // Under the question whether it is the right chat, a letter is the next message's still, and no other key answers.
  if (layout.dialog === "wrong-chat") return void (writes(press) && sendGuard.keep(key));
  if (field instanceof HTMLTextAreaElement && writes(press)) insertText(field, key);
  else target.dispatchEvent(new KeyboardEvent("keydown", { key, code, repeat, shiftKey, ctrlKey, altKey, metaKey, bubbles: true, cancelable: true }));
}
