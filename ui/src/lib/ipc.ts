// The only module that imports Tauri. A command resolves or throws a `CommandError` with the error's code.
//
// The window tests find elements by `data-testid`: sign-in-form, server, username, password, token,
// sign-in-button, try-demo, sign-in-error, inbox, inbox-row (data-conversation), unread, filter-*, rail-*, inbox-sort, sort-*, waiting (data-status), snooze, snoozed, snooze-*,
// resolve-and-next, toast-undo, selection-bar, bulk-*,
// search, search-results, search-item (data-kind, data-id), search-chip (data-kind), search-clear, search-nothing, search-failure, turn-round,
// chat, message (data-key, data-state, data-target), composer, send, banner (data-state), status-tag,
// close-conversation, reopen-conversation, resolve-conversation, settings, language-switch,
// language-*, theme-*, settings-general, settings-storage, storage-sizes (data-messages), storage-*, retention-*, clear-cache,
// clear-cache-confirm, new-conversation, open-order, details, rename, outbox, outbox-row (data-local,
// data-state, data-waits), retry, edit, discard, restore, copy, confirm-sent, held, quit-dialog, gap,
// chat-unfetched (data-state), chat-fetch, draft-text, draft-copy, draft-ask, toast (data-code),
// toast-outbox, toast-dismiss, image (data-phase), image-open, image-retry, lightbox, lightbox-*, image-allow, image-host (data-host), image-forbid,
// alert-sounds, sound-volume, sound-test, sound-failure (data-code), quiet-*, rail-quiet, ask-close, close-dialog, close-*,
// lock-screen (data-state), pin, pin-unlock, pin-forgot, forget-pin-dialog, forget-pin-confirm, settings-lock, pin-current, pin-new,
// pin-repeat, pin-set, pin-change, pin-remove, pin-save, lock-now, lock-after-*, lock-me, link-dialog, link-host, link-open, link-leave,
// reply-suggestion, reply-option (data-name), reply-panel, reply-panel-button, reply-search, reply-manage, reply-blanks, settings-replies,
// reply-row (data-shortcut), reply-add, reply-edit, reply-up, reply-down, reply-delete, reply-restore, reply-filter, reply-form, reply-shortcut,
// reply-category, reply-text, reply-save, reply-import, reply-export-csv, reply-export-json, reply-file-answer (data-fault), palette, palette-search,
// palette-action (data-name), shortcuts-dialog, shortcut-line (data-name), shortcuts-on, send-key-*, emoji-button, emoji-panel, emoji-search, emoji,
// take-back, take-back-*, scheduled (data-kind), send-now, rewrite, withdraw, send-later, send-later-*, outbox-scheduled, outbox-now, outbox-rewrite, outbox-dismiss,
// first-run, first-run-test, first-run-done, settings-search, settings-found (data-name), settings-search-none, own-keys-*, alert-test, manual, manual-*,
// print-dialog, print-document, print-count (data-count), print-button, export-dialog, export-*, today, today-*,
// note, note-fault, own-tag, tag, tag-input, tag-failure, tag-suggestion, tag-remove, reminder (data-status), promise, promise-leave,
// pane-close (chat has data-chat-pane), chat-window, own-window, attachments, attached-picture, attached-file, closing-dialog, closing-back, closing-go, wrong-chat, wrong-chat-reason (data-kind), wrong-chat-back, wrong-chat-send, other-chats (data-crossing), other-chat, other-chats-all,
// save-view, own-view (data-view), own-view-dialog, own-view-name, own-view-words, own-view-filter-*, own-view-save, own-view-delete, attach-button, attach-input, staged-files, staged-file, staged-remove, waiting-file (data-kind), upload-share, upload-cancel, upload-endpoint,
// upload-endpoint-failure (data-code), picture-link, file-message, outbox-file, customer-card, customer-chat, customer-others, customer-all, customer-phone-*, facts, fact (data-kind), fact-copy, fact-open, fact-insert.
import { convertFileSrc } from "@tauri-apps/api/core";
import { commands } from "./bindings";
export { inboxPage, longestDraft, longestMessage, longestNote, longestTag, mostFileBytes, mostPanes, mostTags } from "./bindings";
import type * as raw from "./bindings";
import { CommandQueue } from "./commandQueue";

