// What a row of the outbox says of itself: which group it stands in, why it waits, what can be done.
import type { OutboxRow } from "$lib/ipc";
import type { Tone } from "./names";

export type OutboxGroup = "needs" | "waiting" | "cancelled";
/** What a person can do with a row, in the order in which it is offered. */
export type OutboxAction = "confirm" | "again" | "retry" | "reopen" | "ask" | "edit" | "restore" | "copy" | "open" | "cancel";

/** Whether only the user can tell if it arrived. */
export const isAmbiguous = (row: OutboxRow): boolean => row.state.state === "failed" && row.state.code === "ambiguous-send";

/** Whether nobody here can tell any more: its chat cannot be looked into. */
export const isUnsettled = (row: OutboxRow): boolean => row.state.state === "failed" && row.state.code === "unsettled-send";

/** Whether it waits for its chat to be opened again. */
export const isHeld = (row: OutboxRow): boolean => row.state.state === "pending" && row.waits === "closed";

export function outboxGroup(row: OutboxRow): OutboxGroup {
  if (row.state.state === "cancelled") return "cancelled";
  return row.state.state === "failed" || isHeld(row) ? "needs" : "waiting";
}

/** The acts that make sense for a row; `admin` may open a closed chat, others have to ask. */
export function outboxActions(row: OutboxRow, admin: boolean): OutboxAction[] {
  switch (row.state.state) {
    case "failed":
      if (isAmbiguous(row)) return ["confirm", "again", "copy", "open", "cancel"];
      // Not to be edited: the old text may have arrived.
      return isUnsettled(row) ? ["again", "copy", "open", "cancel"] : ["retry", "edit", "copy", "open", "cancel"];
    case "pending":
      return isHeld(row) ? [admin ? "reopen" : "ask", "edit", "copy", "open", "cancel"] : ["edit", "copy", "open", "cancel"];
    case "sending":
      return ["copy", "open"];
    case "checking":
      return ["copy", "open", "cancel"];
    case "cancelled":
      return ["restore", "copy", "open"];
  }
}

/** The colour that goes with the icon and the words. */
export function outboxTone(row: OutboxRow): Tone {
  switch (outboxGroup(row)) {
    case "needs":
      return row.state.state === "failed" ? "bad" : "warn";
    case "waiting":
      return row.state.state === "sending" ? "info" : "warn";
    case "cancelled":
      return "plain";
  }
}

// What keeps a message from being looked for. The other reasons only keep one from being sent.
const HOLDS_UP_CHECKS = new Set<OutboxRow["waits"]>(["line", "sign-in", "server-busy", "disk-full"]);

/** The locale key of why it stands where it does; a failure's sentence is found by its code instead. */
export function reasonKey(row: OutboxRow): string {
  const { state } = row.state;
  if (state === "pending") return `waits-${row.waits ?? "line-free"}`;
  return state === "checking" && HOLDS_UP_CHECKS.has(row.waits) ? `checks-${row.waits}` : `standing-${state}`;
}

/** The locale key of an act's word; sending again is an answer only where a question was asked. */
export function actionLabelKey(act: OutboxAction, row: OutboxRow): string {
  return act === "again" && !isAmbiguous(row) ? "act-send-again" : `act-${act}`;
}

/** How far a clock is off, in the unit that reads best: the locale key and the number for it. */
export function durationText(ms: number): { key: string; count: number } {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 120) return { key: "span-minutes", count: minutes };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { key: "span-hours", count: hours } : { key: "span-days", count: Math.round(hours / 24) };
}
