// Waiting for a condition: the only way in which these tests let time pass.

const PATIENCE_MS = 30_000;
const BETWEEN_LOOKS_MS = 50;

/**
 * Waits until `look` answers with something truthy, and returns that. What `look` throws counts as "not yet":
 * a row that is just being redrawn is no failure.
 */
export async function until(what, look, patience = PATIENCE_MS) {
  const deadline = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
      last = `it was ${JSON.stringify(found)}`;
    } catch (error) {
      last = error.message.split('\n')[0];
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${patience / 1000} s in vain: ${what} (at last, ${last})`);
    }
    await pause(BETWEEN_LOOKS_MS);
  }
}

/** Looks again and again for a while that `look` stays truthy: for what must not happen. */
export async function throughout(what, look, span) {
  const end = Date.now() + span;
  while (Date.now() < end) {
    if (!(await look())) throw new Error(`it did not last: ${what}`);
    await pause(BETWEEN_LOOKS_MS);
  }
}

function pause(span) {
  return new Promise((resume) => setTimeout(resume, span));
}
