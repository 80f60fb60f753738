// Writes everything that is being typed to the disk, and sends what waits to be taken back. Whatever may end the window or change the account
// waits for it: quitting, signing out, signing in again.
import { ipc } from "$lib/ipc";
import { saveDrafts } from "./composer.svelte";
import { deferred } from "./deferred.svelte";
import { outbox } from "./outbox.svelte";

/** Edits of unsent messages become drafts, and the draft of the open chat is written. */
export async function flushDrafts(): Promise<void> {
  await outbox.saveEditsAsDrafts();
  await saveDrafts();
  await deferred.flush();
}

/** The shell is about to end the application and waits for the drafts. */
export async function confirmDraftsFlushed(): Promise<void> {
  await flushDrafts();
  await ipc.draftsFlushed().catch(() => undefined);
}
