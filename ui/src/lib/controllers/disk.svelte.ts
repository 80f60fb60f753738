// The state of the disk as far as the window knows it. A full disk refuses writes, never reads.

/** A cramped disk has room for what is written here and none for messages from the server. */
export type DiskState = "fine" | "low" | "cramped" | "full" | "failed";

const RANK: Record<DiskState, number> = { fine: 0, low: 1, cramped: 2, full: 3, failed: 4 };
const STATE_OF_CODE: Record<string, DiskState> = {
  "disk-fine": "fine",
  "disk-low": "low",
  "cache-full": "cramped",
  "disk-full": "full",
  "reading-only": "full",
  "disk-failed": "failed",
};

class Disk {
  #current = $state<DiskState>("fine");
  /** The worst state that was dismissed; only a worse one is shown again. */
  #dismissed = $state<DiskState>("fine");

  /** The state to show. */
  state = $derived(RANK[this.#current] > RANK[this.#dismissed] ? this.#current : "fine");

  /** Takes over the state that an error or notice reports; answers whether the code is about the disk. */
  applyCode(code: string): boolean {
    const said = STATE_OF_CODE[code];
    if (said === undefined) return false;
    if (said === "fine") this.#dismissed = "fine";
    // A warning does not lower the state of a full disk.
    const warning = said === "low" || said === "cramped";
    if (!warning || RANK[said] > RANK[this.#current]) this.#current = said;
    return true;
  }

  /** A write succeeded: the disk is neither full nor failed any more. */
  onWritten(): void {
    if (RANK[this.#current] > RANK.cramped) this.#current = "fine";
  }

  dismiss(): void {
    this.#dismissed = this.#current;
  }
}

export const disk = new Disk();
