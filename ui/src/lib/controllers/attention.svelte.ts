// Whether somebody looks at the chat on screen: only then do its messages count as read, and only then are they not
// announced. The window has the focus, nothing lies over the chat, and a key or the pointer moved within the last minute.
import { untrack } from "svelte";
import { ipc } from "$lib/ipc";
import { layout } from "./layout.svelte";
import { session } from "./session.svelte";

/** Nobody is taken to sit at the computer for longer than this after the last key or movement. */
export const AWAY_AFTER_MS = 60_000;

const INPUT = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

class Attention {
  #present = $state(true);
  #focused = $state(document.hasFocus());
  #timer: ReturnType<typeof setTimeout> | undefined;

  covered = $derived(layout.covered || layout.picture !== null || session.signInOverlay);
  /** Whether what the chat shows is seen. */
  seesChat = $derived(this.#present && this.#focused && !this.covered);

  /** Follows input, focus and what lies over the chat, and tells the shell. `onSeen` is called when the chat is seen again. */
  watch(onSeen: () => void): void {
    for (const name of INPUT) window.addEventListener(name, () => this.onInput(), { capture: true, passive: true });
    window.addEventListener("focus", () => (this.#focused = true));
    window.addEventListener("blur", () => (this.#focused = false));
    this.onInput();
    $effect.root(() => {
      $effect(() => {
        this.report();
        // What the chats hold is none of its business: it would run with each of their messages.
        if (this.seesChat) untrack(onSeen);
      });
    });
  }

  /** Tells the shell; a locked one does not listen. */
  report(): void {
    void ipc.setAttention(this.seesChat ? "present" : "away").catch(() => undefined);
  }

  /** Somebody is at the computer. */
  onInput(): void {
    this.#present = true;
    this.#focused = document.hasFocus();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#present = false), AWAY_AFTER_MS);
  }
}

export const attention = new Attention();
