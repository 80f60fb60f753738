// How the disk is, as far as the window has heard: a full one refuses what is written, never what is read.

/** On a cramped one there is room left for what is written here, and none for what others say. */
export type DiskState = "fine" | "low" | "cramped" | "full" | "failed";

const RANK: Record<DiskState, number> = { fine: 0, low: 1, cramped: 2, full: 3, failed: 4 };
const SAYS: Record<string, DiskState> = {
  "disk-fine": "fine",
  "disk-low": "low",
  "cache-full": "cramped",
  "disk-full": "full",
  "reading-only": "full",
  "disk-failed": "failed",
};

class Disk {
  #is = $state<DiskState>("fine");
  /** The worst that was read and put away; only something worse is shown again. */
  #read = $state<DiskState>("fine");

  /** What is to be shown. */
  state = $derived(RANK[this.#is] > RANK[this.#read] ? this.#is : "fine");

  /** A failure or a notice that speaks of the disk; answers whether it does. */
  applyCode(code: string): boolean {
    const said = SAYS[code];
    if (said === undefined) return false;
    if (said === "fine") this.#read = "fine";
    // A warning from before it was full is no news.
    const warning = said === "low" || said === "cramped";
    if (!warning || RANK[said] > RANK[this.#is]) this.#is = said;
    return true;
  }

  /** Something was written: there is room again, if little. */
  onWritten(): void {
    if (RANK[this.#is] > RANK.cramped) this.#is = "fine";
  }

  dismiss(): void {
    this.#read = this.#is;
  }
}

export const disk = new Disk();
