// The user's own views of the inbox, with the number of conversations in each.
import { ipc, type ChangeSet, type OwnView, type OwnViews, type SavedView } from "$lib/ipc";
import { inbox } from "./inbox.svelte";
import { latest } from "./latest";
import { runCommand, succeeds } from "./runCommand";

class OwnViewsController {
  list = $state.raw<OwnViews["views"]>([]);
  /** The view that the inbox shows, if it is one of these. */
  shown = $derived<OwnView | null>(this.list.find(({ view }) => view.id === inbox.own)?.view ?? null);

  #query = latest<OwnViews>({
    ask: () => ipc.ownViews(),
    apply: ({ views }) => this.#apply(views),
    // The inbox itself says what is wrong.
    fail: () => undefined,
  });

  load(): Promise<void> {
    return this.#query.load();
  }

  /** Counts anew; without views there is nothing to count. */
  onChanges(changes: ChangeSet): void {
    const isTouched = changes.conversations.length + changes.messages.length + changes.newConversations.length > 0;
    this.#query.onChanges(changes, isTouched && this.list.length > 0);
  }

  /** Forgets everything: no view of one account may be seen under another. */
  reset(): void {
    this.#query.restart();
    this.list = [];
  }

  /** Keeps a view and shows it; answers why where it is refused. */
  async save(draft: Omit<OwnView, "id">, id: string | null): Promise<SavedView | undefined> {
    const saved = await runCommand(ipc.saveOwnView(id, draft.name, draft.filters, draft.words, draft.tags, draft.sort));
    if (saved?.outcome !== "saved") return saved;
    await this.load();
    if (inbox.own === saved.view.id) await inbox.load();
    else await inbox.showOwn(saved.view.id);
    return saved;
  }

  /** Removes a view; the inbox shows its filter again. */
  async remove(view: OwnView): Promise<boolean> {
    if (!(await succeeds(ipc.deleteOwnView(view.id)))) return false;
    if (inbox.own === view.id) await inbox.setFilter(inbox.filter);
    await this.load();
    return true;
  }

  // A view that is gone, or another account's, is not shown any more.
  #apply(views: OwnViews["views"]): void {
    this.list = views;
    if (inbox.own !== null && !views.some(({ view }) => view.id === inbox.own)) void inbox.setFilter(inbox.filter);
  }
}

export const ownViews = new OwnViewsController();
