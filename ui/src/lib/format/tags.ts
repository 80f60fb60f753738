// What may be a tag.
import { longestTag, mostTags } from "$lib/ipc";
import { foldForSearch } from "./text/searchFold";

/** A tag in one line, as it is kept. */
export const tidyTag = (typed: string): string => typed.trim().replace(/\s+/gu, " ");

/** Why a tag cannot be added, as the key of a sentence; null where it can. */
export function tagFault(tags: string[], tag: string): string | null {
  if ([...tag].length > longestTag) return "error-tag-too-long";
  if (tags.some((one) => foldForSearch(one) === foldForSearch(tag))) return "tag-known";
  return tags.length >= mostTags ? "error-too-many-tags" : null;
}
