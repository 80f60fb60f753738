import { ipc } from "$lib/ipc";
import { layout } from "$lib/controllers/layout.svelte";
import { runCommand } from "$lib/controllers/runCommand";

/** Opens a link in the system's browser or mail program; the user is asked first where its host is not what it looks like. */
export async function openLink(address: string): Promise<void> {
  const answer = await runCommand(ipc.openLink(address, "unasked"));
  if (answer?.outcome !== "question") return;
  layout.linkQuestion = { address, host: answer.host };
  layout.dialog = "link";
}

/** Opens the link that the user was asked about. */
export async function openLinkAnyway(address: string): Promise<void> {
  await runCommand(ipc.openLink(address, "confirmed"));
}
