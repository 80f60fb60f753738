// Splits typed text into tokens: plain text, links, invisible direction marks, and runs such as phone
// numbers and prices that keep their order inside Arabic. Tokens are text, never markup.

export type Token =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "mark"; name: string }
  | { kind: "number"; text: string };

// Overrides, embeddings and isolates reorder the text after them: they are shown by name, without effect.
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

// LRM, RLM and ALM are common in ordinary Arabic text and reorder nothing else: they stay.
const HARMLESS = new Set(["\u061C", "\u200E", "\u200F"]);

const TOKEN_PATTERN =
  /(?<link>(?:https?:\/\/|www\.)[^\s<>"'\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+|mailto:[^\s<>"']+|[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})|(?<mark>[\u202A-\u202E\u2066-\u2069])|(?<number>(?:\+|0)\d{1,4}(?: \d{2,4}){2,}|[+#]?[\d\u0660-\u0669]+(?:[.,:/\-\u2013](?=[\d\u0660-\u0669])[\d\u0660-\u0669]+)+|\+[\d\u0660-\u0669]{5,}|#[\d\u0660-\u0669]+)/gu;

/** The address that a link's text stands for; null for a scheme that is not opened. */
export function linkTarget(text: string): string | null {
  if (/^https:\/\//i.test(text)) return safeAddress(text);
  if (/^www\./i.test(text)) return safeAddress(`https://${text}`);
  if (/^mailto:/i.test(text)) return safeAddress(text);
  if (/^[^\s@/:]+@[^\s@]+$/.test(text)) return safeAddress(`mailto:${text}`);
  return null;
}

function safeAddress(address: string): string | null {
  try {
    const url = new URL(address);
    const hasNoCredentials = url.username === "" && url.password === "";
    return hasNoCredentials && (url.protocol === "https:" || url.protocol === "mailto:") ? address : null;
  } catch {
    return null;
  }
}

const SENTENCE_END = /[.,;:!?،؛؟»”'…]/u;

/** Leaves out what belongs to the sentence around a link: its punctuation and unpaired closing parentheses. */
function trimLinkEnd(link: string): string {
  let unpaired = link.split(")").length - link.split("(").length;
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if (last === ")" && unpaired > 0) unpaired--;
    else if (!SENTENCE_END.test(last)) break;
  }
  return link.slice(0, end);
}

export function tokenize(typed: string): Token[] {
  const tokens: Token[] = [];
  const plain = (text: string) => {
    const last = tokens.at(-1);
    if (text === "") return;
    if (last?.kind === "text") last.text += text;
    else tokens.push({ kind: "text", text });
  };
  let done = 0;
  for (const found of typed.matchAll(TOKEN_PATTERN)) {
    const at = found.index;
    if (at < done) continue;
    plain(typed.slice(done, at));
    const { link, mark } = found.groups ?? {};
    let text = found[0];
    if (link !== undefined) {
      text = trimLinkEnd(text);
      const href = linkTarget(text);
      if (href) tokens.push({ kind: "link", text, href });
      else plain(text);
    } else if (mark !== undefined) {
      tokens.push({ kind: "mark", name: MARKS[mark] ?? "?" });
    } else {
      tokens.push({ kind: "number", text });
    }
    done = at + text.length;
  }
  plain(typed.slice(done));
  return tokens;
}

/** Typed text in one line, without the marks that would reorder it. */
export function singleLine(typed: string): string {
  return [...typed]
    .filter((letter) => !(letter in MARKS) || HARMLESS.has(letter))
    .join("")
    .replace(/\s+/gu, " ")
    .trim();
}
