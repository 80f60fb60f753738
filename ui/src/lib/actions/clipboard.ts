import { toasts } from "$lib/controllers/toasts.svelte";

/** Copies a text; a toast says whether it worked, `done` is the key of its text. */
export async function copyText(text: string, done = "copied"): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.confirm(done);
  } catch {
    toasts.confirm("copy-failed");
  }
}
