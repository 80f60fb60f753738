// How it is told that somebody else of support is at a chat.
import type { Collision } from "$lib/ipc";
import { personName } from "$lib/format/names";
import { i18n } from "./i18n.svelte";

/** What they did; `writing`: while the user writes there as well. */
export function collisionText({ kind, by }: Pick<Collision, "kind" | "by">, writing: boolean): string {
  return i18n.t(`collision-${kind}${writing ? "-writing" : ""}`, { name: personName(by) ?? i18n.t("collision-colleague") });
}
