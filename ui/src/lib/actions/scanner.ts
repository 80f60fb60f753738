// An order's number that is scanned or typed outside a text field. A scanner is a keyboard that types fast and ends with
// Enter or Tab. Whether a key is a scanner's is known only from the next, so each that writes a letter or digit is held
// for a moment: it is a shortcut or part of a scan, never both. Into a composer the keys go, and are taken out again.
import { shortcutsWork } from "./ownKeys";
import { layout } from "$lib/controllers/layout.svelte";
import { lock } from "$lib/controllers/lock.svelte";
import { orderSearch } from "$lib/controllers/orderSearch.svelte";
import { session } from "$lib/controllers/session.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { FieldScan } from "$lib/dom/fieldScan";
import { KeyBurst } from "$lib/dom/keyBurst";
import { digitOf, isLetterKey, textOf, writesSign } from "$lib/dom/keySigns";
import { isCommand } from "$lib/dom/shortcutKey";
import { SCAN_HOLD_MS } from "$lib/limits";

/** Keys that write nothing themselves, and do not part what is scanned. */
const MODIFIERS = new Set(["Shift", "CapsLock", "NumLock", "Control", "Alt", "AltGraph", "Meta"]);
const ENDS = new Set(["Enter", "NumpadEnter", "Tab"]);

const isWritten = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** Listens to the window's keys before anything else does. Answers how to stop. */
export function watchScanner(): () => void {
  const burst = new KeyBurst<KeyboardEvent>();
  const fieldScan = new FieldScan();
  const targets = new WeakMap<KeyboardEvent, EventTarget>();
  /** Keys that were held and are handed on: they come by a second time. */
  const handedOn = new WeakSet<Event>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function hold(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function add(event: KeyboardEvent): void {
    hold(event);
    burst.add(event);
    if (event.target) targets.set(event, event.target);
    clearTimeout(timer);
    timer = setTimeout(release, SCAN_HOLD_MS);
  }

  /** No more keys follow: what was held was typed, or scanned by a scanner that presses no Enter. */
  function release(): void {
    clearTimeout(timer);
    const isScan = burst.isScan;
    const presses = burst.take();
    const isNumber = presses.length > 0 && presses.every((press) => digitOf(press) !== null) && shortcutsWork();
    if (isScan || isNumber) openOrderBox(textOf(presses));
    else for (const press of presses) handOn(press);
  }

  function handOn(press: KeyboardEvent): void {
    const { key, code, shiftKey } = press;
    const again = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
    handedOn.add(again);
    targets.get(press)?.dispatchEvent(again);
  }

  function onkeydown(event: KeyboardEvent): void {
    const isOff = session.account === null || session.signInOverlay || lock.locked;
    if (isOff || handedOn.has(event) || event.repeat || MODIFIERS.has(event.key)) return;
    const isContinued = burst.isContinuedBy(event);
    const isPlain = !isCommand(event) && !event.altKey && !event.isComposing && event.keyCode !== 229;
    if (isContinued && isPlain && writesSign(event)) add(event);
    else if (isContinued && isPlain && burst.isScan && ENDS.has(event.code)) {
      hold(event);
      clearTimeout(timer);
      lookUpScanned(textOf(burst.take()));
    } else {
      release();
      const scanned = fieldScan.take(event, isPlain && ENDS.has(event.code));
      if (scanned !== null) {
        hold(event);
        return lookUpScanned(scanned);
      }
      if (isWritten(event.target) || !isPlain) return;
      if (digitOf(event) !== null || isLetterKey(event)) add(event);
      else if (event.code === "Enter" && orderSearch.awaitsField) {
        hold(event);
        void orderSearch.find();
      }
    }
  }

  window.addEventListener("keydown", onkeydown, true);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("keydown", onkeydown, true);
  };
}

const isBusyElsewhere = (): boolean => (layout.dialog !== null && layout.dialog !== "order") || layout.settingsOpen || layout.picture !== null;

function lookUpScanned(text: string): void {
  if (isBusyElsewhere()) toasts.notify("scan-elsewhere");
  else void orderSearch.lookUp(text);
}

function openOrderBox(text: string): void {
  if (!isBusyElsewhere()) orderSearch.type(text);
}
