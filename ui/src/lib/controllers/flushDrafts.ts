// What is being typed, brought to the disk before whatever may end the window: quitting, signing out, another account.
import { composer } from "./composer.svelte";
import { outbox } from "./outbox.svelte";
import { ipc } from "$lib/ipc";

/** Texts under change become drafts, and the draft at hand is written; answers when both are done. */
export async function flushDrafts(): Promise<void> {
  await outbox.saveEditsAsDrafts();
  await composer.save();
}

/** The application is about to end, and waits a moment for what is being typed. */
export async function flushDraftsBeforeExit(): Promise<void> {
  await flushDrafts();
  await ipc.typedKept().catch(() => undefined);
}
