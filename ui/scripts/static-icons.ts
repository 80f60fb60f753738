// Lucide's icons build their drawing anew for each icon that is shown, from a description, attribute by attribute. Here each
// becomes a component with its drawing as markup, which is copied: a window shows dozens of icons in its first frame.
import type { Plugin } from "vite";

/** A shape and its attributes. */
type Shape = [name: string, attributes: Record<string, string | number>];
type Drawing = { name: string; size: number; node: Shape[] };

const ICON = /[/\\]@lucide[/\\]svelte[/\\]dist[/\\]icons[/\\][\w-]+\.svelte$/;
/** As the package writes it down: JSON in one line. */
const DRAWING = /^const iconData = (\{.+\});$/m;

/** What the icons take; nothing else is passed on to the drawing. */
export const ICON_PROPS = ["size", "fill", "class", "aria-hidden"] as const;

function markup([name, attributes]: Shape): string {
  const words = Object.entries(attributes).filter(([key]) => key !== "key");
  return `<${name} ${words.map(([key, value]) => `${key}="${value}"`).join(" ")} />`;
}

/** The source of a component that shows this icon; `null` where the package writes its icons differently. */
export function staticIcon(source: string): string | null {
  const json = DRAWING.exec(source)?.[1];
  if (json === undefined) return null;
  const { name, size, node } = JSON.parse(json) as Drawing;
  return `<script>
  const { size = ${size}, fill = "none", class: extra = "" } = $props();
</script>

<svg xmlns="http://www.w3.org/2000/svg" width={size} height={size} viewBox="0 0 ${size} ${size}" {fill} stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" class={["lucide lucide-${name}", extra]} aria-hidden="true">${node.map(markup).join("")}</svg>
`;
}

export function staticIcons(): Plugin {
  return {
    name: "static-icons",
    enforce: "pre",
    transform(source, id) {
      if (!ICON.test(id)) return null;
      const code = staticIcon(source);
      if (code === null) this.error(`${id} does not describe its drawing as expected`);
      return { code, map: null };
    },
  };
}
