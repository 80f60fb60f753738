import regexp from "eslint-plugin-regexp";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

// The Tauri API is touched in one place only.
const TAURI = { group: ["@tauri-apps/*", "**/bindings"], message: "go through $lib/ipc" };
const IPC = { group: ["$lib/ipc"], importNames: ["ipc", "subscribeEvents"], message: "a controller asks the shell" };
// Its index imports thousands of components, which every test file would compile.
const ICONS = { regex: "^@lucide/svelte$", message: "import an icon from @lucide/svelte/icons/…" };
const room = (...names) => ({
  group: names.flatMap((name) => (name === "screens" ? ["$screens/*"] : [`$lib/${name}/*`, `**/${name}/*`])),
  message: "rooms depend downwards",
});
const restrict = (...patterns) => ["error", { patterns: [TAURI, ICONS, ...patterns] }];

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
    plugins: { regexp },
    rules: {
      // A pattern whose parts can share one text in many ways stands still on the texts of strangers.
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential" }],
      // Typed text is text, never markup.
      "svelte/no-at-html-tags": "error",
      // A map inside one call need not be reactive.
      "svelte/prefer-svelte-reactivity": "off",
      "no-eval": "error",
      "no-console": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-imports": restrict(),
    },
  },
  // Rooms depend downwards: screens, components, actions, controllers, dom and format, ipc.
  { files: ["src/screens/**", "src/lib/components/**"], rules: { "no-restricted-imports": restrict(IPC) } },
  { files: ["src/lib/controllers/**"], rules: { "no-restricted-imports": restrict(room("screens", "components", "actions")) } },
  { files: ["src/lib/dom/**", "src/lib/format/**"], rules: { "no-restricted-imports": restrict(IPC, room("screens", "components", "actions", "controllers")) } },
  { files: ["src/lib/ipc.ts", "src/test/**"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/test/**"], rules: { "regexp/no-super-linear-backtracking": "off", "regexp/no-super-linear-move": "off" } },
  { files: ["scripts/**"], rules: { "no-console": "off" } },
);
