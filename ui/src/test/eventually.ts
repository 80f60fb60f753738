// Waits until a check holds. The limit is far above what a loaded machine needs: it ends a wait for what never comes.
import { vi } from "vitest";

const LIMIT_MS = 20_000;

export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: LIMIT_MS });
}
