// A fake of the shell that answers commands from fixtures, behind the generated bindings.
import { emit } from "@tauri-apps/api/event";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import type { Account, ChangeSet, Connection, ConversationRow, Customer, EventHandlers, ImagePreview, InboxView, OrderLookup, LockStatus, OwnView, OwnViews, PinAnswer, OutboxRow, Unsent, MessageRow, MessageWindow, OpenChats, Position, Preferences, StorageReport, Today } from "$lib/ipc";
import { latinDigits } from "$lib/format/pin";
import { inboxWindow } from "./fakeInbox";
import { textOf, unsentOf } from "./fakeOutbox";
import { FakeReplies } from "./fakeReplies";
import { markedRow } from "./fakeMarks";
import { messageWindow, unfetchedWindow, unseenAfter } from "./fakeMessages";
import { searchAnswer } from "./fakeSearch";
import { conversationFixtures, ME, message, messageFixtures, NOW } from "./fixtures";
import { later } from "./pendingEvents";

/** Tells the window of an event, as the shell does. */
export async function tell(kind: keyof EventHandlers, value?: unknown): Promise<void> {
  await emit("shell-event", value === undefined ? { kind } : { kind, value });
}

/** What the shell carries out while it is locked. */
const WHILE_LOCKED = new Set(["start_up", "first_screen_painted", "unlock", "forget_pin", "unsent", "change_preferences", "ask_to_quit", "quit", "cancel_quit", "drafts_flushed"]);

type Options = { account?: boolean; connection?: Connection; preferences?: Partial<Preferences> };

export class FakeShell {
  messages = messageFixtures();
  conversations = conversationFixtures(this.messages);
  account: Account | null;
  connection: Connection;
  preferences: Preferences;
  outbox: OutboxRow[] = [];
  clockOffset = 0;
  gapFilled: (() => void) | null = null;
  /** Chats whose first unread message is not in the cache. */
  missingUnread = new Set<string>();
  /** What comes into the cache when the first unread message is fetched. */
  firstUnreadFetched: (() => void) | null = null;
  /** The conversation of a clicked deep link, until it is followed. */
  link: string | null = null;
  /** What this window shows, and which chats have a window of their own. */
  shows: "main" | "chat" = "main";
  chatWindows: string[] = [];
  calls: { command: string; args: Record<string, unknown> }[] = [];
  refuse: Record<string, string> = {};
  /** Commands that are answered only after a promise resolves. */
  holds: Record<string, Promise<void>> = {};
  /** Chats of which nothing was ever fetched. */
  unfetched = new Set<string>();
  storage: StorageReport["account"] = {
    cacheBytes: 412 * 1024 ** 2,
    freeBytes: 38 * 1024 ** 2,
    userBytes: 220 * 1024,
    reserveBytes: 1280 * 1024,
    imageBytes: 64 * 1024 ** 2,
    imageLimitBytes: 256 * 1024 ** 2,
    conversations: 10_240,
    messages: 1_048_211,
  };
  remembers = true;
  /** The chats that were open when the program ended. */
  openChats: OpenChats = { chats: [], active: null };
  /** Who is remembered, the last one last. */
  accounts: Account[];
  ownViews: OwnViews["views"] = [];
  /** Why a view is not kept. */
  viewFault: string | null = null;
  /** What is known of the open chat's customer. */
  customer: Omit<Customer, "revision"> = { person: null, firstSeen: null, others: 0, chats: [] };
  /** What a search for an order's chat finds. */
  orderLookup: OrderLookup = { found: "noOrder" };
  /** The hosts in ASCII of links that show another one. */
  unusualHosts: Record<string, string> = {};
  /** The hosts from which images are fetched. */
  imageHosts: string[] = [];
  /** What is shown of a message's image, by the message's id; else its thumbnail. */
  images: Record<string, ImagePreview> = {};
  /** The PIN that is set; in Latin digits. */
  pin: string | null = null;
  lock: LockStatus = { state: "off" };
  wrongPin: PinAnswer = { answer: "wrong", left: 4, waitMs: 0 };
  readonly replies = new FakeReplies();
  revision = 1;
  today: Today = { answered: 0, answeredByMe: 0, medianWait: null, longestWait: null, waiting: 0, hours: [], more: false };
  /** What was searched for, the last one first. */
  searches: string[] = [];
  notCovered = 0;

