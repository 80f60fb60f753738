import type { Connection } from "$lib/ipc";

/** Whether the server is reached, over the socket or by polling. */
export function isUp(connection: Connection): boolean {
  return connection.state === "online" || connection.state === "polling";
}
