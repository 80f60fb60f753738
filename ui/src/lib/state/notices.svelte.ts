// Short notices at the foot of the window: what failed and what to do, what was copied.
import { disk } from "./disk.svelte";
import { texts } from "./i18n.svelte";

export type Notice = { id: number; code: string; text: string; tone: "bad" | "warn" | "plain" };

const LASTS_MS = { bad: 9000, warn: 14000, plain: 2600 } as const;
/** More passing notices than this are not read. */
const MOST = 3;
/** What happened to somebody's data, which they must have seen: it stays until it is put away. */
const STAYS = new Set(["cache-set-aside", "outbox-salvaged", "restored-from-backup", "preferences-set-aside"]);
const OF_OUTBOX = new Set(["outbox-salvaged", "restored-from-backup"]);

/** Whether a notice asks for a look into the outbox. */
export const speaksOfOutbox = (notice: Notice): boolean => OF_OUTBOX.has(notice.code);

class Notices {
  list = $state.raw<Notice[]>([]);
  /** Read out by screen readers; new messages and the connection speak here. */
  spoken = $state("");
  #next = 1;

  /** A command failed. The same failure twice is shown once. */
  failed(code: string): void {
    disk.hear(code);
    this.#show(code, texts.failure(code), "bad");
  }

  /** Something the shell or the engine wants known. */
  told(code: string): void {
    // A banner speaks of the disk for as long as it is so.
    if (disk.hear(code)) return;
    const key = `notice-${code}`;
    const text = texts.has(key) ? texts.t(key) : texts.has(`error-${code}`) ? texts.failure(code) : texts.t("notice-unknown");
    this.#show(code, text, "warn");
  }

  done(key: string): void {
    this.#show(key, texts.t(key), "plain");
  }

  speak(text: string): void {
    this.spoken = text;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  #show(code: string, text: string, tone: Notice["tone"]): void {
    const id = this.#next++;
    const list = [...this.list.filter((notice) => notice.code !== code), { id, code, text, tone }];
    const passing = list.filter((notice) => !STAYS.has(notice.code)).slice(-MOST);
    this.list = list.filter((notice) => STAYS.has(notice.code) || passing.includes(notice));
    if (!STAYS.has(code)) setTimeout(() => this.dismiss(id), LASTS_MS[tone]);
  }
}

export const notices = new Notices();
