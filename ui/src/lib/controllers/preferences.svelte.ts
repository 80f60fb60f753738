// The preferences, applied to the page. The shell stores them and applies the zoom.
import { ipc, type Preferences } from "$lib/ipc";
import { zoomsStrokesTwice } from "$lib/dom/webkitQuirk";
import { i18n } from "./i18n.svelte";
import { runCommand } from "./runCommand";

export const ZOOM_STEPS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** The next larger or smaller step; at the end of the range the same. */
export function zoomStep(from: number, direction: "in" | "out"): number {
  const larger = ZOOM_STEPS.find((step) => step > from + 0.01);
  const smaller = ZOOM_STEPS.findLast((step) => step < from - 0.01);
  return (direction === "in" ? larger : smaller) ?? from;
}

const DEFAULTS: Preferences = {
  language: "ar",
  theme: "system",
  hideNotificationText: false,
  alertSounds: "on",
  soundVolume: 0.7,
  doNotDisturbUntil: null,
  closeWithoutTray: "ask",
  trayHint: "due",
  digits: "latin",
  zoom: 1,
  detailsOpen: true,
  retention: "everything",
  otherAccounts: "forget",
  lockAfter: "five-minutes",
  inboxFilter: "open",
  inboxSorts: {},
  ownView: null,
  waitingLongMinutes: 5,
  waitingLateMinutes: 10,
  shortcuts: "on",
  sendKey: "enter",
  // Until the shell has said otherwise, a message leaves at once.
  takeBackSeconds: 0,
  alertTest: "done",
  uploadEndpoint: "",
  ownKeys: {},
};

class PreferencesController {
  value = $state.raw<Preferences>(DEFAULTS);
  /** Changes that the shell has not answered yet: what it tells meanwhile may be older than they. */
  #underWay: Partial<Preferences>[] = [];
  /** What it told since the last change, as it was told. */
  #told: Preferences | null = null;
  #systemDark = $state(false);
  dark = $derived(this.value.theme === "dark" || (this.value.theme === "system" && this.#systemDark));

  /** Follows the system's theme. */
  watchSystem(): void {
    const query = window.matchMedia("(prefers-color-scheme: dark)");
    this.#systemDark = query.matches;
    query.addEventListener("change", () => {
      this.#systemDark = query.matches;
      this.#apply();
    });
  }

  /** Takes over the preferences that the shell has. */
  apply(preferences: Preferences): void {
    this.#told = preferences;
    this.value = Object.assign({}, DEFAULTS, preferences, ...this.#underWay) as Preferences;
    this.#apply();
  }

  /** Applies changed preferences and has the shell store these alone: another window may have changed others meanwhile. */
  async change(some: Partial<Preferences>): Promise<void> {
    this.#told = null;
    this.#underWay.push(some);
    this.value = { ...this.value, ...some };
    this.#apply();
    await runCommand(ipc.changePreferences(some));
    this.#underWay = this.#underWay.filter((changes) => changes !== some);
    if (this.#told) this.apply(this.#told);
  }

  /** Has the inbox show its usual view: one that a colleague chose would hide the next one's chats. */
  forgetView(): void {
    const { inboxFilter, ownView } = DEFAULTS;
    if (this.value.inboxFilter !== inboxFilter || this.value.ownView !== ownView) void this.change({ inboxFilter, ownView });
  }

  zoom(direction: "in" | "out" | "reset"): void {
    const zoom = direction === "reset" ? 1 : zoomStep(this.value.zoom, direction);
    if (zoom !== this.value.zoom) void this.change({ zoom });
  }

  #apply(): void {
    i18n.language = this.value.language;
    i18n.digits = this.value.digits;
    const root = document.documentElement;
    root.lang = this.value.language;
    root.dir = i18n.direction;
    if (zoomsStrokesTwice(navigator.userAgent)) root.style.setProperty("--strokes-widened", String(this.value.zoom));
    root.dataset["theme"] = this.dark ? "dark" : "light";
    document.title = i18n.t("app-name");
  }
}

export const preferences = new PreferencesController();
