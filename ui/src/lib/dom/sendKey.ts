/** The part of a key event that decides. */
export type Press = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey" | "isComposing" | "keyCode">;

/** Which key sends: Enter alone, or together with Ctrl (Cmd). */
export type SendKey = "enter" | "ctrl-enter";

/** Whether a key sends the message. Every other Enter breaks the line; an input method's ends its word. */
export function isSendKey(press: Press, sendKey: SendKey): boolean {
  const command = press.ctrlKey !== press.metaKey;
  const wanted = sendKey === "enter" ? !press.ctrlKey && !press.metaKey : command;
  // 229 marks a key of an input method, also where `isComposing` has already ended.
  return press.key === "Enter" && wanted && !press.shiftKey && !press.altKey && !press.isComposing && press.keyCode !== 229;
}
