import { errorCode } from "$lib/ipc";
import { toasts } from "./toasts.svelte";

/** Waits for a command; a failure is shown as a toast and answered with `undefined`. */
export async function runCommand<Answer>(command: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await command;
  } catch (thrown) {
    toasts.notifyFailure(errorCode(thrown));
    return undefined;
  }
}

/** Waits for a command that returns nothing, and answers whether it succeeded. */
export async function succeeds(command: Promise<unknown>): Promise<boolean> {
  return (await runCommand(command)) !== undefined;
}
