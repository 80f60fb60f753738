// The canned replies of whoever is signed in. They are known on this computer only.
import { majorityDirection, type Direction } from "$lib/format/text/direction";
import { ipc, type CannedReplies, type CannedReply, type ImportedReplies, type ReplyFileFormat, type SavedReply } from "$lib/ipc";
import { previewOf, suggestReplies, useContexts, type VariableValues } from "$lib/format/cannedReply";
import { personName } from "$lib/format/names";
import { REPLY_FILE_BYTES } from "$lib/limits";
import { Asked } from "./asked.svelte";
import { chat, type ChatController } from "./chat.svelte";
import { clock } from "./clock.svelte";
import { i18n } from "./i18n.svelte";
import { runCommand, succeeds } from "./runCommand";
import { session } from "./session.svelte";

const PLACES = ["restaurant", "market", "pharmacy"];

type Chat = Pick<ChatController, "row" | "messages">;

/** What others said last in a chat. */
function lastSaid({ messages }: Chat): string {
  return messages.rows.findLast((row) => !row.mine && row.kind === "text")?.content ?? "";
}

/** An «ok» among Arabic words is no other language: so many messages of the other side tell it. */
const DIRECTION_MESSAGES = 5;

/** The direction in which the other side writes: that of most messages, one long sentence is one; of as many each, the newest. */
function saidDirection({ messages }: Chat): Direction {
  const said = messages.rows.filter((row) => !row.mine && row.kind === "text").slice(-DIRECTION_MESSAGES);
  const directions = said.map((row) => majorityDirection(row.content)).filter((direction) => direction !== null);
  const balance = directions.reduce((sum, direction) => sum + (direction === "rtl" ? 1 : -1), 0);
  if (balance === 0) return directions.at(-1) ?? i18n.direction;
  return balance > 0 ? "rtl" : "ltr";
}

class CannedRepliesController {
  readonly known = new Asked<CannedReplies>(() => ipc.cannedReplies());
  /** The reply that was deleted last, until something else happens: it can be had back. */
  deleted = $state.raw<CannedReply | null>(null);

  readonly list = $derived(this.known.answer?.replies ?? []);
  readonly #uses = $derived(this.known.answer?.uses ?? []);
  readonly categories = $derived([...new Set(this.list.map((reply) => reply.category))].filter((category) => category !== ""));
  /** Those that fit best in the open chat. */
  readonly suggestions = $derived(this.suggestionsIn(chat));

  /** Asks for the replies unless they are known. */
  load(): Promise<void> {
    return this.known.ensure();
  }

  reset(): void {
    this.known.forget();
    this.deleted = null;
  }

  /** Those that fit best in a chat. */
  suggestionsIn(where: Chat): CannedReply[] {
    return where.row === null ? [] : suggestReplies(this.list, this.#uses, useContexts(where.row, lastSaid(where)), saidDirection(where));
  }

  /** A reply's text as it will look in a chat, by default the open one. */
  preview(reply: CannedReply, where: Chat = chat): string {
    return previewOf(reply.text, this.values(where));
  }

  /** What a chat tells, by default the open one. */
  values(where: Chat = chat): VariableValues {
    const people = where.row?.people ?? [];
    const withRole = (roles: string[]) => personName(people.find((person) => roles.includes(person.role ?? "")));
    return {
      customer: withRole(["user"]) ?? personName(people[0]),
      order: where.row?.orderNumber ?? null,
      restaurant: withRole(PLACES),
      agent: personName(session.me),
      time: i18n.time(clock.now),
    };
  }

  /** Counts that a reply was put into the open chat's composer. */
  async recordUse(reply: CannedReply): Promise<void> {
    if (chat.row === null) return;
    // A count that is lost is no news for anybody.
    await ipc.recordReplyUse(reply.id, useContexts(chat.row, lastSaid(chat))).catch(() => undefined);
    await this.known.load();
  }

  async save(reply: Omit<CannedReply, "id">, id: string | null): Promise<SavedReply | undefined> {
    this.deleted = null;
    const saved = await runCommand(ipc.saveCannedReply(id, reply.shortcut, reply.category, reply.text));
    await this.known.load();
    return saved;
  }

  async remove(reply: CannedReply): Promise<void> {
    if (await succeeds(ipc.deleteCannedReply(reply.id))) this.deleted = reply;
    await this.known.load();
  }

  /** Brings the reply back that was deleted last; it goes to the end of the list. */
  async restoreDeleted(): Promise<void> {
    const reply = this.deleted;
    if (reply !== null) await this.save(reply, reply.id);
  }

  /** Moves a reply before or after its neighbour. */
  async move(reply: CannedReply, step: -1 | 1): Promise<void> {
    const ids = this.list.map((one) => one.id);
    const at = ids.indexOf(reply.id);
    const to = at + step;
    if (at < 0 || to < 0 || to >= ids.length) return;
    ids.splice(to, 0, ...ids.splice(at, 1));
    await succeeds(ipc.orderCannedReplies(ids));
    await this.known.load();
  }

  async importFile(file: Blob): Promise<ImportedReplies | undefined> {
    if (file.size > REPLY_FILE_BYTES) return { outcome: "refused", fault: "too-large", line: null };
    const bytes = new Uint8Array(await file.arrayBuffer());
    const imported = await runCommand(ipc.importCannedReplies([...bytes]));
    await this.known.load();
    return imported;
  }

  /** Writes all replies to a file, and answers its path. */
  exportFile(format: ReplyFileFormat): Promise<string | undefined> {
    return runCommand(ipc.exportCannedReplies(format));
  }
}

export const cannedReplies = new CannedRepliesController();
