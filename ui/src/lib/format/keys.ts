// Keys that a user chose for an action: by their places on the keyboard, so that every layout has them.

/** What is read of a key that goes down. */
type KeyPress = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey" | "getModifierState">;

/** Why keys cannot stand for an action. */
export type KeyRefusal = "alt" | "plain" | "field" | "unknown";

const SIGNS: Record<string, string> = {
  Comma: ",",
  Period: ".",
  Slash: "/",
  Semicolon: ";",
  Quote: "'",
  BracketLeft: "[",
  BracketRight: "]",
  Backslash: "\\",
  Minus: "-",
  Equal: "=",
  Backquote: "`",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Space: "Space",
  Home: "Home",
  End: "End",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Insert: "Insert",
};
const MODIFIERS = new Set(["ControlLeft", "ControlRight", "ShiftLeft", "ShiftRight", "AltLeft", "AltRight", "MetaLeft", "MetaRight", "CapsLock"]);
const FUNCTION_KEY = /^F([1-9]|1[0-2])$/u;
/** With Ctrl these belong to the field that somebody types in. */
const OF_FIELDS = new Set(["KeyA", "KeyC", "KeyV", "KeyX", "KeyY", "KeyZ", "Home", "End", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Insert"]);

/** What stands on the key at a place. */
function signOf(code: string): string | null {
  const plain = /^(?:Key([A-Z])|Digit([0-9]))$/u.exec(code);
  if (plain) return plain[1] ?? plain[2] ?? null;
  return FUNCTION_KEY.test(code) ? code : (SIGNS[code] ?? null);
}

/** Whether only a key was pressed that is held with others. */
export const isModifier = (event: KeyPress): boolean => MODIFIERS.has(event.code);

/** The keys of a press as they are kept, such as `Ctrl+Shift+KeyJ`; null where they cannot stand for an action. */
export function pressedKeys(event: KeyPress): string | null {
  if (event.altKey || event.getModifierState("AltGraph") || signOf(event.code) === null) return null;
  const command = event.ctrlKey || event.metaKey;
  return [...(command ? ["Ctrl"] : []), ...(event.shiftKey ? ["Shift"] : []), event.code].join("+");
}

/** Why these keys cannot stand for an action; null where they can. */
export function keyRefusal(event: KeyPress): KeyRefusal | null {
  if (event.altKey || event.getModifierState("AltGraph")) return "alt";
  if (signOf(event.code) === null) return "unknown";
  if (FUNCTION_KEY.test(event.code)) return null;
  if (!event.ctrlKey && !event.metaKey) return "plain";
  return OF_FIELDS.has(event.code) ? "field" : null;
}

/** Kept keys as they are shown, such as `Ctrl+Shift+J`. */
export function shownKeys(keys: string): string {
  const parts = keys.split("+");
  const code = parts.pop() ?? "";
  return [...parts, signOf(code) ?? code].join("+");
}

/** Shown keys beside words, where no signs stand between them, such as `Ctrl Shift J`. */
export const spacedKeys = (keys: string): string => keys.replace(/\+(?=.)/gu, " ");
