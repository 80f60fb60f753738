// Unmounts what a test rendered and cancels what its fake shell would still send.
import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";
import { cancelPendingEvents } from "./fakeShell";

afterEach(() => {
  cleanup();
  cancelPendingEvents();
});
