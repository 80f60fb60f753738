import { errorCode, ipc } from "$lib/ipc";
import { toasts } from "$lib/controllers/toasts.svelte";

/** Has the shell open a link, and says why where it does not: nothing that was entered is at fault. */
export async function openLink(address: string): Promise<void> {
  try {
    await ipc.openLink(address);
  } catch (thrown) {
    toasts.notifyFailure(errorCode(thrown));
  }
}
