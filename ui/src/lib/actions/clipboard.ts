import { toasts } from "$lib/controllers/toasts.svelte";

/** Copies a text; a toast says whether it worked. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.confirm("copied");
  } catch {
    toasts.confirm("copy-failed");
  }
}
