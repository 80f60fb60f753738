//! What the store shows: rows as a screen or a script wants them, made from the cache and the
//! outbox together. These types are the UI's contract; the shell generates TypeScript from them.

use std::collections::HashSet;

use protocol::{
    Attachment, ConversationId, ConversationStatus, MessageId, MessageKind, OrderId, Participant,
    SupportType, UtcMs,
};
use serde::{Deserialize, Serialize};

use crate::model::schedule::Schedule;
use crate::model::source::Source;

/// Names a message that was written here, before and after the server has it (a UUID).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct LocalId(pub String);

/// Which conversations the inbox shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum InboxFilter {
    /// Open ones in which the other side waits for an answer.
    Unanswered,
    /// Open and pending ones.
    #[default]
    Open,
    /// Those with unread messages.
    Unread,
    /// Orders' chats.
    Orders,
    /// Those that are put off.
    Snoozed,
    /// Those with a star.
    Starred,
    /// Those in which I wrote.
    TookPart,
    /// Closed and resolved ones.
    Closed,
    /// Everything.
    All,
}

/// A window of the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Inbox {
    /// The rows, in its order.
    pub rows: Vec<ConversationRow>,
    /// Whether there are more behind the window.
    pub more: bool,
    /// How many conversations each filter holds.
    pub counts: InboxCounts,
    /// The store's revision that this answer reflects: an answer with a lower one is older.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

/// What a change did to a window of the inbox: its order, and the rows that are not as they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct InboxChanges {
    /// Every row of the window, in its order.
    pub order: Vec<ConversationId>,
    /// Those of them that were asked for.
    pub rows: Vec<ConversationRow>,
    /// Whether there are more behind the window.
    pub more: bool,
    /// How many conversations each filter holds.
    pub counts: InboxCounts,
    /// The store's revision that this answer reflects: an answer with a lower one is older.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

/// How many conversations each filter of the inbox holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct InboxCounts {
    /// Open, and the other side waits for an answer.
    pub unanswered: u32,
    /// Open and pending, and not put off.
    pub open: u32,
    /// With unread messages.
    pub unread: u32,
    /// Orders' chats.
    pub orders: u32,
    /// Put off.
    pub snoozed: u32,
    /// With a star.
    pub starred: u32,
    /// Those in which I wrote.
    pub took_part: u32,
    /// Closed and resolved.
    pub closed: u32,
    /// Everything.
    pub all: u32,
}

/// Whether a conversation still wants somebody: what notifications ask, of many at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationState {
    /// How many messages are unread.
    pub unread: u32,
    /// How far it is.
    pub status: ConversationStatus,
}

/// One conversation, as the inbox and the chat's head show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConversationRow {
    /// Which conversation.
    pub id: ConversationId,
    /// Everybody in it but me; the customer first, support's side last.
    pub people: Vec<Participant>,
    /// Everybody in it, me included.
    pub participants: Vec<Participant>,
    /// What it is about, in one line; none where nothing of it can be seen.
    pub subject: Option<String>,
    /// How far it is.
    pub status: ConversationStatus,
    /// General support or an order's chat.
    pub support_type: SupportType,
    /// The order of an order's chat.
    pub related_order: Option<OrderId>,
    /// The order's short number, without `#`: the last four characters of its id. What the subject says is text.
    pub order_number: Option<String>,
    /// How many messages I have not read.
    pub unread: u32,
    /// The newest message, pending ones of mine included.
    pub last_message: Option<Preview>,
    /// What I began to write and did not send.
    pub draft: Option<String>,
    /// How many messages of mine wait to be sent (pending, sending, checking).
    pub waiting: u32,
    /// How many messages of mine failed and want a decision.
    pub failed: u32,
    /// Whether I gave it a star. Known on this device only.
    pub starred: bool,
    /// When it comes back, if I put it off. Known on this device only.
    pub snoozed_until: Option<UtcMs>,
    /// What I noted on it for myself. Known on this device only.
    pub note: Option<String>,
    /// My own words for it, in my order. Known on this device only.
    pub tags: Vec<String>,
    /// When I am reminded of it, if I want to be. Known on this device only.
    pub reminder: Option<Reminder>,
    /// Since when the other side's first unanswered message waits; none where nobody waits.
    pub unanswered_since: Option<UtcMs>,
    /// What somebody else of support did last about what waits, or waited, for an answer; for whoever answers for support.
    pub collision: Option<Collision>,
    /// When the conversation was opened.
    pub created_at: Option<UtcMs>,
    /// When something last happened in it: what the inbox sorts by.
    pub activity_at: Option<UtcMs>,
    /// Rises with every change of this row.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

/// Somebody else of support is at a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Collision {
    /// What they did.
    pub kind: CollisionKind,
    /// When (UTC, ms).
    pub at: UtcMs,
    /// Who it was, where the server tells.
    pub by: Option<Participant>,
}

/// What somebody else of support did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum CollisionKind {
    /// They read what waits for an answer. The server does not say who; it may have been me on another device.
    Opened,
    /// They answered.
    Answered,
}

