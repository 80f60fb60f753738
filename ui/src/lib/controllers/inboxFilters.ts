import Star from "@lucide/svelte/icons/star";
import type { InboxCounts, InboxFilter } from "$lib/ipc";

/** In the order on screen. Texts: `filter-NAME`, `inbox-empty-NAME` and `inbox-empty-NAME-note` in the locales. */
const FILTERS: Record<InboxFilter, { showsCount: boolean; icon?: typeof Star }> = {
  open: { showsCount: true },
  unread: { showsCount: true },
  orders: { showsCount: true },
  // A count says that something waits, which neither stars nor closed conversations do.
  starred: { showsCount: false, icon: Star },
  closed: { showsCount: false },
  all: { showsCount: false },
};

const NAMES = Object.keys(FILTERS) as InboxFilter[];

/** A filter with an icon shows that alone: the words of all filters do not fit side by side. */
export const INBOX_FILTERS = NAMES.map((filter) => ({ filter, icon: null, ...FILTERS[filter] }));

export const NO_COUNTS = Object.fromEntries(NAMES.map((filter) => [filter, 0])) as InboxCounts;
