// How a row of the outbox is shown: its group, its reason, its actions.
import type { OutboxRow, Schedule } from "$lib/ipc";
import type { Tone } from "./names";

export type OutboxGroup = "needs" | "waiting" | "scheduled" | "cancelled";
/** An action on a row. */
export type OutboxAction = "confirm" | "again" | "retry" | "reopen" | "ask" | "edit" | "restore" | "copy" | "open" | "cancel" | "now" | "rewrite" | "dismiss";

/** Whether the message may have arrived, which only the user can tell. */
export const isAmbiguous = (row: OutboxRow): boolean => row.state.state === "failed" && row.state.code === "ambiguous-send";

/** Whether the message may have arrived, and its chat cannot be read any more to check. */
export const isUnsettled = (row: OutboxRow): boolean => row.state.state === "failed" && row.state.code === "unsettled-send";

/** Whether the message waits until its chat is reopened. */
export const isHeld = (row: OutboxRow): boolean => row.state.state === "pending" && row.waits === "closed";

/** Whether the user wants the message sent later. */
export const isForLater = (row: OutboxRow): boolean => row.waits === "scheduled" && row.schedule?.kind !== "take-back";

/** Whether the message was dropped because the other side wrote, and the user has not seen that. */
export const isDropped = (row: OutboxRow): boolean => row.state.state === "cancelled" && row.state.reason === "other-side-wrote";

export function outboxGroup(row: OutboxRow): OutboxGroup {
  if (isDropped(row)) return "needs";
  if (isForLater(row)) return "scheduled";
  if (row.state.state === "cancelled") return "cancelled";
  return row.state.state === "failed" || isHeld(row) ? "needs" : "waiting";
}

/** The actions for a row in the order shown. An admin may reopen a closed chat, others ask one to. */
export function outboxActions(row: OutboxRow, admin: boolean): OutboxAction[] {
  const actions = actionsByState(row, admin);
  // A file has no text to change or to copy.
  return row.kind === "text" ? actions : actions.filter((action) => action !== "edit" && action !== "copy" && action !== "rewrite");
}

function actionsByState(row: OutboxRow, admin: boolean): OutboxAction[] {
  switch (row.state.state) {
    case "failed":
      if (isAmbiguous(row)) return ["confirm", "again", "copy", "open", "cancel"];
      // The text may have arrived, so it cannot be edited.
      return isUnsettled(row) ? ["again", "copy", "open", "cancel"] : ["retry", "edit", "copy", "open", "cancel"];
    case "pending":
      if (row.waits === "scheduled") return ["now", "rewrite", "copy", "open", "cancel"];
      return isHeld(row) ? [admin ? "reopen" : "ask", "edit", "copy", "open", "cancel"] : ["edit", "copy", "open", "cancel"];
    case "sending":
      return ["copy", "open"];
    case "checking":
      return ["copy", "open", "cancel"];
    case "cancelled":
      return isDropped(row) ? ["dismiss", "restore", "copy", "open"] : ["restore", "copy", "open"];
  }
}

export function outboxTone(row: OutboxRow): Tone {
  switch (outboxGroup(row)) {
    case "needs":
      return row.state.state === "failed" ? "bad" : "warn";
    case "waiting":
      return row.state.state === "sending" ? "info" : "warn";
    case "scheduled":
      return "info";
    case "cancelled":
      return "plain";
  }
}

/** The locale key that says when a scheduled message leaves. */
export const scheduleKey = (kind: Schedule["kind"]): string => `scheduled-${kind}`;

// Reasons that hold up the check whether a message arrived; the other reasons hold up only the send.
const HOLDS_UP_CHECKS = new Set<OutboxRow["waits"]>(["line", "sign-in", "server-busy", "disk-full"]);

/** The locale key of the reason; a failed row has an error code instead. */
export function reasonKey(row: OutboxRow): string {
  const { state } = row.state;
  if (state === "pending") return `waits-${row.waits ?? "line-free"}`;
  return state === "checking" && HOLDS_UP_CHECKS.has(row.waits) ? `checks-${row.waits}` : `outbox-state-${state}`;
}

/** The locale key of an action's label; «again» answers the question of an ambiguous send. */
export function actionLabelKey(action: OutboxAction, row: OutboxRow): string {
  return action === "again" && !isAmbiguous(row) ? "act-send-again" : `act-${action}`;
}

/** A duration as a locale key and its number. */
export function durationText(ms: number): { key: string; count: number } {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 120) return { key: "span-minutes", count: minutes };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { key: "span-hours", count: hours } : { key: "span-days", count: Math.round(hours / 24) };
}
