// The direction of a text: that of most of its letters, wherever the text is shown. A name, a link or a number at its
// beginning does not decide it.
import { rememberTexts } from "../remembered";
import { letterDirection, type Direction } from "./letters";
import { width } from "./reader";
import { tokenize } from "./tokenize";
import { DIRECTION_LETTERS } from "$lib/limits";

export type { Direction };

/** The direction of most letters; null where there are none, or as many of each. */
export const majorityDirection = rememberTexts((typed): Direction | null => {
  let balance = 0;
  for (const token of tokenize(typed.slice(0, DIRECTION_LETTERS))) {
    if (token.kind !== "text") continue;
    for (let at = 0; at < token.text.length; ) {
      const point = token.text.codePointAt(at) ?? 0;
      const direction = letterDirection(point);
      if (direction !== null) balance += direction === "rtl" ? 1 : -1;
      at += width(point);
    }
  }
  return balance === 0 ? null : balance > 0 ? "rtl" : "ltr";
});

/** The direction of a text in a window of this direction, which decides where the letters do not. */
export const textDirection = (typed: string, window: Direction): Direction => majorityDirection(typed) ?? window;
