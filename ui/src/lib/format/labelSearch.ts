// Finds what has a name by the words of that name, in whichever language they are typed.
import { otherReadings } from "./text/keyboard";
import { foldForSearch } from "./text/searchFold";

/**
 * The items that have every word of a query in one of their names; those whose name begins with it, or has a word that does,
 * first, then those that have it with the other words that people use (`keywordsOf`: for each name its own), and last those
 * that have what the words were meant to be where they were typed on the wrong keyboard layout.
 */
export function searchByWords<Item>(items: Item[], query: string, namesOf: (item: Item) => string[], keywordsOf: (item: Item) => string[] = () => []): Item[] {
  const wanted = foldForSearch(query);
  if (wanted === "") return items;
  const words = wanted.split(" ");
  const hasAll = (text: string) => words.every((word) => text.includes(word));
  const readings = query.split(/\s+/u).filter(Boolean).map((word) => [word, ...otherReadings(word)].map(foldForSearch));
  const hasAllMeant = (text: string) => readings.every((forms) => forms.some((form) => form !== "" && text.includes(form)));
  const begins = (text: string) => text.startsWith(wanted) || text.includes(` ${wanted}`);
  const rankOf = (item: Item): number | null => {
    const names = namesOf(item).map(foldForSearch);
    const fitting = names.filter(hasAll);
    if (fitting.length > 0) return fitting.some(begins) ? 0 : 1;
    const known = keywordsOf(item).map((keywords, at) => `${names[at] ?? ""} ${foldForSearch(keywords)}`);
    const found = known.filter(hasAll);
    if (found.length > 0) return found.some(begins) ? 2 : 3;
    return [...names, ...known].some(hasAllMeant) ? 4 : null;
  };
  const found = items.flatMap((item) => {
    const rank = rankOf(item);
    return rank === null ? [] : [{ item, rank }];
  });
  return found.sort((one, other) => one.rank - other.rank).map(({ item }) => item);
}
