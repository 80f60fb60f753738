// Each test makes its own fake shell, which takes the place of the one before.
import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";
import { cancelPendingEvents } from "./fakeShell";

afterEach(() => {
  cleanup();
  cancelPendingEvents();
});
