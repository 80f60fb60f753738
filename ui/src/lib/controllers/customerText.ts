// How a customer's other chats are told.
import { i18n } from "./i18n.svelte";
import type { ConversationRow, CustomerChat } from "$lib/ipc";
import { personName } from "$lib/format/names";
import { singleLine } from "$lib/format/text/singleLine";
import { waited } from "$lib/format/waiting";

/** A chat without its customer's name, which stands above it: its order, else its subject. */
export function chatName(row: Pick<ConversationRow, "orderNumber" | "subject">): string {
  if (row.orderNumber !== null) return `#${i18n.inDigits(row.orderNumber)}`;
  const subject = singleLine(row.subject ?? "");
  return subject === "" ? i18n.t("no-subject") : `«${subject}»`;
}

export function agoText(since: number, now: number): string {
  const { unit, count } = waited(since, now);
  return i18n.t(`ago-${unit}`, { count });
}

/** Who answered last, or that nobody did. */
export function answeredText({ answered, row }: CustomerChat): string {
  if (answered?.mine) return i18n.t("customer-answered-me");
  if (answered) return i18n.t("customer-answered-by", { name: personName(answered.by) ?? i18n.t("unknown-person") });
  return row.unansweredSince === null ? "" : i18n.t("customer-unanswered");
}
