// A customer's other chats: which are worth saying in the head, and whether one is being answered as well.
import type { Customer, CustomerChat } from "$lib/ipc";
import { BOTH_ANSWERED_MS, OTHER_CHAT_RECENT_MS } from "$lib/limits";
import { isClosed } from "./conversation";

/** Why answering here may cross an answer in another chat. */
export type Crossing = { why: "draft" | "me" | "agent"; chat: CustomerChat };

const isFresh = (at: number | null | undefined, now: number, ms: number): boolean => at !== null && at !== undefined && now - at < ms;

/** The other chats that are open, or were active a short while ago. */
export function currentChats(customer: Customer, now: number): CustomerChat[] {
  return customer.chats.filter(({ row }) => !isClosed(row) || isFresh(row.activityAt, now, OTHER_CHAT_RECENT_MS));
}

/** The other chat that is being answered as well, if there is one. */
export function crossing(chats: CustomerChat[], now: number): Crossing | null {
  const open = chats.filter(({ row }) => !isClosed(row));
  const draft = open.find(({ row }) => row.draft !== null && row.draft.trim() !== "");
  if (draft) return { why: "draft", chat: draft };
  const waiting = open.find(({ row }) => row.waiting > 0);
  if (waiting) return { why: "me", chat: waiting };
  const answered = open.find((chat) => isFresh(chat.answered?.at, now, BOTH_ANSWERED_MS));
  return answered ? { why: answered.answered?.mine ? "me" : "agent", chat: answered } : null;
}