  constructor(options: Options = {}) {
    this.account = options.account === false ? null : { server: "https://avvento-server.onrender.com", me: ME, remembered: true };
    this.accounts = this.account ? [this.account] : [];
    this.connection = options.connection ?? { state: "online", since: NOW };
    this.preferences = { language: "ar", theme: "light", hideNotificationText: false, alertSounds: "on", soundVolume: 0.7, doNotDisturbUntil: null, closeWithoutTray: "ask", trayHint: "due", digits: "latin", zoom: 1, detailsOpen: true, retention: "everything", otherAccounts: "forget", lockAfter: "five-minutes", inboxFilter: "open", inboxSorts: {}, ownView: null, waitingLongMinutes: 5, waitingLateMinutes: 10, shortcuts: "on", sendKey: "enter", takeBackSeconds: 0, alertTest: "done", uploadEndpoint: "", ownKeys: {}, ...options.preferences };
    mockWindows("main");
    mockIPC(
      (command, args) => {
        const answer = () => this.answer(command, (args ?? {}) as Record<string, unknown>) ?? null;
        const held = this.holds[command];
        return held ? held.then(answer) : answer();
      },
      { shouldMockEvents: true },
    );
    // Images come from the page's own folder here.
    (window as unknown as { __TAURI_INTERNALS__: { convertFileSrc: (url: string) => string } }).__TAURI_INTERNALS__.convertFileSrc = (url) =>
      `/media/${encodeURIComponent(url)}`;
  }

  saveOwnView(draft: OwnView & { id: string | null }): unknown {
    if (this.viewFault !== null) return { outcome: "refused", fault: this.viewFault };
    const view = { ...draft, id: draft.id ?? `view-${this.ownViews.length + 1}` };
    const known = this.ownViews.some((one) => one.view.id === view.id);
    this.ownViews = known ? this.ownViews.map((one) => (one.view.id === view.id ? { ...one, view } : one)) : [...this.ownViews, { view, count: 2 }];
    return { outcome: "saved", view };
  }

  async changed(some: Partial<ChangeSet>): Promise<void> {
    this.revision += 1;
    await tell("changed", { revision: this.revision, conversations: [], messages: [], newMessages: [], newConversations: [], resync: false, ...some });
  }

  async arrives(conversation: string, sender: MessageRow["sender"], content: string): Promise<void> {
    const row = message(conversation, Date.now(), sender, content, { isRead: false });
    row.key = row.id = `n${this.revision}-${content}`;
    this.messages[conversation]?.push(row);
    const listed = this.conversations.find((one) => one.id === conversation);
    if (listed) {
      listed.unread += 1;
      listed.lastMessage = { kind: row.kind, content, mine: row.mine, sender, state: row.delivery, createdAt: row.createdAt };
    }
    await this.changed({ conversations: [conversation], messages: [conversation] });
  }

  async connect(connection: Connection): Promise<void> {
    this.connection = connection;
    await tell("connectionChanged", connection);
  }

  async linkClicked(conversation: string): Promise<void> {
    this.link = conversation;
    await tell("linkClicked");
  }

  /** The arguments of each call of a command, in order. */
  argsOf(command: string): Record<string, unknown>[] {
    return this.calls.filter((call) => call.command === command).map((call) => call.args);
  }

