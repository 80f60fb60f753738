// Enter that is held down presses once: a moment too long it would open a conversation and press what has the focus there,
// or answer a question that nobody has read.

/** Whether a press is the same key held down where it would act again. In a field of several lines it breaks lines. */
const actsAgain = (event: KeyboardEvent): boolean => event.repeat && event.key === "Enter" && !(event.target instanceof HTMLTextAreaElement);

/** For as long as the window is there. Fields that send by Enter look themselves whether it is held. */
export function ignoreHeldEnter(): () => void {
  const onkeydown = (event: KeyboardEvent): void => {
    if (!actsAgain(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("keydown", onkeydown, true);
  return () => window.removeEventListener("keydown", onkeydown, true);
}