type Certain = "revision" | "since" | "nextTry" | "zoom" | "soundVolume" | "clockOffset" | "waitMs";
type Solid<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends (infer Item)[]
    ? Solid<Item>[]
    : { [Key in keyof T]: Key extends Certain ? NonNullable<T[Key]> : Solid<T[Key]> };

export type Account = Solid<raw.Account>;
export type ChatFileFormat = raw.ChatFileFormat;
export type CannedReplies = Solid<raw.CannedReplies>;
export type CannedReply = raw.CannedReply;
export type ChangeSet = Solid<raw.ChangeSet>;
export type Connection = Solid<raw.Connection>;
export type ConversationRow = Solid<raw.ConversationRow>;
export type Credentials = raw.Credentials;
export type Customer = Solid<raw.Customer>;
export type CustomerChat = Solid<raw.CustomerChat>;
export type DeliveryState = raw.DeliveryState;
export type Fetched = raw.Fetched;
export type ImportedReplies = Solid<raw.ImportedReplies>;
export type Inbox = Solid<raw.Inbox>;
export type InboxChanges = Solid<raw.InboxChanges>;
export type InboxCounts = raw.InboxCounts;
export type InboxFilter = raw.InboxFilter;
export type InboxSort = raw.InboxSort;
export type InboxView = raw.InboxView;
export type Attachment = raw.Attachment;
export type Attachments = Solid<raw.Attachments>;
export type LockAfter = raw.LockAfter;
export type LockStatus = Solid<raw.LockStatus>;
export type MessageRow = Solid<raw.MessageRow>;
export type MessageWindow = raw.MessageWindow;
export type Messages = Solid<raw.Messages>;
export type NewConversation = raw.NewConversation;
export type OrderLookup = Solid<raw.OrderLookup>;
export type Outbox = Omit<Solid<raw.Outbox>, "rows"> & { rows: OutboxRow[] };
export type OutboxRow = Omit<Solid<raw.OutboxRow>, "createdAt"> & { createdAt: number };
export type OutboxState = raw.OutboxState;
export type OwnView = Solid<raw.OwnView>;
export type OwnViews = Solid<raw.OwnViews>;
export type SavedView = Solid<raw.SavedView>;
export type Participant = raw.Participant;
export type PinAnswer = Solid<raw.PinAnswer>;
export type OpenChats = Solid<raw.OpenChats>;
export type Position = raw.Position;
export type Preferences = Required<Solid<raw.Preferences>>;
export type Prefetch = raw.Prefetch;
export type FoundMessage = Solid<raw.FoundMessage>;
export type Schedule = Solid<raw.Schedule>;
export type SearchAnswer = Solid<raw.SearchAnswer>;
export type SearchFilterKind = raw.SearchFilterKind;
export type SignOut = raw.SignOut;
export type ImagePreview = raw.ImagePreview;
export type Preview = Solid<raw.Preview>;
export type Collision = Solid<raw.Collision>;
export type Reminder = Solid<raw.Reminder>;
export type ReplyFileFormat = raw.ReplyFileFormat;
export type ReplyUse = Solid<raw.ReplyUse>;
export type SavedReply = Solid<raw.SavedReply>;
export type StorageReport = { account: Record<keyof raw.StorageSizes, number>; logBytes: number };
export type StartUp = Omit<Solid<raw.StartUp>, "preferences"> & { preferences: Preferences };
export type Today = Omit<Solid<raw.Today>, "hours"> & { hours: { at: number; asked: number; answered: number }[] };
export type UploadProgress = raw.UploadProgress;
export type Unsent = raw.Unsent;
export type WaitReason = raw.WaitReason;
export type Status = "open" | "closed" | "resolved";

/** A failed command; `code` has a sentence under `error-CODE` in the locales. */
export class CommandError extends Error {
  readonly code: string;
  readonly detail: string | null;