  answer(command: string, args: Record<string, unknown>): unknown {
    if (command.startsWith("plugin:")) return null;
    this.calls.push({ command, args });
    const shut = this.lock.state === "locked" || this.lock.state === "damaged";
    const code = this.refuse[command] ?? (shut && !WHILE_LOCKED.has(command) ? "locked" : undefined);
    if (code) throw { code, detail: null };
    const marked = markedRow(command, args);
    if (marked) return this.touch(args["id"] as string, marked);
    switch (command) {
      case "start_up":
        return {
          lock: this.lock,
          account: shut ? null : this.account,
          inbox: this.account && !shut ? this.inbox({ filter: this.preferences.inboxFilter }, args["limit"] as number) : null,
          window: this.shows,
          chatWindows: this.chatWindows,
          openChats: shut ? { chats: [], active: null } : this.openChats,
          connection: this.connection,
          preferences: this.preferences,
          demo: false,
          defaultServer: "https://avvento-server.onrender.com",
          notices: [],
          clockOffset: this.clockOffset,
          version: "0.1.0",
        };
      case "sign_in":
      case "sign_in_demo":
        return (this.account = { server: "http://127.0.0.1:4000", me: ME, remembered: this.remembers });
      case "lock_now":
        return this.setLock({ state: "locked", waitMs: 0 });
      case "unlock":
        return this.takePin(args["pin"] as string, () => this.setLock({ state: "unlocked" }));
      case "set_pin":
        return this.takePin((args["current"] as string | null) ?? this.pin ?? "", () => {
          this.pin = latinDigits(args["pin"] as string);
          return this.setLock({ state: "unlocked" });
        });
      case "remove_pin":
        return this.takePin(args["current"] as string, () => this.setLock({ state: "off" }));
      case "forget_pin":
        this.account = null;
        return this.setLock({ state: "off" });
      case "accounts":
        return this.accounts;
      case "forget_account":
        return void (this.accounts = this.accounts.filter((account) => account.me.id !== args["user"]));
      case "own_views":
        return { views: this.ownViews, revision: this.revision };
      case "inbox_of_own_view":
        return { ...this.inbox({ filter: "all" }, 100), rows: this.conversations.filter((row) => row.starred) };
      case "save_own_view":
        return this.saveOwnView(args as unknown as OwnView & { id: string | null });
      case "delete_own_view":
        this.ownViews = this.ownViews.filter(({ view }) => view.id !== args["id"]);
        return null;
      case "inbox":
        return this.inbox(args["view"] as InboxView, args["limit"] as number);
      case "inbox_changes": {
        const { rows, ...rest } = this.inbox(args["view"] as InboxView, args["limit"] as number);
        const changed = args["changed"] as string[];
        return { ...rest, order: rows.map((row) => row.id), rows: rows.filter((row) => changed.includes(row.id)) };
      }
      case "conversation":
        return { ...this.row(args["id"] as string) };
      case "customer":
        return { ...this.customer, revision: this.revision };
      case "messages":
        return this.window(args["conversation"] as string, args["window"] as MessageWindow);
      case "open_link": {
        const host = this.unusualHosts[args["url"] as string];
        return host !== undefined && args["consent"] === "unasked" ? { outcome: "question", host } : { outcome: "opened" };
      }
      case "load_image": {
        const preview = this.images[args["message"] as string] ?? { show: "thumbnail" };
        return preview.show === "question" && this.imageHosts.includes(preview.host) ? { show: "thumbnail" } : preview;
      }
      case "export_chat":
        return "/home/me/Downloads/chat.html";
      case "today":
        return this.today;
      case "save_file":
        return "/home/agent/Downloads/bill.pdf";
      case "save_image":
        return "avvento-1.jpg";
      case "image_hosts":
        return [...this.imageHosts];
      case "allow_image_host":
        return void this.imageHosts.push(args["host"] as string);
      case "forbid_image_host":
        return void (this.imageHosts = this.imageHosts.filter((host) => host !== args["host"]));
      case "search":
        return searchAnswer(args["text"] as string, this.conversations, Object.values(this.messages).flat(), this.notCovered);
      case "recent_searches":
        return [...this.searches];
      case "remember_search":
        return void (this.searches = [args["text"] as string, ...this.searches.filter((one) => one !== args["text"])]);
      case "forget_searches":
        return void (this.searches = []);
      case "people":
        return this.conversations.flatMap((row) => row.people).filter((one, at, all) => all.findIndex((other) => other.id === one.id) === at);
      case "set_status":
        return this.touch(args["conversation"] as string, { status: args["status"] as string });
      case "rename":
        return this.touch(args["conversation"] as string, { subject: args["subject"] as string });
      case "mark_seen":
        return this.markSeen(args["id"] as string, args["until"] as Position);
      case "fetch_first_unread":
        return void this.firstUnreadFetched?.();
      case "snooze_conversation":
        return void Object.assign(this.row(args["id"] as string), { snoozedUntil: args["until"] });
      case "end_snooze":
        return void Object.assign(this.row(args["id"] as string), { snoozedUntil: null });
      case "tags_in_use":
        return [...new Set(this.conversations.flatMap((row) => row.tags))];
      case "mark_read":
        return void Object.assign(this.row(args["id"] as string), { unread: 0 });
      case "save_draft":
        return this.touch(args["conversation"] as string, { draft: (args["text"] as string) || null });
      case "send":
      case "send_with_take_back":
      case "send_later":
        return this.send(args["conversation"] as string, args["text"] as string);
      case "take_back":
        return textOf(this.outbox, args["localId"], () => this.move(args["localId"] as string, null));
      case "dismiss_dropped":
        return this.move(args["localId"] as string, { state: { state: "cancelled", at: Date.now(), reason: "user" } });
      case "outbox":
        return { rows: this.outbox.map((row) => ({ ...row })), revision: this.revision };
      case "retry":
      case "restore_message":
        return this.move(args["localId"] as string, { state: { state: "pending" }, waits: null });
      case "edit_message":
        return this.move(args["localId"] as string, { text: args["text"] as string, state: { state: "pending" } });
      case "discard":
        return this.move(args["localId"] as string, { state: { state: "cancelled", at: Date.now(), reason: "user" }, waits: null });
      case "confirm_sent":
        return this.move(args["localId"] as string, null);
      case "unsent":
        return this.unsent();
      case "fill_gap":
        this.gapFilled?.();
        return "more";
      case "fetch_older":
        this.unfetched.delete(args["conversation"] as string);
        this.revision += 1;
        return "beginning";
      case "storage_sizes":
        return { account: this.storage, logBytes: 180 * 1024 };
      case "clear_cache":
        return void (this.storage = { ...this.storage, cacheBytes: 96 * 1024, freeBytes: 0, imageBytes: 0, conversations: 0, messages: 0 });
      case "follow_link": {
        const id = this.account === null ? null : this.link;
        if (id !== null) this.link = null;
        return id === null ? null : { ...this.row(id) };
      }
      case "find_order_chat":
        return this.orderLookup;
      case "create_conversation":
      case "open_order_chat":
      case "ask_admin":
        return this.conversations[0];
      default:
        return this.replies.answer(command, args) ?? null;
    }
  }

