import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
  // Libraries choose for themselves; what is ours uses runes.
  vitePlugin: { dynamicCompileOptions: ({ filename }) => (filename.includes("node_modules") ? undefined : { runes: true }) },
};
