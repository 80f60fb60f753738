// The fake shell's inbox: which conversations each filter holds.
import { isClosed } from "$lib/format/conversation";
import type { ConversationRow, InboxFilter } from "$lib/ipc";

const TESTS: Record<InboxFilter, (row: ConversationRow) => boolean> = {
  unanswered: (row) => row.status === "open" && row.unansweredSince !== null,
  open: (row) => (row.status === "open" || row.status === "pending") && row.snoozedUntil === null,
  unread: (row) => row.unread > 0,
  orders: (row) => row.supportType === "order",
  snoozed: (row) => row.snoozedUntil !== null,
  starred: (row) => row.starred,
  "took-part": (row) => row.lastMessage?.mine === true,
  closed: (row) => isClosed(row),
  all: () => true,
};

/** A window of a filter, in the order of the given conversations, with every filter's count. */
export function inboxWindow(conversations: ConversationRow[], filter: InboxFilter, limit: number) {
  const counts = Object.entries(TESTS).map(([name, test]) => [name === "took-part" ? "tookPart" : name, conversations.filter(test).length]);
  const rows = conversations.filter(TESTS[filter]);
  return {
    rows: rows.slice(0, limit).map((row) => ({ ...row })),
    more: rows.length > limit,
    counts: Object.fromEntries(counts),
  };
}
