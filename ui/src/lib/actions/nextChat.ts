// From one chat to the next that wants something: the one that waits longest, or the next unread one.
import { ipc, type ConversationRow, type InboxFilter, type Status } from "$lib/ipc";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { deferred } from "$lib/controllers/deferred.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { showConversation, showRow } from "$lib/controllers/navigation";
import { runCommand } from "$lib/controllers/runCommand";
import { toasts } from "$lib/controllers/toasts.svelte";
import { conversationTitle } from "$lib/format/names";
import { KEYS_QUEUED_OPEN_MS, NEXT_LOOKED_THROUGH, UNREAD_OFFERED_MS } from "$lib/limits";
import { sendSettled } from "./attachFiles";
import { cameSince } from "./cameSince";
import { queueKeys } from "./queuedKeys";

/** A row, none, or a list that could not be read, which was said already. */
type Found = ConversationRow | "failed" | undefined;

/** The row of a filter that waits longest, the open chat and those that are done left out. */
async function nextRow(filter: InboxFilter, isWanted: (row: ConversationRow) => boolean = () => true): Promise<Found> {
  const passed = new Set([...deferred.ids, ...(chat.id === null ? [] : [chat.id])]);
  const found = await runCommand(ipc.inbox({ filter, sort: "waiting" }, passed.size + NEXT_LOOKED_THROUGH));
  return found ? found.rows.find((row) => !passed.has(row.id) && isWanted(row)) : "failed";
}

/** Whether a chat is unread that nobody put off: what is older than a day is history that nobody ever read. */
const isOverlooked = (row: ConversationRow): boolean =>
  row.snoozedUntil === null && (row.lastMessage?.createdAt ?? 0) >= clock.now - UNREAD_OFFERED_MS;

/** Opens what is found; says where there is nothing. */
async function openNext(find: () => Promise<Found>, none: string): Promise<void> {
  // A text that is looked at before it leaves would stay behind as a draft.
  await sendSettled();
  if (layout.covered) return;
  const next = await find();
  if (next === "failed") return;
  // The replies to suggest come from what the chat shows.
  if (next) await Promise.race([showRow(next), new Promise((done) => setTimeout(done, KEYS_QUEUED_OPEN_MS))]);
  else toasts.confirm(none);
}

/** Who waits longest; where nobody does, what is unread: a customer may write in a chat that was resolved. */
async function waitingRow(): Promise<Found> {
  return (await nextRow("unanswered")) ?? (await nextRow("unread", isOverlooked));
}

export const openNextUnanswered = (): Promise<void> => queueKeys(openNext(waitingRow, "next-none-waits"));
export const openNextUnread = (): Promise<void> => queueKeys(openNext(() => nextRow("unread"), "next-none-unread"));

/** Settles chats in a while; until then it can be taken back. One in which somebody writes meanwhile stays open. */
export function settle(rows: ConversationRow[], status: Status, undone?: () => void): void {
  const text = i18n.t(`deferred-${status}`, { count: rows.length });
  deferred.start({ rows, text, send: (row) => settleNow(row, status), ...(undone ? { undone } : {}) });
}

async function settleNow(row: ConversationRow, status: Status): Promise<void> {
  if (await cameSince(row)) toasts.tell("deferred-kept-open", i18n.t("deferred-kept-open", { chat: conversationTitle(row) ?? i18n.t("unknown-person") }));
  else await ipc.setStatus(row.id, status);
}

/** Resolves the open chat and goes to the one that waits longest. Taken back, it leads to the chat again. */
export async function resolveAndNext(row: ConversationRow): Promise<void> {
  settle([row], "resolved", () => showConversation(row.id));
  await openNextUnanswered();
}
