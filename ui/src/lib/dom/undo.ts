// Undo and redo in every field of the window. WebKitGTK binds no key to its own undo (GTK has none for it), and that one
// would forget a chat's steps, or give them to the next chat, when the composer shows another text.
import { standsForLetter } from "./shortcutKey";
import { UNDO_FIELDS } from "$lib/limits";
import { UndoHistory, type FieldState } from "./undoHistory";

export type Field = HTMLInputElement | HTMLTextAreaElement;

const TEXT_TYPES = new Set(["text", "search", "url", "tel", "email", "password"]);

/** The field that takes text here, if any. */
export function textField(target: EventTarget | null): Field | null {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && TEXT_TYPES.has(target.type) ? target : null;
}

let ofElements = new WeakMap<Field, UndoHistory>();
/** Those of fields that show one text after another, by `data-undo`; the one used last comes last. */
const named = new Map<string, UndoHistory>();

/** Forgets the steps of all fields: what one account typed does not come back under another. */
export function forgetSteps(): void {
  ofElements = new WeakMap();
  named.clear();
}

/** Ends the steps of a field that shows one text after another, by its `data-undo`: what stands in it then is its beginning. */
export function endSteps(name: string): void {
  named.delete(name);
}

function stateOf(field: Field): FieldState {
  return { text: field.value, start: field.selectionStart ?? field.value.length, end: field.selectionEnd ?? field.value.length };
}

function historyOf(field: Field): UndoHistory {
  const name = field.dataset["undo"];
  const known = name === undefined ? ofElements.get(field) : named.get(name);
  const history = known ?? new UndoHistory(stateOf(field));
  if (name === undefined) ofElements.set(field, history);
  else {
    named.delete(name);
    named.set(name, history);
    for (const [oldest] of named) if (named.size > UNDO_FIELDS) named.delete(oldest);
  }
  return history;
}

/** The history of a field, with what the program put into it meanwhile. */
function currentHistory(field: Field): UndoHistory {
  const history = historyOf(field);
  history.adopt(stateOf(field));
  return history;
}

export function canUndo(field: Field): boolean {
  return currentHistory(field).canUndo;
}

export function canRedo(field: Field): boolean {
  return currentHistory(field).canRedo;
}

let applying = false;

/** Answers whether there was such a step. */
export function step(field: Field, direction: "undo" | "redo"): boolean {
  const state = currentHistory(field)[direction]();
  if (!state) return false;
  field.value = state.text;
  field.setSelectionRange(state.start, state.end);
  applying = true;
  // The field's own handler takes the text as if it had been typed.
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: direction === "undo" ? "historyUndo" : "historyRedo" }));
  applying = false;
  return true;
}

/** Which way a key goes. */
function directionOf(event: KeyboardEvent): "undo" | "redo" | null {
  if (!event.ctrlKey && !event.metaKey) return null;
  if (event.altKey || event.isComposing) return null;
  if (standsForLetter(event, "z")) return event.shiftKey ? "redo" : "undo";
  return standsForLetter(event, "y") && !event.shiftKey ? "redo" : null;
}

export function keepUndo(): () => void {
  const beforeInput = (event: Event) => {
    const field = textField(event.target);
    if (!field || field.readOnly) return;
    const { inputType } = event as InputEvent;
    if (inputType !== "historyUndo" && inputType !== "historyRedo") return void currentHistory(field);
    event.preventDefault();
    step(field, inputType === "historyUndo" ? "undo" : "redo");
  };
  const input = (event: Event) => {
    const field = textField(event.target);
    if (field && !applying) historyOf(field).record(stateOf(field), event instanceof InputEvent ? event.inputType : "");
  };
  const keydown = (event: KeyboardEvent) => {
    const field = textField(event.target);
    const direction = directionOf(event);
    if (!field || field.readOnly || direction === null) return;
    event.preventDefault();
    // One press takes one thing back: after the field's last step the window's own is for the next.
    if (step(field, direction)) event.stopPropagation();
  };
  document.addEventListener("beforeinput", beforeInput, true);
  document.addEventListener("input", input, true);
  document.addEventListener("keydown", keydown, true);
  return () => {
    document.removeEventListener("beforeinput", beforeInput, true);
    document.removeEventListener("input", input, true);
    document.removeEventListener("keydown", keydown, true);
  };
}
