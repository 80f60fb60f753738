// The messages that are printed: the newest of a range, loaded page by page.
import { ipc, type MessageRow, type Position } from "$lib/ipc";
import { PRINTED_MESSAGES, PRINTED_PAGE } from "$lib/limits";
import { startOfDay } from "$lib/format/days";
import { clock } from "./clock.svelte";
import { runCommand } from "./runCommand";

export type PrintRange = "today" | "last" | "all";

/** How many messages «the last» are. */
const LAST = 100;

class PrintController {
  range = $state<PrintRange>("last");
  rows = $state.raw<MessageRow[]>([]);
  /** Whether older messages of the range are left out. */
  cut = $state(false);
  loading = $state(false);
  #asked = 0;

  /** Loads a range of a chat; of two that are asked for, the later one counts. */
  async load(conversation: string, range: PrintRange): Promise<void> {
    const asked = ++this.#asked;
    this.range = range;
    this.loading = true;
    const found = await this.#collect(conversation, range, () => asked === this.#asked);
    if (asked !== this.#asked) return;
    this.rows = found.rows;
    this.cut = found.cut;
    this.loading = false;
  }

  /** Opens the system's dialog for printing. */
  async print(): Promise<void> {
    await runCommand(ipc.printPage());
  }

  clear(): void {
    this.#asked += 1;
    this.rows = [];
    this.cut = false;
    this.loading = false;
  }

  async #collect(conversation: string, range: PrintRange, wanted: () => boolean): Promise<{ rows: MessageRow[]; cut: boolean }> {
    const most = range === "last" ? LAST : PRINTED_MESSAGES;
    const since = range === "today" ? startOfDay(clock.now) : null;
    const isWanted = (row: MessageRow) => since === null || row.createdAt === null || row.createdAt >= since;
    let rows: MessageRow[] = [];
    let before: Position | null = null;
    while (wanted()) {
      const limit = Math.min(PRINTED_PAGE, most);
      const page: Awaited<ReturnType<typeof ipc.messages>> | undefined = await runCommand(
        ipc.messages(conversation, before === null ? { window: "newest", limit } : { window: "before", position: before, limit }),
      );
      if (!page) break;
      const fitting = page.rows.filter(isWanted);
      rows = [...fitting, ...rows];
      const over = fitting.length < page.rows.length || page.start === null || page.older !== "cached";
      if (rows.length >= most) return { rows: rows.slice(-most), cut: range !== "last" && (rows.length > most || !over) };
      if (over) break;
      before = page.start;
    }
    return { rows, cut: false };
  }
}

export const printing = new PrintController();
