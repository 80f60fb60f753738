// The outbox: messages that are not known to be on the server, and edits of them. It is loaded all the time,
// for the rail's count, the banners and the held messages of a closed chat.
import { errorCode, ipc, type ChangeSet, type ConversationRow, type Outbox, type OutboxRow } from "$lib/ipc";
import { endSteps } from "$lib/dom/undo";
import { outboxGroup, isHeld } from "$lib/format/outboxRow";
import { appendToDraft, saveDrafts, takeOverDraft } from "./composer.svelte";
import { disk } from "./disk.svelte";
import { whileListsChange } from "./coalesce";
import { latest } from "./latest";
import { reuseUnchanged } from "./reuseUnchanged";
import { toasts } from "./toasts.svelte";

type Edit = { conversation: string; before: string; text: string };

class OutboxController {
  rows = $state.raw<OutboxRow[]>([]);
  loading = $state(true);
  failure = $state<string | null>(null);
  /** Texts being edited, by local id; a row that is scrolled out of view keeps its edit. */
  edits = $state.raw<ReadonlyMap<string, Edit>>(new Map());
  /** Local ids of rows with a running action, which takes no second click. */
  busy = $state.raw<ReadonlySet<string>>(new Set());

  needs = $derived(this.rows.filter((row) => outboxGroup(row) === "needs"));
  waiting = $derived(this.rows.filter((row) => outboxGroup(row) === "waiting"));
  scheduled = $derived(this.rows.filter((row) => outboxGroup(row) === "scheduled"));
  cancelled = $derived(this.rows.filter((row) => outboxGroup(row) === "cancelled").toReversed());
  /** How many messages are neither sent nor cancelled. */
  count = $derived(this.needs.length + this.waiting.length + this.scheduled.length);
  serverBusy = $derived(this.waiting.some((row) => row.waits === "server-busy"));

  // Edits whose field has not had the focus: it takes the focus once, not each time it scrolls into view.
  #begun = new Set<string>();
  #query = latest<Outbox>(
    {
      ask: () => ipc.outbox(),
      apply: (answer) => this.#applyAnswer(answer),
      fail: (code) => {
        this.failure = code;
        this.loading = false;
      },
    },
    whileListsChange(),
  );

  load(): Promise<void> {
    return this.#query.load();
  }

  /** Applies an answer unless a newer one is on screen. */
  applyAnswer(answer: Outbox): void {
    this.#query.offer(answer);
  }

  /** Every change of the outbox also changes its conversation's row. */
  onChanges(changes: ChangeSet): void {
    this.#query.onChanges(changes, changes.conversations.length > 0 || changes.messages.length > 0);
  }

  /** Why a message waits depends on the connection. */
  onConnectionChange(): void {
    this.#query.refresh();
  }

  /** Forgets everything: no row of one account may be seen under another. */
  reset(): void {
    this.#query.restart();
    this.rows = [];
    this.loading = true;
    this.failure = null;
    this.edits = new Map();
  }

  /** The messages that are held for a closed chat. */
  heldIn(conversation: string | null): OutboxRow[] {
    return this.rows.filter((row) => row.conversation === conversation && isHeld(row));
  }

  retry = (localId: string) => this.#act(localId, () => ipc.retry(localId));
  discard = (localId: string) => this.#act(localId, () => ipc.discard(localId));
  restore = (localId: string) => this.#act(localId, () => ipc.restoreMessage(localId));
  dismiss = (localId: string) => this.#act(localId, () => ipc.dismissDropped(localId));
  confirm = (localId: string) => this.#act(localId, () => ipc.confirmSent(localId));
  reopen = (row: OutboxRow) => this.#act(row.localId, () => ipc.setStatus(row.conversation, "open"));

  /** Makes a message that has not left a draft again; answers whether it is one. */
  takeBack({ localId, conversation, text }: { localId: string; conversation: string; text: string }): Promise<boolean> {
    return this.#act(localId, async () => {
      // What was typed since is a part of the draft.
      await saveDrafts();
      takeOverDraft(conversation, text, await ipc.takeBack(localId));
      // It is nowhere else now: an undo does not take it out of the field.
      endSteps(conversation);
    });
  }

  /** The conversation in which an admin can be asked to reopen the row's chat; null after a failure. */
  async askAdmin(row: OutboxRow): Promise<ConversationRow | null> {
    let answer: ConversationRow | null = null;
    await this.#act(row.localId, async () => (answer = await ipc.askAdmin(row.conversation)));
    return answer;
  }

  startEdit(row: { localId: string; conversation: string; text: string }): void {
    this.#begun.add(row.localId);
    this.#keep(row.localId, { conversation: row.conversation, before: row.text, text: row.text });
  }

  /** Answers whether the field of an edit comes on screen for the first time. */
  takeEditorFocus(localId: string): boolean {
    return this.#begun.delete(localId);
  }

  updateEdit(localId: string, text: string): void {
    const edit = this.edits.get(localId);
    if (edit) this.#keep(localId, { ...edit, text });
  }

  cancelEdit(localId: string): void {
    this.#keep(localId, null);
  }

  /** Queues the edited text; the field stays open when that fails. */
  async submitEdit(localId: string): Promise<void> {
    const edit = this.edits.get(localId);
    if (!edit || edit.text.trim() === "") return;
    if (await this.#act(localId, () => ipc.editMessage(localId, edit.text))) this.#keep(localId, null);
  }

  /** Turns edits into drafts, which survive the end of the window. */
  async saveEditsAsDrafts(): Promise<void> {
    const kept = await Promise.all([...this.edits].map(([localId, edit]) => this.#toDraft(localId, edit)));
    if (kept.includes(true)) toasts.notify("edit-kept");
  }

  #keep(localId: string, edit: Edit | null): void {
    const edits = new Map(this.edits);
    if (edit) edits.set(localId, edit);
    else edits.delete(localId);
    this.edits = edits;
  }

  // Answers whether there was a changed text to save.
  async #toDraft(localId: string, edit: Edit): Promise<boolean> {
    this.#keep(localId, null);
    if (edit.text.trim() === "" || edit.text === edit.before) return false;
    await appendToDraft(edit.conversation, edit.text);
    return true;
  }

  // A message that was sent while it was being edited cannot change: the edited text becomes a draft.
  async #rescue(localId: string, edit: Edit): Promise<void> {
    if (await this.#toDraft(localId, edit)) toasts.notify("edit-too-late");
  }

  async #act(localId: string, ask: () => Promise<unknown>): Promise<boolean> {
    if (this.busy.has(localId)) return false;
    this.busy = new Set([...this.busy, localId]);
    try {
      await ask();
      disk.onWritten();
      return true;
    } catch (thrown) {
      toasts.notifyFailure(errorCode(thrown));
      return false;
    } finally {
      // After a refusal too: the row may be in another state than the screen shows.
      this.#query.refresh();
      this.busy = new Set([...this.busy].filter((one) => one !== localId));
    }
  }

  #applyAnswer(answer: Outbox): void {
    this.rows = reuseUnchanged(this.rows, answer.rows, (row) => row.localId);
    this.loading = false;
    this.failure = null;
    if (this.rows.some((row) => row.waits === "disk-full")) disk.applyCode("disk-full");
    for (const [localId, edit] of this.edits) {
      const { state } = this.rows.find((row) => row.localId === localId)?.state ?? { state: "sent" };
      if (state === "sent" || state === "sending" || state === "checking") void this.#rescue(localId, edit);
    }
  }
}

export const outbox = new OutboxController();