/// A reminder of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Reminder {
    /// When I am to be reminded (UTC, ms).
    pub due_at: UtcMs,
    /// Whether I was: it stays until I write there, or end it.
    pub rung: bool,
}

/// The newest message of a conversation, for one line of the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// What it carries.
    pub kind: MessageKind,
    /// The beginning of its text (for a file: of its name), in one line.
    pub content: String,
    /// Whether I wrote it.
    pub mine: bool,
    /// Who wrote it, where known.
    pub sender: Option<Participant>,
    /// Where it stands.
    pub state: DeliveryState,
    /// When it was written.
    pub created_at: Option<UtcMs>,
}

/// Where a message stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum DeliveryState {
    /// Somebody else's message.
    Received,
    /// On disk, waiting for its turn or the line.
    Pending,
    /// On its way to the server.
    Sending,
    /// The answer was lost: being looked for on the server.
    Checking,
    /// The server has it.
    Sent,
    /// The other side has read it.
    Read,
    /// The server refused it, or only the user can decide.
    Failed {
        /// Why, as a code that `locales/` has a sentence for.
        code: String,
        /// The server's own words, where it gave any.
        detail: Option<String>,
    },
}

/// A message as a chat shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MessageRow {
    /// Names this row for as long as it is shown: a message of mine keeps its key when the server's
    /// id becomes known.
    pub key: String,
    /// The server's id, once it has one.
    pub id: Option<MessageId>,
    /// The id it was given here, if it was written here.
    pub local_id: Option<LocalId>,
    /// The conversation it belongs to.
    pub conversation: ConversationId,
    /// Who wrote it, with the best name and role known.
    pub sender: Option<Participant>,
    /// Whether I wrote it.
    pub mine: bool,
    /// What it carries.
    pub kind: MessageKind,
    /// Text, or an image's address.
    pub content: String,
    /// The file it carries.
    pub file: Option<Attachment>,
    /// Where it stands.
    pub delivery: DeliveryState,
    /// When it is to leave, where not at once.
    pub schedule: Option<Schedule>,
    /// Whether the other side (for mine) or I (for theirs) have read it.
    pub is_read: bool,
    /// When the server stored it; for those not there yet, when it was written here.
    pub created_at: Option<UtcMs>,
    /// Whether the cache lacks messages between the row before this one and this one.
    pub gap_before: bool,
    /// Rises with every change of this row.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

/// The pictures and files of a chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Attachments {
    /// The messages that carry them, newest first.
    pub rows: Vec<MessageRow>,
    /// Whether there are older ones.
    pub more: bool,
}

/// A place in a chat: the order is (`created_at`, `key`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// When the message there was stored.
    pub created_at: UtcMs,
    /// The message's id.
    pub id: String,
}

/// What one transaction changed. Whoever shows one of these asks again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChangeSet {
    /// The store's revision after it.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
    /// Conversations whose row changed.
    pub conversations: Vec<ConversationId>,
    /// Conversations with changed, new or removed messages.
    pub messages: Vec<ConversationId>,
    /// Messages of others that were not in the cache before, with their conversation. For notices.
    pub new_messages: Vec<NewMessage>,
    /// Conversations that were not in the cache before. For notices.
    pub new_conversations: Vec<ConversationId>,
    /// Conversations whose reminder has rung. For notices.
    #[serde(skip)]
    pub reminders: Vec<ConversationId>,
    /// Everything may have changed: ask for all of it again.
    pub resync: bool,
}

/// The rows that changed since a revision, as they are now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangedRows {
    /// Those that were asked for, in that order.
    pub conversations: Vec<ConversationRow>,
    /// Messages, the oldest change first; then those that are still in the outbox. Their `gap_before` is not computed.
    pub messages: Vec<MessageRow>,
    /// Up to where they were read: where the next read begins.
    pub revision: u64,
    /// Whether there are more messages than one read returns.
    pub more: bool,
}

impl ChangeSet {
    /// Says that everything may have changed, as of a revision of the store.
    #[must_use]
    pub fn resync(revision: u64) -> Self {
        Self {
            revision,
            resync: true,
            ..Self::default()
        }
    }

    /// Takes in what a later one says.
    pub fn merge(&mut self, later: Self) {
        self.revision = self.revision.max(later.revision);
        self.resync |= later.resync;
        extend_unique(&mut self.conversations, later.conversations);
        extend_unique(&mut self.messages, later.messages);
        extend_unique(&mut self.new_conversations, later.new_conversations);
        extend_unique(&mut self.reminders, later.reminders);
        self.new_messages.extend(later.new_messages);
    }
}

fn extend_unique(known: &mut Vec<ConversationId>, more: Vec<ConversationId>) {
    let seen: HashSet<ConversationId> = known.iter().cloned().collect();
    known.extend(more.into_iter().filter(|id| !seen.contains(id)));
}

/// A message of somebody else that has just come into the cache.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct NewMessage {
    /// The message.
    pub id: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// When it was said, by the server's clock (UTC); where the server does not tell, when it came.
    pub created_at: UtcMs,
    /// Whether it was unread.
    pub unread: bool,
    /// How it came: what an event brings has just been said.
    #[serde(skip)]
    pub source: Source,
}
