// The lock of the window: whether the PIN is asked for, what became of the last one, and how long the next has to wait.
// The shell decides; while it says «locked», it refuses this window's commands.
import { errorCode, ipc, type LockStatus, type PinAnswer } from "$lib/ipc";
import { isPin } from "$lib/format/pin";
import { clock } from "./clock.svelte";
import { i18n } from "./i18n.svelte";
import { succeeds } from "./runCommand";

/** A key or a movement is reported at most this often. */
export const REPORT_EVERY_MS = 5_000;
const INPUT = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Which of the PINs in a form a refusal is about. */
type Refusal = { field: "current" | "new"; code: string; left: number };

/** Whether nothing of a chat may be shown. */
export const isLocked = (status: LockStatus): boolean => status.state === "locked" || status.state === "damaged";

class LockController {
  status = $state.raw<LockStatus>({ state: "off" });
  /** A PIN is being checked. */
  checking = $state(false);
  refusal = $state.raw<Refusal | null>(null);
  /** Until when no PIN is checked. */
  #waitEnds = $state(0);
  #reportedAt = -Infinity;

  locked = $derived(isLocked(this.status));
  /** The seconds until a PIN is checked again. */
  secondsLeft = $derived(Math.max(0, Math.ceil((this.#waitEnds - clock.second) / 1000)));

  apply(status: LockStatus): void {
    this.status = status;
    this.#wait(status.state === "locked" ? status.waitMs : 0);
  }

  /** Reports to the shell that somebody is there, while a PIN is set. */
  watch(): void {
    for (const name of INPUT) window.addEventListener(name, () => this.onInput(), { capture: true, passive: true });
  }

  onInput(): void {
    const now = performance.now();
    if (this.status.state !== "unlocked" || now - this.#reportedAt < REPORT_EVERY_MS) return;
    this.#reportedAt = now;
    void ipc.reportActivity().catch(() => undefined);
  }

  /** Locks the window; the shell has what is being typed written first. */
  async lockNow(): Promise<void> {
    await ipc.lockNow().catch(() => undefined);
  }

  unlock(pin: string): Promise<boolean> {
    return this.#ask("current", isPin(pin), () => ipc.unlock(pin));
  }

  setPin(pin: string, current: string | null): Promise<boolean> {
    if (!isPin(pin)) return this.#refuse("new", "pin-invalid");
    return this.#ask("current", current === null || isPin(current), () => ipc.setPin(pin, current));
  }

  removePin(current: string): Promise<boolean> {
    return this.#ask("current", isPin(current), () => ipc.removePin(current));
  }

  /** Signs everybody out, and the PIN is gone. Whether it was done. */
  forgetPin(): Promise<boolean> {
    return succeeds(ipc.forgetPin());
  }

  /** What to say at a field; null where nothing is wrong with it. */
  textFor(field: Refusal["field"]): string | null {
    const refusal = this.refusal;
    if (field === "current" && this.secondsLeft > 0) return this.#waitText();
    if (refusal?.field !== field || refusal.code === "paused") return null;
    if (refusal.code === "wrong") return refusal.left > 0 ? i18n.t("pin-wrong", { count: refusal.left }) : i18n.t("pin-wrong-again");
    return i18n.errorText(refusal.code);
  }

  forgetRefusal(): void {
    this.refusal = null;
  }

  #waitText(): string {
    const seconds = this.secondsLeft;
    return seconds < 60 ? i18n.t("pin-wait-seconds", { count: seconds }) : i18n.t("pin-wait-minutes", { count: Math.ceil(seconds / 60) });
  }

  async #ask(field: Refusal["field"], valid: boolean, call: () => Promise<PinAnswer>): Promise<boolean> {
    if (this.checking) return false;
    if (!valid) return this.#refuse(field, "pin-invalid");
    this.checking = true;
    try {
      return this.#applyAnswer(await call());
    } catch (thrown) {
      return await this.#refuse(field, errorCode(thrown));
    } finally {
      this.checking = false;
    }
  }

  #applyAnswer(answer: PinAnswer): boolean {
    this.refusal = null;
    if (answer.answer === "accepted") return true;
    this.refusal = { field: "current", code: answer.answer, left: answer.answer === "wrong" ? answer.left : 0 };
    this.#wait(answer.waitMs);
    return false;
  }

  #refuse(field: Refusal["field"], code: string): Promise<false> {
    this.refusal = { field, code, left: 0 };
    return Promise.resolve(false);
  }

  #wait(ms: number): void {
    clock.second = clock.exactNow();
    this.#waitEnds = ms > 0 ? clock.second + ms : 0;
  }
}

export const lock = new LockController();
