// Waiting for a condition; the tests never sleep for a fixed time.

const TIMEOUT_MS = 30_000;
const INTERVAL_MS = 50;

/**
 * Waits until `probe` returns something truthy, and returns that. A `probe` that throws is tried again:
 * an element may be redrawn between being found and being used.
 */
export async function until(what, probe, timeout = TIMEOUT_MS) {
  const deadline = Date.now() + timeout;
  let last;
  for (;;) {
    try {
      const found = await probe();
      if (found) return found;
      last = `it was ${JSON.stringify(found)}`;
    } catch (error) {
      last = error.message.split('\n')[0];
    }
    if (Date.now() > deadline) {
      throw new Error(`gave up after ${timeout / 1000} s: ${what} (at last, ${last})`);
    }
    await pause(INTERVAL_MS);
  }
}

/** Fails unless `probe` is truthy for the whole `duration`, in ms: for what must not happen. */
export async function staysTrue(what, probe, duration) {
  const end = Date.now() + duration;
  while (Date.now() < end) {
    if (!(await probe())) throw new Error(`it did not last: ${what}`);
    await pause(INTERVAL_MS);
  }
}

function pause(ms) {
  return new Promise((resume) => setTimeout(resume, ms));
}
