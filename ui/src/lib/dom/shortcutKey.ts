// Which letter a shortcut's key stands for. A keyboard that writes Latin letters says it by the letter: on AZERTY the key
// at the place of Q writes A. One that writes others (Arabic, Cyrillic) can only say where the key lies.

export const isCommand = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey;

const isLatin = (key: string): boolean => /^[a-z]$/i.test(key);

/** Whether the key writes this Latin letter. For what must not happen by mistake. */
export function writesLetter(event: KeyboardEvent, letter: string): boolean {
  return event.key.toLowerCase() === letter;
}

/** Whether the key writes this Latin letter or, where it writes none, lies at its place. */
export function standsForLetter(event: KeyboardEvent, letter: string): boolean {
  if (isLatin(event.key)) return writesLetter(event, letter);
  return event.code === `Key${letter.toUpperCase()}`;
}

/** Without a modifier that makes another key of it. */
export const isPlain = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.metaKey && !event.altKey;

/** Whether the key writes a slash or, where it writes an Arabic letter, lies at its place. */
export function standsForSlash(event: KeyboardEvent): boolean {
  return event.key === "/" || (event.code === "Slash" && !event.shiftKey && /^\p{Script=Arabic}$/u.test(event.key));
}

/** Whether a press writes its letter: none of an input method, and none that is held with Ctrl, Alt or Cmd, unless AltGr makes the letter. */
export function writes(event: KeyboardEvent): boolean {
  const alone = (!event.ctrlKey && !event.altKey && !event.metaKey) || event.getModifierState("AltGraph");
  return alone && !event.isComposing && event.keyCode !== 229 && [...event.key].length === 1;
}
