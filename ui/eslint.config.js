import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/lib/bindings.ts"] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  {
    rules: {
      // What people typed is text, never markup.
      "svelte/no-at-html-tags": "error",
      // Maps that live for one call need not be reactive.
      "svelte/prefer-svelte-reactivity": "off",
      "no-eval": "error",
      "no-console": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // The Tauri API is touched in one place only.
      "no-restricted-imports": ["error", { patterns: [{ group: ["@tauri-apps/*", "**/bindings"], message: "go through $lib/ipc" }] }],
    },
  },
  { files: ["src/lib/ipc.ts", "src/test/**"], rules: { "no-restricted-imports": "off" } },
  { files: ["scripts/**"], rules: { "no-console": "off" } },
);
