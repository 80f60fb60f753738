import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { limitStartSize } from "./scripts/start-size.ts";
import { staticIcons } from "./scripts/static-icons.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [staticIcons(), svelte(), limitStartSize()],
  clearScreen: false,
  resolve: {
    alias: { $lib: here("./src/lib"), $locales: here("../locales"), $manual: here("../docs/manual"), $screens: here("./src/screens") },
    // Component tests mount components, which needs the browser's build of Svelte.
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  server: { port: 5173, strictPort: true, fs: { allow: [here("."), here("../locales"), here("../docs/manual")] } },
  build: {
    target: ["es2022", "safari16"],
    outDir: "dist",
    emptyOutDir: true,
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: {
    environment: "happy-dom",
    include: ["src/test/**/*.test.ts"],
    setupFiles: ["src/test/setup.ts"],
    // Each file has a context of its own, as with processes, whose start takes longer than most of the tests.
    pool: "vmThreads",
    testTimeout: 180_000,
    // By itself vitest leaves one processor alone, which is half of two.
    maxWorkers: "100%",
  },
});
