// The manual's text as blocks: headings, paragraphs, lists and pictures, and nothing else of Markdown.

export type ManualPart = { text: string; look: "plain" | "strong" | "code" };
export type ManualBlock =
  | { kind: "heading"; level: 2 | 3; text: string; id: string }
  | { kind: "paragraph"; parts: ManualPart[] }
  | { kind: "list"; items: ManualPart[][] }
  | { kind: "picture"; file: string; about: string };

/** The parts of a line: `**strong**`, `` `code` `` and what lies between. */
export function manualParts(line: string): ManualPart[] {
  return line
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/u)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.startsWith("**") && part.endsWith("**")) return { text: part.slice(2, -2), look: "strong" };
      if (part.startsWith("`") && part.endsWith("`")) return { text: part.slice(1, -1), look: "code" };
      return { text: part, look: "plain" };
    });
}

/** Reads the manual; blocks are parted by empty lines. */
export function readManual(source: string): ManualBlock[] {
  return source
    .split(/\n{2,}/u)
    .map((block) => block.trim())
    .filter((block) => block !== "")
    .map((block, at): ManualBlock => {
      const heading = /^(#{1,2}) (.+)$/u.exec(block);
      if (heading) return { kind: "heading", level: heading[1] === "#" ? 2 : 3, text: heading[2] ?? "", id: `manual-${at}` };
      const picture = /^!\[([^\]]*)\]\(([\w-]+\.png)\)$/u.exec(block);
      if (picture) return { kind: "picture", about: picture[1] ?? "", file: picture[2] ?? "" };
      const lines = block.split("\n");
      if (lines.every((line) => line.startsWith("- "))) return { kind: "list", items: lines.map((line) => manualParts(line.slice(2))) };
      return { kind: "paragraph", parts: manualParts(lines.join(" ")) };
    });
}
