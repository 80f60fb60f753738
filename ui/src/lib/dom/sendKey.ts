/** The part of a key event that decides. */
export type Press = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey" | "isComposing" | "keyCode">;

/** Whether a key sends the message. Shift+Enter breaks the line; an input method's Enter ends its word. */
export function isSendKey(press: Press): boolean {
  const plain = !press.shiftKey && !press.ctrlKey && !press.altKey && !press.metaKey;
  // 229 marks a key of an input method, also where `isComposing` has already ended.
  return press.key === "Enter" && plain && !press.isComposing && press.keyCode !== 229;
}
