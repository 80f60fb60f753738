// Short notices at the foot of the window: what failed and what to do, what was copied.
import { disk } from "./disk.svelte";
import { i18n } from "./i18n.svelte";

export type Toast = { id: number; code: string; text: string; tone: "bad" | "warn" | "plain" };

const LASTS_MS = { bad: 9000, warn: 14000, plain: 2600 } as const;
/** More passing notices than this are not read. */
const MOST = 3;
/** What happened to somebody's data, which they must have seen: it stays until it is put away. */
const STAYS = new Set(["cache-set-aside", "outbox-salvaged", "restored-from-backup", "preferences-set-aside"]);
const OF_OUTBOX = new Set(["outbox-salvaged", "restored-from-backup"]);

/** Whether a toast asks for a look into the outbox. */
export const concernsOutbox = (toast: Toast): boolean => OF_OUTBOX.has(toast.code);

class Toasts {
  list = $state.raw<Toast[]>([]);
  /** Read out by screen readers; new messages and the connection speak here. */
  announcement = $state("");
  #next = 1;

  /** A command failed. The same failure twice is shown once. */
  notifyFailure(code: string): void {
    disk.applyCode(code);
    this.#show(code, i18n.errorText(code), "bad");
  }

  /** Something the shell or the engine wants known. */
  notify(code: string): void {
    // A banner speaks of the disk for as long as it is so.
    if (disk.applyCode(code)) return;
    const key = `notice-${code}`;
    const text = i18n.has(key) ? i18n.t(key) : i18n.has(`error-${code}`) ? i18n.errorText(code) : i18n.t("notice-unknown");
    this.#show(code, text, "warn");
  }

  confirm(key: string): void {
    this.#show(key, i18n.t(key), "plain");
  }

  announce(text: string): void {
    this.announcement = text;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #show(code: string, text: string, tone: Toast["tone"]): void {
    const id = this.#next++;
    const list = [...this.list.filter((toast) => toast.code !== code), { id, code, text, tone }];
    const passing = list.filter((toast) => !STAYS.has(toast.code)).slice(-MOST);
    this.list = list.filter((toast) => STAYS.has(toast.code) || passing.includes(toast));
    if (!STAYS.has(code)) setTimeout(() => this.dismiss(id), LASTS_MS[tone]);
  }
}

export const toasts = new Toasts();
