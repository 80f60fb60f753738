import { ipc } from "$lib/ipc";
import { runCommand } from "$lib/controllers/runCommand";

/** Opens a link in the system's browser or mail program. */
export async function openLink(address: string): Promise<void> {
  await runCommand(ipc.openLink(address));
}
