// Writes files into the downloads, and says where they are.
import { ipc } from "$lib/ipc";
import { i18n } from "$lib/controllers/i18n.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { runCommand } from "$lib/controllers/runCommand";
import { toasts } from "$lib/controllers/toasts.svelte";
import type { ChatFileFormat } from "$lib/ipc";

/** Writes a chat to a file; answers whether it is there. */
export async function exportChat(conversation: string, format: ChatFileFormat): Promise<boolean> {
  return tellWhere(await runCommand(ipc.exportChat(conversation, format)));
}

/** Writes the list of conversations, as it is shown, to a table. */
export async function exportList(): Promise<void> {
  tellWhere(await runCommand(ipc.exportConversations({ filter: inbox.filter, sort: inbox.sort })));
}

/** Writes the file of a message to the downloads. */
export async function saveFile(message: string): Promise<void> {
  tellWhere(await runCommand(ipc.saveFile(message)));
}

function tellWhere(path: string | undefined): boolean {
  if (path !== undefined) toasts.tell("saved-file", i18n.t("export-saved", { path }));
  return path !== undefined;
}
