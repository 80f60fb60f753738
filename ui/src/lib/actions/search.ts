// Opening the search, and what Enter does with what was found.
import { search, type SearchItem } from "$lib/controllers/search.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { showChats, showConversation, showMessage } from "$lib/controllers/navigation";
import { focusWhenDrawn } from "$lib/dom/panes";

const FIELD = '[data-testid="search"]';

/** Puts the focus into the search, wherever it is. Answers whether it can be. */
export function openSearch(): boolean {
  if (layout.covered || layout.picture !== null) return false;
  if (layout.view === "outbox") showChats();
  // Details that lie over list and chat would lie over what is found.
  layout.closeDetails();
  if (layout.singlePane) chat.close();
  search.show();
  void focusWhenDrawn(FIELD).then(() => document.querySelector<HTMLInputElement>(FIELD)?.select());
  return true;
}

/** Lists the conversations with a tag of the user's. */
export function showTag(tag: string): void {
  if (openSearch()) search.searchTag(tag);
}

/** Goes to what was found. The results stay, for the next one. */
export function goToFound(item: SearchItem): void {
  if (item.kind === "recent") return search.type(item.text);
  if (item.kind === "filter") return search.beginFilter(item.filter);
  if (item.kind === "person") return search.searchFrom(item.person);
  void search.remember();
  if (item.kind === "message") {
    showMessage(item.message.conversation, item.message.position);
    void focusWhenDrawn("[data-chat-list]");
  } else showConversation(item.row.id);
}
