import type { Connection } from "$lib/ipc";

/** Whether the server is reached, over the socket or by polling. */
export function isUp(connection: Connection): boolean {
  return connection.state === "online" || connection.state === "polling";
}

/** Whether an address lies on a server; one without a host does. */
export function isOnServer(address: string, server: string): boolean {
  if (!URL.canParse(server) || !URL.canParse(address, server)) return false;
  return new URL(address, server).origin === new URL(server).origin;
}
