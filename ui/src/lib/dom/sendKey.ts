/** What of a key press the composer looks at. */
export type Press = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey" | "isComposing" | "keyCode">;

/** Enter sends; Shift+Enter breaks the line; an Enter that ends an input method's word does neither. */
export function isSendKey(press: Press): boolean {
  const plain = !press.shiftKey && !press.ctrlKey && !press.altKey && !press.metaKey;
  // 229: the key belongs to an input method, also where `isComposing` has already ended.
  return press.key === "Enter" && plain && !press.isComposing && press.keyCode !== 229;
}
