// Every setting with the page that it is on: what the settings' search finds. A new setting is one entry here.
import { i18n } from "$lib/controllers/i18n.svelte";
import type { SettingsPage } from "$lib/controllers/layout.svelte";
import { searchByWords } from "$lib/format/labelSearch";

export type Setting = {
  page: SettingsPage;
  /** The locale key of what it is called. */
  title: string;
  /** The locale key of the line that says what it does, and of other words that it is found by. */
  note: string;
  words?: string[];
  /** The test id of the control that gets the focus; one of a group names its beginning. */
  control: string;
};

export const SETTINGS: Setting[] = [
  { page: "general", title: "settings-language", note: "settings-language-note", words: ["language-ar", "language-en"], control: "language-" },
  { page: "general", title: "settings-theme", note: "settings-theme-note", words: ["theme-system", "theme-light", "theme-dark"], control: "theme-" },
  { page: "general", title: "settings-digits", note: "settings-digits-note", control: "digits-" },
  { page: "general", title: "settings-zoom", note: "settings-zoom-note", words: ["zoom-in", "zoom-out"], control: "zoom-" },
  { page: "general", title: "settings-waiting-long", note: "settings-waiting-note", control: "waiting-long-" },
  { page: "general", title: "settings-waiting-late", note: "settings-waiting-note", control: "waiting-late-" },
  { page: "general", title: "settings-send-key", note: "settings-send-key-note", control: "send-key-" },
  { page: "general", title: "settings-take-back", note: "settings-take-back-note", control: "take-back-" },
  { page: "general", title: "shortcuts-on", note: "shortcuts-on-note", words: ["shortcuts-title"], control: "shortcuts-on" },
  { page: "general", title: "own-keys-open", note: "own-keys-note", words: ["shortcuts-title"], control: "own-keys-open" },
  { page: "general", title: "settings-ask-close", note: "settings-ask-close-note", control: "ask-close" },
  { page: "general", title: "settings-upload", note: "settings-upload-note", words: ["settings-upload-field", "attach-file"], control: "upload-endpoint" },
  { page: "general", title: "settings-image-hosts", note: "settings-image-hosts-note", control: "image-forbid" },
  { page: "alerts", title: "settings-quiet", note: "quiet-note", words: ["quiet-hour", "quiet-morning"], control: "quiet-" },
  { page: "alerts", title: "sounds-on", note: "sounds-on-note", words: ["settings-sounds"], control: "alert-sounds" },
  { page: "alerts", title: "sound-volume", note: "sound-volume-note", words: ["sound-test"], control: "sound-volume" },
  { page: "alerts", title: "settings-test-alert", note: "settings-test-alert-note", control: "alert-test" },
  { page: "alerts", title: "settings-hide-text", note: "settings-hide-text-note", words: ["settings-notifications"], control: "hide-text" },
  { page: "accounts", title: "accounts-title", note: "accounts-note", control: "account-forget" },
  { page: "accounts", title: "accounts-keep", note: "accounts-keep-note", control: "keep-accounts" },
  { page: "replies", title: "settings-replies", note: "settings-replies-note", control: "reply-filter" },
  { page: "lock", title: "lock-after-title", note: "lock-after-note", control: "lock-after-" },
  { page: "lock", title: "lock-now-title", note: "lock-now-note", control: "lock-now" },
  { page: "lock", title: "pin-title", note: "lock-about", words: ["pin-set", "pin-change", "pin-remove"], control: "pin-" },
  { page: "storage", title: "storage-title", note: "storage-written-note", words: ["storage-images", "storage-log"], control: "storage-sizes" },
  { page: "storage", title: "retention-title", note: "retention-note", control: "retention-" },
  { page: "storage", title: "clear-heading", note: "clear-about", control: "clear-cache" },
];

const joined = (texts: string[][]) => [0, 1].map((language) => texts.map((both) => both[language] ?? "").join(" "));

/**
 * The settings that have every word of a query, in one of both languages: those that are called so first, then those that only
 * speak of it or have it among the other words that people use.
 */
export function searchSettings(query: string): Setting[] {
  return searchByWords(
    SETTINGS,
    query,
    ({ title }) => joined([i18n.inBothLanguages(title)]),
    ({ title, note, words = [] }) => joined([...[...words, note].map((key) => i18n.inBothLanguages(key)), ...[title, ...words].map((key) => i18n.keywords(key))]),
  );
}

/** Gives a setting's control the focus, and shows it; where it has none now, its page is shown. */
export function focusSetting(setting: Setting): void {
  const found = [...document.querySelectorAll<HTMLElement>(`[data-testid^="${setting.control}"]`)].filter((one) => one.closest('[role="tabpanel"]') !== null);
  const control = found.find((one) => one.getAttribute("aria-checked") === "true" || one.getAttribute("data-state") === "on") ?? found.find((one) => one.matches("button, input, textarea, [tabindex]")) ?? found[0];
  control?.scrollIntoView({ block: "center" });
  control?.focus({ preventScroll: true });
}
