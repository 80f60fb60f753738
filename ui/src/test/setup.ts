// Unmounts what a test rendered and cancels what its fake shell would still send. A file ends when what it loads while
// used (menus, dialogs) has come: vitest takes a module that arrives later for a failure.
import { cleanup } from "@testing-library/svelte";
import { afterAll, afterEach, vi } from "vitest";
import { cancelPendingEvents } from "./pendingEvents";

afterEach(() => {
  cleanup();
  cancelPendingEvents();
});

afterAll(() => vi.dynamicImportSettled(), 180_000);
