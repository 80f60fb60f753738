// What the shell has every page do before its own script.
import source from "../earlyQuestion.js?raw";
import { inboxPage } from "$lib/ipc";

/** Asks the fake shell as a new page does. */
export function askEarly(): void {
  new Function("INBOX_PAGE", "SHELL_EVENT", source)(inboxPage, "shell-event");
}
