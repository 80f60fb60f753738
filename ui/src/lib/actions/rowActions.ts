// What can be done with conversations from the list: with one by its menu, with several that are selected.
import AlarmClock from "@lucide/svelte/icons/alarm-clock";
import AlarmClockOff from "@lucide/svelte/icons/alarm-clock-off";
import CheckCheck from "@lucide/svelte/icons/check-check";
import Lock from "@lucide/svelte/icons/lock";
import MailOpen from "@lucide/svelte/icons/mail-open";
import Star from "@lucide/svelte/icons/star";
import Columns2 from "@lucide/svelte/icons/columns-2";
import StarOff from "@lucide/svelte/icons/star-off";
import { ipc, type ConversationRow } from "$lib/ipc";
import { deferred } from "$lib/controllers/deferred.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { showBeside } from "$lib/controllers/navigation";
import { panes } from "$lib/controllers/panes.svelte";
import { session } from "$lib/controllers/session.svelte";
import { isClosed } from "$lib/format/conversation";
import { cameSince } from "./cameSince";
import { closeGuarded } from "./closeChats";
import { settle } from "./nextChat";
import { endSnooze, snoozeFor, snoozeUntilAsked, SNOOZES } from "./snooze";
import { toggleStars } from "./stars";

export type RowAction = {
  /** Also the test id and the locale key. */
  key: string;
  icon: typeof Star;
  /** In which of the rows it would change something. */
  concerns: (row: ConversationRow) => boolean;
  run: (rows: ConversationRow[]) => unknown;
};

/** What came since it was asked for was not on screen: its chat stays unread. */
const markRead = async (row: ConversationRow): Promise<unknown> => (await cameSince(row)) || ipc.markRead(row.id);

const ids = (rows: ConversationRow[]) => rows.map((row) => row.id);

export const ROW_ACTIONS: RowAction[] = [
  {
    key: "row-open-beside",
    icon: Columns2,
    concerns: (row) => panes.room > 1 && panes.paneOf(row.id) === null,
    run: (rows) => rows.slice(0, panes.room).forEach((row) => showBeside(row.id, row)),
  },
  {
    key: "row-mark-read",
    icon: MailOpen,
    concerns: (row) => row.unread > 0,
    run: (rows) => deferred.start({ rows, text: i18n.t("deferred-read", { count: rows.length }), send: markRead }),
  },
  { key: "row-star", icon: Star, concerns: (row) => !row.starred, run: (rows) => toggleStars(rows, true) },
  { key: "row-unstar", icon: StarOff, concerns: (row) => row.starred, run: (rows) => toggleStars(rows, false) },
  ...SNOOZES.map(({ key, minutes }) => ({
    key,
    icon: AlarmClock,
    concerns: (row: ConversationRow) => !isClosed(row),
    run: (rows: ConversationRow[]) => snoozeFor(rows, minutes),
  })),
  { key: "snooze-until", icon: AlarmClock, concerns: (row) => !isClosed(row), run: (rows) => snoozeUntilAsked(ids(rows)) },
  { key: "snooze-end", icon: AlarmClockOff, concerns: (row) => row.snoozedUntil !== null, run: (rows) => endSnooze(rows) },
  {
    key: "row-resolve",
    icon: CheckCheck,
    concerns: (row) => session.isAdmin && !isClosed(row),
    run: (rows) => closeGuarded(rows, "resolved", () => settle(rows, "resolved")),
  },
  {
    key: "row-close",
    icon: Lock,
    concerns: (row) => session.isAdmin && !isClosed(row),
    run: (rows) => closeGuarded(rows, "closed", () => settle(rows, "closed")),
  },
];

/** What can be done with these rows. */
export const rowActionsFor = (rows: ConversationRow[]): RowAction[] => ROW_ACTIONS.filter((action) => rows.some(action.concerns));

/** Does it with those rows in which it changes something. */
export const runRowAction = (action: RowAction, rows: ConversationRow[]): unknown => action.run(rows.filter(action.concerns));
