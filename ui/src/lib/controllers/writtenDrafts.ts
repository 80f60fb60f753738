// What this window last had written as a chat's draft, for as long as the rows on screen may not know of it: whoever
// comes back to a chat at once goes on writing where they stopped.

/** By then the rows that the window has asked for again are there, also on a slow disk. */
const ROWS_KNOW_AFTER_MS = 5_000;

type Written = { text: string; underWay: boolean };

const written = new Map<string, Written>();

function forget(conversation: string, one: Written): void {
  if (written.get(conversation) === one) written.delete(conversation);
}

/** Runs what makes this text a chat's draft. */
export async function writingDraft(conversation: string, text: string, write: () => Promise<unknown>): Promise<void> {
  const one = { text, underWay: true };
  written.set(conversation, one);
  try {
    await write();
    setTimeout(() => forget(conversation, one), ROWS_KNOW_AFTER_MS);
  } catch (thrown) {
    forget(conversation, one);
    throw thrown;
  } finally {
    one.underWay = false;
  }
}

/** The draft that this window has just written, or is writing; null where the chat's row knows best. */
export const writtenDraft = (conversation: string): Readonly<Written> | null => written.get(conversation) ?? null;

/** Something else than this window's field has changed the draft. */
export const forgetWritten = (conversation: string): unknown => written.delete(conversation);

export const forgetAllWritten = (): void => written.clear();
