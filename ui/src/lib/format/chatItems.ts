// The items of a chat's list: messages grouped by sender, and between them days, gaps, the divider before
// unread messages and system messages.
import type { MessageRow, Position } from "$lib/ipc";
import { sameDay, startOfDay } from "./days";

export type Item =
  | { kind: "beginning"; key: string }
  | { kind: "day"; key: string; at: number }
  | { kind: "gap"; key: string; place: Position }
  | { kind: "unread"; key: string; count: number }
  | { kind: "system"; key: string; row: MessageRow }
  | { kind: "message"; key: string; row: MessageRow; first: boolean; last: boolean };

/** The divider before unread messages: the key or id of the first one, its place, and how many there are. */
export type Divider = { at: string; count: number; place?: Position | null };

const GROUP_MS = 5 * 60_000;

/** Whether two neighbours form a group: same sender, close in time. */
export function sameGroup(one: MessageRow, next: MessageRow): boolean {
  if (one.kind === "system" || next.kind === "system" || next.gapBefore) return false;
  if (one.mine !== next.mine || (!one.mine && one.sender?.id !== next.sender?.id)) return false;
  if (one.createdAt === null || next.createdAt === null) return true;
  return next.createdAt - one.createdAt < GROUP_MS && sameDay(one.createdAt, next.createdAt);
}

/** Whether the divider comes before this row. The store names the row by its key or its id. */
export function startsUnread(row: MessageRow, divider: Divider | null): boolean {
  return divider !== null && (row.key === divider.at || row.id === divider.at);
}

/** The number of messages of others from the first unread one on. */
export function countUnread(rows: MessageRow[], first: string): number {
  const from = rows.findIndex((row) => row.key === first || row.id === first);
  return from < 0 ? 0 : rows.slice(from).filter((row) => !row.mine && row.kind !== "system").length;
}

export function chatItems(rows: MessageRow[], divider: Divider | null, reachesBeginning: boolean): Item[] {
  const items: Item[] = [];
  if (reachesBeginning && rows.length > 0) items.push({ kind: "beginning", key: "beginning" });
  rows.forEach((row, at) => {
    const before = rows[at - 1];
    const after = rows[at + 1];
    if (row.gapBefore && row.createdAt !== null) {
      items.push({ kind: "gap", key: `gap ${row.key}`, place: { createdAt: row.createdAt, id: row.id ?? row.key } });
    }
    const newDay = row.createdAt !== null && (!before?.createdAt || !sameDay(before.createdAt, row.createdAt));
    if (newDay && row.createdAt !== null) items.push({ kind: "day", key: `day ${startOfDay(row.createdAt)} ${row.key}`, at: row.createdAt });
    const unread = startsUnread(row, divider);
    if (unread && divider) items.push({ kind: "unread", key: "unread", count: divider.count });
    if (row.kind === "system") {
      items.push({ kind: "system", key: row.key, row });
      return;
    }
    const first = unread || newDay || !before || !sameGroup(before, row);
    const last = !after || startsUnread(after, divider) || !sameGroup(row, after);
    items.push({ kind: "message", key: row.key, row, first, last });
  });
  return items;
}

/** Puts newer rows after the shown ones; of a row in both the newer one stays. */
export function appendRows(shown: MessageRow[], newer: MessageRow[]): MessageRow[] {
  const keys = new Set(newer.map((row) => row.key));
  return [...shown.filter((row) => !keys.has(row.key)), ...newer];
}

/** Puts older rows before the shown ones; of a row in both the shown one stays. */
export function prependRows(older: MessageRow[], shown: MessageRow[]): MessageRow[] {
  const keys = new Set(shown.map((row) => row.key));
  return [...older.filter((row) => !keys.has(row.key)), ...shown];
}
