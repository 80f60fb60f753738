// What the fake shell finds.
import { highlight } from "$lib/format/text/searchFold";
import type { ConversationRow, MessageRow, SearchAnswer } from "$lib/ipc";

/** Finds texts as they are typed; filters are read and passed over. */
export function searchAnswer(text: string, conversations: ConversationRow[], rows: MessageRow[], notCovered: number): SearchAnswer {
  const filters = [...text.matchAll(/\b(from|has|before|tag):("[^"]*"|\S+)/g)].map(([typed, kind, value]) => ({
    kind: kind as "from" | "has" | "before" | "tag",
    value: (value ?? "").replaceAll('"', ""),
    typed,
    understood: kind !== "before" || /^\d{4}-/.test(value ?? ""),
  }));
  const words = filters.reduce((left, { typed }) => left.replace(typed, ""), text).trim();
  const has = (one: string | null | undefined) => words !== "" && (one ?? "").toLowerCase().includes(words.toLowerCase());
  const messages = rows
    .filter((row) => row.id !== null && has(row.content))
    .sort((one, other) => (other.createdAt ?? 0) - (one.createdAt ?? 0));
  return {
    filters,
    results: {
      conversations: conversations.filter((row) => has(row.subject) || filters.some(({ kind, value }) => kind === "tag" && row.tags.includes(value))),
      people: conversations.flatMap((row) => row.people).filter((person, at, all) => has(person.name) && all.findIndex((one) => one.id === person.id) === at),
      orders: conversations.filter((row) => has(row.orderNumber)),
      messages: messages.map((row) => ({
        id: row.id ?? "",
        conversation: row.conversation,
        position: { createdAt: row.createdAt, id: row.id ?? "" },
        sender: row.sender,
        mine: row.mine,
        kind: row.kind,
        excerpt: highlight(row.content, [[words.toLowerCase()]]),
      })),
      chats: conversations,
      words: words === "" ? [] : [[words.toLowerCase()]],
      more: false,
      notCovered,
    },
  };
}
