import { notices } from "$lib/state/notices.svelte";

/** Copies a text, and says whether it worked. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notices.done("copied");
  } catch {
    notices.done("copy-failed");
  }
}
