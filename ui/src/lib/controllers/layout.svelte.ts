// The layout: how many panes fit, and what lies over them.
import { preferences } from "./preferences.svelte";

export type DialogName = "link" | "clear-cache" | "closing" | "new" | "order" | "rename" | "sign-out" | "forget-pin" | "quit" | "close" | "snooze" | "send-later" | "palette" | "shortcuts" | "wrong-chat" | "print" | "export" | "today" | "manual" | "own-view";
export type SettingsPage = "general" | "alerts" | "accounts" | "replies" | "lock" | "storage";
/** The view beside the navigation rail. */
export type View = "chats" | "outbox";

/** Between the toasts and what lies below them, in CSS pixels. */
export const TOASTS_GAP = 12;

class Layout {
  /** Below 1200 px the details have no room beside one chat. */
  #narrow = $state(false);
  /** They have none beside the chats that stand side by side. */
  detailsGiveWay = $state(false);
  /** Whether the details open over the chat. */
  detailsCollapsed = $derived(this.#narrow || this.detailsGiveWay);
  /** Below 860 px one pane is shown at a time. */
  singlePane = $state(false);
  view = $state<View>("chats");
  dialog = $state<DialogName | null>(null);
  /** The link that the dialog «link» asks about, and its host in ASCII. */
  linkQuestion = $state.raw<{ address: string; host: string } | null>(null);
  /** The conversations that the dialog «snooze» puts off. */
  snoozed = $state.raw<string[]>([]);
  settingsPage = $state<SettingsPage>("general");
  /** Whether the settings stand in place of list and chats. */
  settingsOpen = $state(false);
  /** Whether something lies over list and chats, or stands in their place: keys that act on them do nothing then. */
  covered = $derived(this.dialog !== null || this.settingsOpen);
  /** The message whose image lies over everything else. */
  picture = $state<string | null>(null);
  /** What lies over the composer. */
  composerPanel = $state<"replies" | "emoji" | null>(null);
  /** How high what lies below the chat is, in CSS pixels; zero where there is nothing. */
  footHeight = $state(0);
  /** How far the chat that the keys go to is from the window's two sides, in CSS pixels; null where there is none. */
  chatSides = $state.raw<{ start: number; end: number } | null>(null);
  /** How high the toasts are, in CSS pixels; zero where there are none. */
  toastsHeight = $state(0);
  #overlay = $state(false);
  /** Whether the toasts stand at the end of the chat, which makes room for them: they cover nothing of it. */
  toastsInChat = $derived(!this.covered && this.chatSides !== null);

  detailsShown = $derived(this.detailsCollapsed ? this.#overlay : preferences.value.detailsOpen);

  watchSize(): void {
    const follow = (query: string, set: (matches: boolean) => void) => {
      const list = window.matchMedia(query);
      set(list.matches);
      list.addEventListener("change", () => set(list.matches));
    };
    follow("(max-width: 1199px)", (matches) => {
      this.#narrow = matches;
      this.#overlay = false;
    });
    follow("(max-width: 859px)", (matches) => (this.singlePane = matches));
  }

  toggleDetails(): void {
    if (this.detailsCollapsed) this.#overlay = !this.#overlay;
    else void preferences.change({ detailsOpen: !preferences.value.detailsOpen });
  }

  closeSettings(): void {
    this.settingsOpen = false;
    this.settingsPage = "general";
  }

  closeDetails(): void {
    this.#overlay = false;
  }
}

export const layout = new Layout();
