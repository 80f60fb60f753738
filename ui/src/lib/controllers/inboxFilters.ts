import type { InboxCounts, InboxFilter } from "$lib/ipc";

/** In the order on screen. Texts: `filter-NAME`, `inbox-empty-NAME` and `inbox-empty-NAME-note` in the locales. */
const FILTERS: Record<InboxFilter, { showsCount: boolean }> = {
  open: { showsCount: true },
  unread: { showsCount: true },
  orders: { showsCount: true },
  // A count says that something waits, which neither stars nor closed conversations do.
  starred: { showsCount: false },
  closed: { showsCount: false },
  all: { showsCount: false },
};

const NAMES = Object.keys(FILTERS) as InboxFilter[];

export const INBOX_FILTERS = NAMES.map((filter) => ({ filter, ...FILTERS[filter] }));

export const NO_COUNTS = Object.fromEntries(NAMES.map((filter) => [filter, 0])) as InboxCounts;
