/** Whether a text is being written in this element. */
export function isTyping(element: Element | null): boolean {
  const isField = element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
  return isField && element.value.trim() !== "";
}
