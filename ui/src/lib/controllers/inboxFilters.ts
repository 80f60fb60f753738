// The inbox's filters and where each is offered. Texts: `filter-NAME`, `inbox-empty-NAME` and `inbox-empty-NAME-note` in
// the locales.
import AlarmClock from "@lucide/svelte/icons/alarm-clock";
import Archive from "@lucide/svelte/icons/archive";
import Inbox from "@lucide/svelte/icons/inbox";
import MessagesSquare from "@lucide/svelte/icons/messages-square";
import ReceiptText from "@lucide/svelte/icons/receipt-text";
import Star from "@lucide/svelte/icons/star";
import type { InboxCounts, InboxFilter, InboxSort } from "$lib/ipc";

type Definition = {
  /** The name of its count. */
  count: keyof InboxCounts;
  /** The order that it has unless another is chosen. */
  usualSort: InboxSort;
  /** Its view in the rail. */
  view?: { key: string; icon: typeof Star };
  /** The head's chips, and whether the chip shows its count. */
  chip?: "counted" | "plain";
};

const FILTERS: Record<InboxFilter, Definition> = {
  unanswered: { count: "unanswered", usualSort: "waiting", chip: "counted" },
  open: { count: "open", usualSort: "newest", view: { key: "inbox", icon: Inbox } },
  unread: { count: "unread", usualSort: "newest", chip: "counted" },
  orders: { count: "orders", usualSort: "newest", view: { key: "orders", icon: ReceiptText }, chip: "counted" },
  starred: { count: "starred", usualSort: "newest", view: { key: "starred", icon: Star } },
  snoozed: { count: "snoozed", usualSort: "newest", view: { key: "snoozed", icon: AlarmClock } },
  "took-part": { count: "tookPart", usualSort: "newest", view: { key: "took-part", icon: MessagesSquare } },
  closed: { count: "closed", usualSort: "newest", view: { key: "closed", icon: Archive } },
  all: { count: "all", usualSort: "newest", chip: "plain" },
};

const ALL = (Object.keys(FILTERS) as InboxFilter[]).map((filter) => ({ filter, ...FILTERS[filter] }));

/** The rail's views, in the order on screen. */
export const RAIL_VIEWS = ALL.flatMap(({ filter, count, view }) => (view ? [{ filter, count, ...view }] : []));

/** The chips of the inbox's head, in the order on screen. */
export const INBOX_CHIPS = ALL.flatMap(({ filter, count, chip }) => (chip ? [{ filter, count, showsCount: chip === "counted" }] : []));

export const INBOX_SORTS: InboxSort[] = ["waiting", "newest", "oldest"];

export const usualSort = (filter: InboxFilter): InboxSort => FILTERS[filter].usualSort;

/** The view of the rail that a filter belongs to: the inbox for those that have none of their own. */
export const railViewOf = (filter: InboxFilter): InboxFilter => (FILTERS[filter].view ? filter : "open");

export const NO_COUNTS = Object.fromEntries(ALL.map(({ count }) => [count, 0])) as InboxCounts;
