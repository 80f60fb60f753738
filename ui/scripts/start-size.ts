// The build fails where the window's start would load more script and style than it may.
import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

/** Script and style that are loaded before the first frame, compressed, in bytes. */
const MOST = 250_000;

/** The entry, and all that it imports before it runs. */
function startChunks(bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  const found = new Set<Rollup.OutputChunk>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk" || found.has(chunk)) return;
    found.add(chunk);
    chunk.imports.forEach(visit);
  };
  for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === "chunk" && chunk.isEntry) visit(name);
  return [...found];
}

export function limitStartSize(): Plugin {
  return {
    name: "limit-start-size",
    apply: "build",
    writeBundle(_options, bundle) {
      const chunks = startChunks(bundle);
      const styles = new Set(chunks.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
      const sheets = [...styles].map((name) => bundle[name]).filter((one) => one?.type === "asset");
      const parts = [...chunks.map((chunk) => chunk.code), ...sheets.map((sheet) => sheet.source)];
      const bytes = parts.reduce((sum, part) => sum + gzipSync(part).length, 0);
      if (sheets.length === 0) this.error("the start has no style: its size cannot be told");
      if (bytes > MOST) this.error(`the start loads ${bytes} bytes of script and style (gzip), at most ${MOST}`);
      this.info(`the start loads ${Math.round(bytes / 1000)} kB of script and style (gzip)`);
    },
  };
}
