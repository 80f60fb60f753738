import { preferences } from "$lib/controllers/preferences.svelte";
import { errorCode, ipc } from "$lib/ipc";

/** Keeps where files are uploaded; answers the code of what is wrong with it, and keeps nothing then. */
export async function checkUploadEndpoint(written: string): Promise<string | null> {
  const uploadEndpoint = written.trim();
  try {
    await ipc.checkUploadEndpoint(uploadEndpoint);
  } catch (thrown) {
    return errorCode(thrown);
  }
  if (uploadEndpoint !== preferences.value.uploadEndpoint) await preferences.change({ uploadEndpoint });
  return null;
}
