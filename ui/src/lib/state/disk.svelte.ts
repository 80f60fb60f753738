// How the disk is, as far as the window has heard: a full one refuses what is written, never what is read.

export type DiskState = "fine" | "low" | "full";

class Disk {
  state = $state<DiskState>("fine");

  /** A failure or a notice that speaks of the disk; answers whether it does. */
  hear(code: string): boolean {
    if (!["disk-full", "reading-only", "disk-low"].includes(code)) return false;
    if (code !== "disk-low") this.state = "full";
    else if (this.state === "fine") this.state = "low";
    return true;
  }

  /** Something was written: there is room again, if little. */
  wrote(): void {
    if (this.state === "full") this.state = "fine";
  }

  dismiss(): void {
    this.state = "fine";
  }
}

export const disk = new Disk();
