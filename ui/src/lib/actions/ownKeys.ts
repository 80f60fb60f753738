// Keys of the user's own, in the place of an action's usual ones.
import { preferences } from "$lib/controllers/preferences.svelte";
import { shownKeys } from "$lib/format/keys";

/** The keys that the user gave an action, as they are kept. */
export const ownKeys = (action: string): string | undefined => preferences.value.ownKeys[action];

/** What every window has: these work whether the user wants shortcuts or not. */
const BASIC = new Set(["shortcuts-help", "previous-pane", "next-pane", "context-menu", "escape", "zoom-in", "zoom-out", "zoom-reset", "reload", "lock", "quit"]);

export const isBasic = (action: string): boolean => BASIC.has(action);

/** Whether the user wants more shortcuts than every window has. */
export const shortcutsWork = (): boolean => preferences.value.shortcuts === "on";

/** The keys of an action as they are shown where they can be changed: the user's own, else the usual ones. */
export function chosenKeys(action: string, usual: string | undefined): string | undefined {
  const own = ownKeys(action);
  return own === undefined ? usual : shownKeys(own);
}

/** The keys that an action has now; undefined where the user wants none. */
export const keysOfAction = (action: string, usual: string | undefined): string | undefined =>
  isBasic(action) || shortcutsWork() ? chosenKeys(action, usual) : undefined;

/** What a button is called, with its keys. */
export function withKeys(label: string, action: string, usual: string | undefined): string {
  const keys = keysOfAction(action, usual);
  return keys === undefined ? label : `${label} (${keys})`;
}

export function chooseKeys(action: string, keys: string): void {
  void preferences.change({ ownKeys: { ...preferences.value.ownKeys, [action]: keys } });
}

/** The action has its usual keys again. */
export function resetKeys(action: string): void {
  const rest = Object.entries(preferences.value.ownKeys).filter(([name]) => name !== action);
  void preferences.change({ ownKeys: Object.fromEntries(rest) });
}

export function resetAllKeys(): void {
  void preferences.change({ ownKeys: {} });
}

export const hasOwnKeys = (): boolean => Object.keys(preferences.value.ownKeys).length > 0;