  constructor(code: string, detail: string | null) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export function errorCode(thrown: unknown): string {
  return thrown instanceof CommandError ? thrown.code : "internal";
}

type Commands = typeof commands;
type Answer = Awaited<ReturnType<Commands[keyof Commands]>>;
type Data<Name extends keyof Commands> = Extract<Awaited<ReturnType<Commands[Name]>>, { status: "ok" }>["data"];

/** Results whose types above say more than the generator does. */
type Results = { outbox: Outbox; today: Today; startUp: StartUp; storageSizes: StorageReport };

/** Arguments whose types above say more than the generator does. */
type Arguments = { changePreferences: [changes: Partial<raw.PreferenceChanges>] };

type Ipc = {
  [Name in keyof Commands]: (
    ...args: Name extends keyof Arguments ? Arguments[Name] : Parameters<Commands[Name]>
  ) => Promise<Name extends keyof Results ? Results[Name] : Solid<Data<Name>>>;
};

async function ask(call: Promise<Answer>): Promise<unknown> {
  let answer: Answer;
  try {
    answer = await call;
  } catch (thrown) {
    throw new CommandError("internal", String(thrown));
  }
  if (answer.status === "ok") return answer.data;
  const { code, detail } = answer.error ?? { code: "internal", detail: null };
  throw new CommandError(code ?? "internal", detail ?? null);
}

/** What changes drafts, the outbox and what is read: the order of these is the user's. None waits for the network. */
const ORDERED = new Set<string>([
  "openConversation",
  "closeConversation",
  "noteOpenChats",
  "openChatWindow",
  "markSeen",
  "markRead",
  "saveDraft",
  "send",
  "sendWithTakeBack",
  "sendLater",
  "sendFile",
  "sendPictureLink",
  "takeBack",
  "dismissDropped",
  "retry",
  "discard",
  "editMessage",
  "restoreMessage",
  "confirmSent",
  "starConversation",
  "unstarConversation",
  "snoozeConversation",
  "endSnooze",
  "saveNote",
  "setTags",
  "remind",
  "endReminder",
  "saveCannedReply",
  "deleteCannedReply",
  "orderCannedReplies",
  "saveOwnView",
  "deleteOwnView",
] satisfies (keyof Commands)[]);
const queue = new CommandQueue();

/** Every command of the shell, under its generated name: the result, or a thrown `CommandError`. */
export const ipc = Object.fromEntries(
  Object.entries(commands).map(([name, call]) => {
    const run = (...args: unknown[]) => ask((call as (...args: unknown[]) => Promise<Answer>)(...args));
    return [name, ORDERED.has(name) ? (...args: unknown[]) => queue.run(() => run(...args)) : run];
  }),
) as Ipc;

/** Where the engine serves a message's image: the window fetches none from the network and names no address. */
export function imageAddress(message: string, size: "thumbnail" | "viewer"): string {
  return convertFileSrc(`${size}/${message}`, "media");
}

/** Where the engine serves a picture that waits to be sent. */
export function waitingImageAddress(localId: string): string {
  return convertFileSrc(`waiting/${localId}`, "media");
}

type ShellEvent = Solid<raw.ShellEvent>;
type ValueOf<Event> = "value" extends keyof Event ? [value: Exclude<Event["value"], undefined>] : [];
type Told = { [Event in ShellEvent as Event["kind"]]: (...value: ValueOf<Event>) => void };

/** One handler for each kind of event that the shell tells. */
export type EventHandlers = Omit<Told, "preferencesChanged"> & { preferencesChanged: (value: Preferences) => void };

/** What a page asked before its script was loaded: `earlyQuestion.js`. */
interface EarlyQuestion {
  readonly answer: Promise<raw.StartUp>;
  readonly handOver: (handle: (event: raw.ShellEvent) => void) => void;
}

/** The window's first question, which subscribed it to what the shell tells; that waits for handlers. */
export class FirstQuestion {
  readonly #asked = (window as unknown as { earlyQuestion: EarlyQuestion }).earlyQuestion;
  readonly answer = ask(
    this.#asked.answer.then(
      (data) => ({ status: "ok", data }),
      (error) => ({ status: "error", error }),
    ),
  ) as Promise<StartUp>;

  /** From here on events are handled as they come, first those that waited. */
  handOver(handlers: EventHandlers): void {
    this.#asked.handOver((event) => {
      const handle = handlers[event.kind] as (value?: unknown) => void;
      handle("value" in event ? event.value : undefined);
    });
  }
}
