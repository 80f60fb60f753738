// Toasts at the bottom of the window, and announcements for screen readers.
import { disk } from "./disk.svelte";
import { i18n } from "./i18n.svelte";
import { UNDO_MS } from "$lib/limits";

export type Toast = { id: number; code: string; text: string; tone: "bad" | "warn" | "plain"; undo?: () => void };

const LASTS_MS = { bad: 9000, warn: 14000, plain: 2600 } as const;
/** More passing toasts than this are not read. */
const MOST = 3;
/** Codes about the user's data, which must be seen: their toasts stay until dismissed. */
const STAYS = new Set(["cache-set-aside", "outbox-salvaged", "restored-from-backup", "preferences-set-aside"]);
const ABOUT_OUTBOX = new Set(["outbox-salvaged", "restored-from-backup"]);

/** Whether a toast is about messages in the outbox. */
export const concernsOutbox = (toast: Toast): boolean => ABOUT_OUTBOX.has(toast.code);

class Toasts {
  list = $state.raw<Toast[]>([]);
  /** Read out by screen readers: new messages and connection changes. */
  announcement = $state("");
  #next = 1;

  /** Shows a failed command; the same code twice is one toast. */
  notifyFailure(code: string): void {
    // What was under way when the window was locked; nothing of it is lost.
    if (code === "locked") return;
    disk.applyCode(code);
    this.#show(code, i18n.errorText(code), "bad");
  }

  /** Shows a notice of the shell or the engine. */
  notify(code: string): void {
    // The disk has a banner of its own.
    if (disk.applyCode(code)) return;
    const key = `notice-${code}`;
    const text = i18n.has(key) ? i18n.t(key) : i18n.has(`error-${code}`) ? i18n.errorText(code) : i18n.t("notice-unknown");
    this.#show(code, text, "warn");
  }

  confirm(key: string): void {
    this.#show(key, i18n.t(key), "plain");
  }

  /** Says a sentence of its own, for as long as it takes to read it. */
  tell(code: string, text: string): void {
    this.#show(code, text, "plain", undefined, LASTS_MS.bad);
  }

  /** Says what was done, and offers the way back for a while. The next one takes its place. */
  offerUndo(text: string, undo: () => void): number {
    return this.#show("undo", text, "plain", undo);
  }

  announce(text: string): void {
    this.announcement = text;
  }

  /** Removes all of them, as when the window is locked. */
  clear(): void {
    this.list = [];
    this.announcement = "";
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #show(code: string, text: string, tone: Toast["tone"], undo?: () => void, lasts = LASTS_MS[tone] as number): number {
    const id = this.#next++;
    const list = [...this.list.filter((toast) => toast.code !== code), { id, code, text, tone, ...(undo ? { undo } : {}) }];
    const passing = list.filter((toast) => !STAYS.has(toast.code)).slice(-MOST);
    this.list = list.filter((toast) => STAYS.has(toast.code) || passing.includes(toast));
    if (!STAYS.has(code)) setTimeout(() => this.dismiss(id), undo ? UNDO_MS : lasts);
    return id;
  }
}

export const toasts = new Toasts();
