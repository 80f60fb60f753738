// Names, initials, role and status words and their colours.
import type { ConversationRow, Participant } from "$lib/ipc";
import { WORD_LETTERS } from "$lib/limits";
import { cutAt } from "./text/fold";
import { singleLine } from "./text/singleLine";

export type Tone = "brand" | "ok" | "warn" | "bad" | "info" | "plain";

/** The colour of a role, shown beside its word. */
export function roleTone(role: string | null | undefined): Tone {
  switch (role) {
    case "user":
      return "info";
    case "restaurant":
    case "market":
      return "warn";
    case "pharmacy":
      return "ok";
    case "admin":
      return "brand";
    default:
      return "plain";
  }
}

const KNOWN_ROLES = ["user", "admin", "restaurant", "market", "pharmacy", "delivery", "driver"];

/** The locale key of a role; null for an unknown one. */
export function roleKey(role: string | null | undefined): string | null {
  if (!role) return null;
  return KNOWN_ROLES.includes(role) ? `role-${role}` : null;
}

const KNOWN_STATUSES = ["open", "pending", "resolved", "closed"];

export function statusKey(status: string): string | null {
  return KNOWN_STATUSES.includes(status) ? `status-${status}` : null;
}

export function statusTone(status: string): Tone {
  switch (status) {
    case "open":
      return "info";
    case "pending":
      return "warn";
    case "resolved":
      return "ok";
    default:
      return "plain";
  }
}

/** A role or status that this version does not know, as its tag shows it. */
export function shortWord(word: string): string {
  const line = singleLine(word);
  const end = cutAt(line, WORD_LETTERS);
  return end < line.length ? `${line.slice(0, end)}…` : line;
}

/** A person's name, else the phone number; null where neither is known. */
export function personName(person: Participant | null | undefined): string | null {
  const name = singleLine(person?.name ?? "");
  if (name !== "") return name;
  const phone = singleLine(person?.phone ?? "");
  return phone === "" ? null : phone;
}

export function avatarInitial(name: string): string {
  // The Arabic article is not part of the name.
  const bare = name.replace(/^[^\p{L}\p{N}]+/u, "").replace(/^\u0627\u0644(?=\p{L}{2})/u, "");
  return [...bare][0]?.toLocaleUpperCase() ?? "?";
}

/** The last characters of an id, to tell two nameless people apart. */
export function shortId(id: string): string {
  return id.slice(-4);
}

/** A file's size as a locale key and its number. */
export function fileSize(bytes: number): { key: string; size: number } {
  if (bytes < 1024) return { key: "size-bytes", size: bytes };
  if (bytes < 1024 * 1024) return { key: "size-kilobytes", size: Math.round(bytes / 1024) };
  if (bytes < 1024 ** 3) return { key: "size-megabytes", size: Math.round((bytes / 1024 ** 2) * 10) / 10 };
  return { key: "size-gigabytes", size: Math.round((bytes / 1024 ** 3) * 10) / 10 };
}

/** A conversation's title: its first named person, else its subject. */
export function conversationTitle(row: Pick<ConversationRow, "people" | "subject">): string | null {
  for (const person of row.people) {
    const name = personName(person);
    if (name !== null) return name;
  }
  const subject = singleLine(row.subject ?? "");
  return subject === "" ? null : subject;
}

/** A subject beside the tag with its order's number, which is said once. */
export function subjectBesideNumber(subject: string, number: string | null): string {
  if (number === null || number === "") return subject;
  const escaped = number.replace(/[^\p{L}\p{N}]/gu, "\\$&");
  const named = new RegExp(`(?<![\\p{L}\\p{N}])#\\s?${escaped}(?![\\p{L}\\p{N}])`, "giu");
  const reversed = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}#`, "giu");
  return subject.replace(named, " ").replace(reversed, " ").replace(/\s+/gu, " ").replace(/^[\s:،,·–-]+|(?<![\s:،,·–-])[\s:،,·–-]+$/gu, "");
}
