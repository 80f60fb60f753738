// The settings' screen: opening it at a page, and going back to where one was.
import { tick } from "svelte";
import { layout, type SettingsPage } from "$lib/controllers/layout.svelte";
import { focusInPane, focusWhenDrawn } from "$lib/dom/panes";

/** What had the focus before. */
let opener: Element | null = null;

/** Shows the settings, at a page where one is named. */
export function openSettings(page?: SettingsPage): void {
  if (!layout.settingsOpen) opener = document.activeElement;
  if (page !== undefined) layout.settingsPage = page;
  layout.settingsOpen = true;
}

/** Leads back to what the settings covered, and to where the focus was. */
export async function closeSettings(): Promise<void> {
  if (!layout.settingsOpen) return;
  layout.closeSettings();
  await tick();
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
  else await focusInPane();
  if (document.activeElement === document.body) await focusWhenDrawn('[data-testid="inbox"] [data-pane-focus]');
}
