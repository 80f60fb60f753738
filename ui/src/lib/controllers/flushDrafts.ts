// Writes everything that is being typed to the disk. Whatever may end the window or change the account
// waits for it: quitting, signing out, signing in again.
import { ipc } from "$lib/ipc";
import { composer } from "./composer.svelte";
import { outbox } from "./outbox.svelte";

/** Edits of unsent messages become drafts, and the draft of the open chat is written. */
export async function flushDrafts(): Promise<void> {
  await outbox.saveEditsAsDrafts();
  await composer.save();
}

/** The shell is about to end the application and waits for the drafts. */
export async function confirmDraftsFlushed(): Promise<void> {
  await flushDrafts();
  await ipc.draftsFlushed().catch(() => undefined);
}
