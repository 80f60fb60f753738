#![allow(unused_variables, clippy::unused_async)]
use std::{collections::HashSet, path::{Path, PathBuf}};
use protocol::*;
use crate::*;
use tokio::sync::broadcast;

/// Where the two databases lie.
#[derive(Clone, Debug)]
pub struct StorePaths { /// The cache.
 pub cache: PathBuf, /// The outbox.
 pub outbox: PathBuf }
impl StorePaths {
    /// Both in one folder.
    pub fn in_folder(folder: &Path) -> Self { Self { cache: folder.join("cache.db"), outbox: folder.join("outbox.db") } }
}
/// Something that the user should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The cache was set aside and begun anew.
    CacheSetAside { /// where
        path: PathBuf },
    /// The outbox was set aside; what could be read was kept.
    OutboxSalvaged { /// where
        path: PathBuf, /// how many texts
        kept: usize },
}
impl Notice { /// kebab-case code: `cache-set-aside`, `outbox-salvaged`.
    pub fn code(&self) -> &'static str { match self { Self::CacheSetAside{..} => "cache-set-aside", Self::OutboxSalvaged{..} => "outbox-salvaged" } } }
/// An opened store.
#[derive(Debug)]
pub struct Opened { /// it
 pub store: Store, /// what happened
 pub notices: Vec<Notice> }
/// The store; a cheap clone.
#[derive(Clone, Debug)]
pub struct Store { changes: broadcast::Sender<ChangeSet> }
type R<T> = Result<T, StoreError>;
impl Store {
    /// Opens both.
    pub async fn open(paths: StorePaths, clock: Clock) -> R<Opened> { Err(StoreError::Closed) }
    /// Checkpoints and closes both files.
    pub async fn close(&self) -> R<()> { Err(StoreError::Closed) }
    /// Says who "mine" is.
    pub async fn set_me(&self, me: Participant) -> R<ChangeSet> { Err(StoreError::Closed) }
    /// Who "mine" is.
    pub fn me(&self) -> Option<Participant> { None }
    /// Change sets after each commit.
    pub fn changes(&self) -> broadcast::Receiver<ChangeSet> { self.changes.subscribe() }
    /// The revision of the last commit.
    pub fn revision(&self) -> u64 { 0 }
    /// The one door.
    pub async fn apply(&self, batch: Batch) -> R<ChangeSet> { Err(StoreError::Closed) }
    /// The one door for a page of a chat.
    pub async fn apply_page(&self, conversation: &ConversationId, page: PageFetched) -> R<PageApplied> { Err(StoreError::Closed) }
    /// The socket is gone: from here on events may lack what came before them. Call at each disconnect.
    pub fn line_lost(&self) { }
    /// Newest cached message.
    pub async fn head(&self, conversation: &ConversationId) -> R<Option<Place>> { Err(StoreError::Closed) }
    /// Oldest cached message.
    pub async fn oldest(&self, conversation: &ConversationId) -> R<Option<Place>> { Err(StoreError::Closed) }
    /// Up to where the cache is complete: the top of the newest stretch fetched without a hole.
    pub async fn complete_until(&self, conversation: &ConversationId) -> R<Option<Place>> { Err(StoreError::Closed) }
    /// Which of these are in the cache.
    pub async fn known_ids(&self, conversation: &ConversationId, ids: &[MessageId]) -> R<HashSet<MessageId>> { Err(StoreError::Closed) }
    /// Conversations whose newest message is not in the cache.
    pub async fn stale_heads(&self) -> R<Vec<ConversationId>> { Err(StoreError::Closed) }
    /// Conversations known only by a message or an outbox entry: fetch their record.
    pub async fn unknown_conversations(&self) -> R<Vec<ConversationId>> { Err(StoreError::Closed) }
    /// Open and pending ones (any status but closed and resolved), newest activity first.
    pub async fn open_conversations(&self) -> R<Vec<ConversationId>> { Err(StoreError::Closed) }
    /// A window of the inbox.
    pub async fn inbox(&self, filter: InboxFilter, limit: u32) -> R<Inbox> { Err(StoreError::Closed) }
    /// One conversation.
    pub async fn conversation(&self, id: &ConversationId) -> R<Option<ConversationRow>> { Err(StoreError::Closed) }
    /// A window of a chat.
    pub async fn messages(&self, id: &ConversationId, window: MessageWindow) -> R<Messages> { Err(StoreError::Closed) }
    /// One message.
    pub async fn message(&self, id: &MessageId) -> R<Option<MessageRow>> { Err(StoreError::Closed) }
    /// Everybody known, by name.
    pub async fn people(&self) -> R<Vec<Participant>> { Err(StoreError::Closed) }
    /// The chat has come on screen: where its unread messages begin is fixed for the divider. Before mark_read.
    pub async fn opened(&self, id: &ConversationId) -> R<ChangeSet> { Err(StoreError::Closed) }
    /// Read up to the newest known; queues the receipt.
    pub async fn mark_read(&self, id: &ConversationId) -> R<ChangeSet> { Err(StoreError::Closed) }
    /// Receipts to be sent.
    pub async fn pending_reads(&self) -> R<Vec<PendingRead>> { Err(StoreError::Closed) }
    /// The server has been told (or refused for good).
    pub async fn settle_read(&self, read: &PendingRead) -> R<()> { Err(StoreError::Closed) }
    /// Keeps what was begun; an empty text forgets it.
    pub async fn save_draft(&self, id: &ConversationId, text: &str) -> R<ChangeSet> { Err(StoreError::Closed) }
    /// Queues a message: on disk when it answers.
    pub async fn queue_message(&self, id: &ConversationId, text: &str) -> R<LocalId> { Err(StoreError::Closed) }
    /// All entries, oldest first.
    pub async fn outbox(&self) -> R<Vec<OutboxEntry>> { Err(StoreError::Closed) }
    /// One entry; `None` when it was sent, claimed or discarded.
    pub async fn outbox_entry(&self, id: &LocalId) -> R<Option<OutboxEntry>> { Err(StoreError::Closed) }
    /// The pending head of each conversation whose time has come. A sending or checking entry holds up its conversation; a failed one does not.
    pub async fn next_sends(&self) -> R<Vec<OutboxEntry>> { Err(StoreError::Closed) }
    /// Entries in `Checking`, oldest first: to be settled by looking.
    pub async fn unsettled(&self) -> R<Vec<OutboxEntry>> { Err(StoreError::Closed) }
    /// When the next pending head is due.
    pub async fn next_due(&self) -> R<Option<UtcMs>> { Err(StoreError::Closed) }
    /// pending → sending, and notes what is known now. False: it is gone or not pending, do not send.
    pub async fn mark_sending(&self, id: &LocalId) -> R<bool> { Err(StoreError::Closed) }
    /// sending → checking.
    pub async fn mark_unknown(&self, id: &LocalId) -> R<bool> { Err(StoreError::Closed) }
    /// → failed.
    pub async fn mark_failed(&self, id: &LocalId, code: &str, detail: Option<&str>) -> R<bool> { Err(StoreError::Closed) }
    /// sending/checking → pending, not before a time.
    pub async fn back_to_pending(&self, id: &LocalId, not_before: UtcMs) -> R<bool> { Err(StoreError::Closed) }
    /// The server answered with the message.
    pub async fn complete_send(&self, id: &LocalId, message: Message) -> R<ChangeSet> { Err(StoreError::Closed) }
    /// failed → pending (also checking → pending at the user's wish).
    pub async fn retry(&self, id: &LocalId) -> R<bool> { Err(StoreError::Closed) }
    /// Cancelled by the user; not while sending. False: gone or on its way.
    pub async fn discard(&self, id: &LocalId) -> R<bool> { Err(StoreError::Closed) }
    /// A new text for a pending (never sent) or failed entry.
    pub async fn edit(&self, id: &LocalId, text: &str) -> R<bool> { Err(StoreError::Closed) }
}