  setLock(lock: LockStatus): null {
    this.lock = lock;
    if (lock.state === "off") this.pin = null;
    void tell("lockChanged", lock);
    return null;
  }

  private takePin(pin: string, accept: () => null): PinAnswer {
    if (latinDigits(pin) !== (this.pin ?? "")) return this.wrongPin;
    accept();
    return { answer: "accepted" };
  }

  unsent(): Unsent {
    return unsentOf(this.outbox, this.conversations);
  }

  async quitAsked(): Promise<void> {
    await tell("quitAsked", this.unsent());
  }

  async typedAsked(): Promise<void> {
    await tell("typedAsked");
  }

  /** Changes a row of the outbox, or removes it. */
  move(localId: string, some: Partial<OutboxRow> | null): null {
    const row = this.outbox.find((one) => one.localId === localId);
    if (!row) throw { code: "not-found", detail: null };
    this.outbox = some ? this.outbox.map((one) => (one === row ? { ...one, ...some } : one)) : this.outbox.filter((one) => one !== row);
    later(() => void this.changed({ conversations: [row.conversation], messages: [row.conversation] }), 0);
    return null;
  }

  private row(id: string): ConversationRow {
    const row = this.conversations.find((one) => one.id === id);
    if (!row) throw { code: "not-found", detail: null };
    return row;
  }

  private touch(id: string, some: Partial<ConversationRow>): null {
    Object.assign(this.row(id), some, { revision: ++this.revision });
    later(() => void this.changed({ conversations: [id] }), 0);
    return null;
  }

  private markSeen(id: string, until: Position): null {
    return this.touch(id, { unread: Math.min(this.row(id).unread, unseenAfter(this.messages[id] ?? [], until)) });
  }

  private send(conversation: string, text: string): string {
    const localId = `local-${this.revision}`;
    const row = message(conversation, Date.now(), ME, text, { id: null, localId, key: localId, delivery: { state: "pending" } });
    (this.messages[conversation] ??= []).push(row);
    this.touch(conversation, { draft: null });
    later(() => void this.changed({ messages: [conversation] }), 0);
    later(() => {
      const rows = this.messages[conversation];
      const at = rows?.findIndex((one) => one.key === localId) ?? -1;
      if (rows && at >= 0) rows[at] = { ...row, id: `s-${localId}`, delivery: { state: "sent" } };
      void this.changed({ messages: [conversation] });
    }, 60);
    return localId;
  }

  private inbox({ filter }: Pick<InboxView, "filter">, limit: number) {
    return { ...inboxWindow(this.conversations, filter, limit), revision: this.revision };
  }

  private window(conversation: string, window: MessageWindow) {
    const all = this.messages[conversation] ?? [];
    const { unread } = this.row(conversation);
    return { ...(this.unfetched.has(conversation) ? unfetchedWindow(all, unread) : messageWindow(all, unread, window, this.missingUnread.has(conversation))), revision: this.revision };
  }
}
