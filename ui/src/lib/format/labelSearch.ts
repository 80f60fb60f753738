// Finds what has a name by the words of that name, in whichever language they are typed.
import { foldForSearch } from "./text/searchFold";

/** The items that have every word of a query in one of their texts; those whose text begins with it, or has a word that does, first. */
export function searchByWords<Item>(items: Item[], query: string, textsOf: (item: Item) => string[]): Item[] {
  const wanted = foldForSearch(query);
  if (wanted === "") return items;
  const words = wanted.split(" ");
  const found = items.flatMap((item) => {
    const fitting = textsOf(item)
      .map(foldForSearch)
      .filter((text) => words.every((word) => text.includes(word)));
    const begins = fitting.some((text) => text.startsWith(wanted) || text.includes(` ${wanted}`));
    return fitting.length === 0 ? [] : [{ item, rank: begins ? 0 : 1 }];
  });
  return found.sort((one, other) => one.rank - other.rank).map(({ item }) => item);
}
