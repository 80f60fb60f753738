// What a person typed, taken apart: plain text, links, invisible direction marks, and runs such as
// phone numbers and prices that keep their order inside Arabic. Nothing here makes markup.

export type Part =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "mark"; name: string }
  | { kind: "number"; text: string };

// Overrides, embeddings and isolates change the order of what follows them; they are shown, not obeyed.
const MARKS: Record<string, string> = {
  "\u061C": "ALM",
  "\u200E": "LRM",
  "\u200F": "RLM",
  "\u202A": "LRE",
  "\u202B": "RLE",
  "\u202C": "PDF",
  "\u202D": "LRO",
  "\u202E": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
};

// LRM, RLM and ALM are common in honest Arabic text and harmless: they stay as they are.
const OBEYED = new Set(["\u061C", "\u200E", "\u200F"]);

const PIECES =
  /(?<link>(?:https?:\/\/|www\.)[^\s<>"'\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+|mailto:[^\s<>"']+|[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})|(?<mark>[\u202A-\u202E\u2066-\u2069])|(?<number>(?:\+|0)\d{1,4}(?: \d{2,4}){2,}|[+#]?[\d\u0660-\u0669]+(?:[.,:/\-\u2013](?=[\d\u0660-\u0669])[\d\u0660-\u0669]+)+|\+[\d\u0660-\u0669]{5,}|#[\d\u0660-\u0669]+)/gu;

/** The address that a link's text means, or `null` when it is no address we open. */
export function linkTarget(text: string): string | null {
  if (/^https:\/\//i.test(text)) return checked(text);
  if (/^www\./i.test(text)) return checked(`https://${text}`);
  if (/^mailto:/i.test(text)) return checked(text);
  if (/^[^\s@/:]+@[^\s@]+$/.test(text)) return checked(`mailto:${text}`);
  return null;
}

function checked(address: string): string | null {
  try {
    const url = new URL(address);
    const honest = url.username === "" && url.password === "";
    return honest && (url.protocol === "https:" || url.protocol === "mailto:") ? address : null;
  } catch {
    return null;
  }
}

/** Punctuation that ends a sentence is not part of the link before it. */
function withoutTail(link: string): string {
  let text = link.replace(/[.,;:!?،؛؟»”'…]+$/u, "");
  while (text.endsWith(")") && !text.includes("(")) text = text.slice(0, -1);
  return text;
}

export function tokenize(typed: string): Part[] {
  const parts: Part[] = [];
  const plain = (text: string) => {
    const last = parts.at(-1);
    if (text === "") return;
    if (last?.kind === "text") last.text += text;
    else parts.push({ kind: "text", text });
  };
  let done = 0;
  for (const found of typed.matchAll(PIECES)) {
    const at = found.index;
    if (at < done) continue;
    plain(typed.slice(done, at));
    const { link, mark } = found.groups ?? {};
    let text = found[0];
    if (link !== undefined) {
      text = withoutTail(text);
      const href = linkTarget(text);
      if (href) parts.push({ kind: "link", text, href });
      else plain(text);
    } else if (mark !== undefined) {
      parts.push({ kind: "mark", name: MARKS[mark] ?? "?" });
    } else {
      parts.push({ kind: "number", text });
    }
    done = at + text.length;
  }
  plain(typed.slice(done));
  return parts;
}

/** Typed text for one line of a list: without the marks that would reorder the line, and in one line. */
export function singleLine(typed: string): string {
  return [...typed]
    .filter((letter) => !(letter in MARKS) || OBEYED.has(letter))
    .join("")
    .replace(/\s+/gu, " ")
    .trim();
}
