import { codeOf, ipc } from "$lib/ipc";
import { notices } from "$lib/state/notices.svelte";

/** Has the shell open a link, and says why where it does not: nothing that was entered is at fault. */
export async function openLink(address: string): Promise<void> {
  try {
    await ipc.openLink(address);
  } catch (thrown) {
    notices.failed(codeOf(thrown));
  }
}
