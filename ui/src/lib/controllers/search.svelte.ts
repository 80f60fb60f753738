// The search: what is typed, what was found, and which of it is active. It asks as is typed, one question at a time.
import { errorCode, ipc, type ConversationRow, type FoundMessage, type Participant, type SearchAnswer, type SearchFilterKind } from "$lib/ipc";
import { personName } from "$lib/format/names";
import { singleLine } from "$lib/format/text/singleLine";
import { oneAtATime } from "./coalesce";
import { i18n } from "./i18n.svelte";

/** How many messages are shown. */
const LIMIT = 50;
/** How soon is asked again while an old cache is being indexed. */
const INDEXING_MS = 2_000;

/** The filters, as they are offered before anything is typed. */
export const FILTERS: SearchFilterKind[] = ["from", "in", "order", "after", "before", "has", "tag"];

/** A row of the results, in the order on screen. */
export type SearchItem =
  | { kind: "recent"; key: string; text: string }
  | { kind: "filter"; key: string; filter: SearchFilterKind }
  | { kind: "conversation" | "order"; key: string; row: ConversationRow }
  | { kind: "person"; key: string; person: Participant }
  | { kind: "message"; key: string; message: FoundMessage; chat: ConversationRow | null };

/** A filter's value as it is typed: in quotation marks where it has spaces. */
function inOneToken(value: string): string {
  const line = singleLine(value).replaceAll('"', " ").trim();
  return /\s/u.test(line) ? `"${line}"` : line;
}

/** A filter as it is typed before its value. */
const filterWord = (filter: SearchFilterKind): string => `${i18n.t(`search-word-${filter}`)}:`;

/** A filter as it is offered: the one that has but one value, with it. */
export const offeredFilter = (filter: SearchFilterKind): string => `${filterWord(filter)}${filter === "has" ? i18n.t("search-word-picture") : ""}`;

class SearchController {
  text = $state("");
  /** Whether the results stand in the place of the inbox. */
  open = $state(false);
  answer = $state.raw<SearchAnswer | null>(null);
  failure = $state<string | null>(null);
  recents = $state.raw<string[]>([]);
  active = $state(0);
  items = $derived.by(() => this.#items());
  /** Whether what is shown answers what is typed. */
  answered = $derived.by(() => this.#answeredText === this.text.trim());

  #answeredText = $state<string | null>(null);
  #again: ReturnType<typeof setTimeout> | undefined;
  #ask = oneAtATime(() => this.#run());

  get isEmpty(): boolean {
    return this.text.trim() === "";
  }

  /** The filter that is typed without a value yet, at the end of the text. */
  get begunFilter(): SearchFilterKind | null {
    const last = this.text.trim().split(/\s/u).at(-1);
    return FILTERS.find((filter) => filterWord(filter) === last) ?? null;
  }

  show(): void {
    if (!this.open) void this.#loadRecents();
    this.open = true;
  }

  /** Empties the field; an empty one is closed. Answers whether anything was done. */
  back(): boolean {
    if (this.text !== "") {
      this.type("");
      return true;
    }
    const wasOpen = this.open;
    this.open = false;
    return wasOpen;
  }

  type(text: string): void {
    this.text = text;
    this.active = 0;
    this.show();
    if (this.isEmpty) this.#forgetAnswer();
    else void this.#ask();
  }

  /** Takes a filter out of the text. */
  removeFilter(typed: string): void {
    this.type(this.text.replace(typed, " ").replace(/\s+/gu, " ").trim());
  }

  /** Searches what a person said. */
  searchFrom(person: Participant): void {
    this.type(`${filterWord("from")}${inOneToken(personName(person) ?? person.id)} `);
  }

  /** Lists the conversations with a tag of the user's. */
  searchTag(tag: string): void {
    this.type(`${filterWord("tag")}${inOneToken(tag)} `);
  }

  /** Begins a filter, whose value is typed next. */
  beginFilter(filter: SearchFilterKind): void {
    this.type(`${offeredFilter(filter)}${filter === "has" ? " " : ""}`);
  }

  /** What is typed, with its tags apart. */
  wordsAndTags(): { words: string; tags: string[] } {
    const tags = this.answered ? (this.answer?.filters ?? []).filter(({ kind }) => kind === "tag") : [];
    const words = tags.reduce((text, { typed }) => text.replace(typed, " "), this.text);
    return { words: words.replace(/\s+/gu, " ").trim(), tags: tags.map(({ value }) => value) };
  }

  move(step: number): void {
    const last = this.items.length - 1;
    this.active = Math.max(0, Math.min(last, this.active + step));
  }

  /** Keeps what was searched for among the recent searches, on this device. */
  async remember(): Promise<void> {
    const text = this.text.trim();
    if (text === "") return;
    await ipc.rememberSearch(text).catch(() => undefined);
    await this.#loadRecents();
  }

  async forgetRecents(): Promise<void> {
    await ipc.forgetSearches().catch(() => undefined);
    await this.#loadRecents();
  }

  /** Forgets everything: nothing of one account may be seen under another. */
  reset(): void {
    this.text = "";
    this.active = 0;
    this.open = false;
    this.recents = [];
    this.#forgetAnswer();
  }

  #forgetAnswer(): void {
    clearTimeout(this.#again);
    this.answer = null;
    this.failure = null;
    this.#answeredText = null;
  }

  async #loadRecents(): Promise<void> {
    this.recents = await ipc.recentSearches().catch(() => []);
  }

  async #run(): Promise<void> {
    const text = this.text.trim();
    clearTimeout(this.#again);
    if (text === "") return;
    try {
      const answer = await ipc.search(text, LIMIT);
      if (text !== this.text.trim()) return;
      this.answer = answer;
      this.failure = null;
      if (answer.results.notCovered > 0) this.#again = setTimeout(() => void this.#ask(), INDEXING_MS);
    } catch (thrown) {
      if (text !== this.text.trim()) return;
      this.answer = null;
      this.failure = errorCode(thrown);
    }
    this.#answeredText = text;
    this.active = Math.min(this.active, Math.max(0, this.items.length - 1));
  }

  #items(): SearchItem[] {
    if (this.isEmpty) {
      return [
        ...this.recents.map((text): SearchItem => ({ kind: "recent", key: `recent ${text}`, text })),
        ...FILTERS.map((filter): SearchItem => ({ kind: "filter", key: `filter ${filter}`, filter })),
      ];
    }
    const results = this.answer?.results;
    if (!results) return [];
    const chats = new Map(results.chats.map((row) => [row.id, row]));
    return [
      ...results.orders.map((row): SearchItem => ({ kind: "order", key: `order ${row.id}`, row })),
      ...results.conversations.map((row): SearchItem => ({ kind: "conversation", key: `conversation ${row.id}`, row })),
      ...results.people.map((person): SearchItem => ({ kind: "person", key: `person ${person.id}`, person })),
      ...results.messages.map((message): SearchItem => ({ kind: "message", key: `message ${message.id}`, message, chat: chats.get(message.conversation) ?? null })),
    ];
  }
}

export const search = new SearchController();
