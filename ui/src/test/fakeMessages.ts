// The fake shell's chats: the windows of them that the page asks for.
import type { MessageRow, MessageWindow, Position } from "$lib/ipc";

const firstUnreadAt = (position: Position, isMissing: boolean) => (isMissing ? { state: "notFetched", known: position, before: position } : { state: "here", position });

/** What is shown of a chat of which nothing was fetched: what waits to be sent. */
export function unfetchedWindow(all: MessageRow[], unread: number) {
  const mine = all.filter((row) => row.id === null);
  const firstUnread = unread > 0 ? { state: "notFetched", known: null, before: null } : { state: "nothing" };
  return { rows: mine, start: null, end: null, older: "on-server", firstUnread, completeUntil: null };
}

/** How many of the others' messages come after a place. */
export function unseenAfter(all: MessageRow[], until: Position): number {
  const at = all.findIndex((row) => row.id === until.id);
  return all.slice(at + 1).filter((row) => !row.mine && row.kind !== "system").length;
}

/** A window of a chat; `isMissing`: where its unread messages begin was not fetched. */
export function messageWindow(all: MessageRow[], unread: number, window: MessageWindow, isMissing: boolean) {
  const theirs = all.filter((row) => !row.mine && row.kind !== "system");
  const first = unread > 0 ? (theirs.at(-unread) ?? theirs[0]) : undefined;
  const before = (place: Position) => all.findIndex((row) => row.id === place.id);
  const around = (place: number, limit: number) => all.slice(Math.max(0, Math.min(place - 10, all.length - limit)), place + 4 * limit);
  let rows = all;
  switch (window.window) {
    case "newest":
      rows = all.slice(-window.limit);
      break;
    case "firstUnread":
      rows = first ? around(all.indexOf(first), window.limit) : all.slice(-window.limit);
      break;
    case "around":
      rows = around(before(window.position), window.limit);
      break;
    case "after":
      rows = all.slice(before(window.position) + 1, before(window.position) + 1 + window.limit);
      break;
    case "before":
      rows = all.slice(Math.max(0, before(window.position) - window.limit), before(window.position));
      break;
    case "from":
      rows = all.slice(before(window.position), window.until ? before(window.until) + 1 : all.length);
      break;
  }
  const head = rows[0];
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => ({ ...row })),
    start: head ? { createdAt: head.createdAt, id: head.id ?? head.key } : null,
    older: head && all.indexOf(head) > 0 ? "cached" : "nothing",
    end: last && all.at(-1) !== last ? { createdAt: last.createdAt, id: last.id ?? last.key } : null,
    firstUnread:
      first && window.window === "firstUnread"
        ? firstUnreadAt({ createdAt: first.createdAt, id: first.id ?? first.key }, isMissing)
        : { state: "nothing" },
    completeUntil: all.at(-1)?.createdAt ?? null,
  };
}
