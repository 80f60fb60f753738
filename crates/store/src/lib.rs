//! The local SQLite cache and the outbox of one person at one server.
//!
//! # Two files
//! `cache.db` holds what the server has said: conversations, people, messages, what is read. It can
//! be thrown away and fetched again (WAL, `synchronous=NORMAL`). `user.db` holds what the user wrote: messages
//! that are to be sent, drafts, read receipts (WAL). What it acknowledges is on disk: each transaction is
//! flushed into `user.journal` before it is committed (`db::journal`). A file that cannot be read is set aside
//! with the time in its name, and a new one begun, at the opening and while the store is in use; what the user
//! wrote is taken from the journal (`health::restore`). Beside it lies a reserve for a full disk
//! (`health::disk_reserve`). One task repairs files and makes room (`health::maintenance_loop`).
//!
//! # One door in
//! [`Store::apply`], [`Store::apply_page`] and [`Store::complete_send`] are one transaction each,
//! idempotent, and indifferent to order: a record applied twice, late, or in part ends in the same
//! rows. Each field of a conversation remembers the time of the record it is from; what the inbox
//! shows is a function of all that is known, computed again whenever something changes.
//! After the commit a [`ChangeSet`] says which rows to ask for again.
//!
//! # What was written here
//! [`Store::queue_message`] puts a text into the outbox and clears the draft in one transaction.
//! `outbox::enqueue` lists the states of an entry; `outbox::holds` treats messages that wait because their
//! conversation is closed. When the server has the message, whether its answer or the event came first, the row
//! keeps its `key` (`outbox::matching`); the entry leaves the outbox once the message is in the cache, and a
//! link from one to the other stays in both files.
//!
//! # Holes
//! A fetched page covers a range of its chat; ranges that meet become one; between two that do not lies a gap,
//! which rows show as `gap_before`. After the newest page was applied a chat is *followed*: events extend the
//! range, until [`Store::connection_lost`]. `tables::completeness` knows up to when a chat is complete.
//!
//! # Checked queries
//! The SQL is checked against the schema when the crate is compiled. Without `DATABASE_URL` the
//! checks use the data in this crate's `.sqlx` folder, which is committed. After a query or
//! a migration has changed, `cargo xtask sqlx` writes it anew: it makes a scratch database with both
//! schemas, checks this crate with `DATABASE_URL` naming the database and `SQLX_OFFLINE_DIR` naming
//! a new folder, in a target folder of its own (else cargo may find the crate built already, and
//! nothing is written), and puts the new folder in the place of the old one.

mod backoff;
mod db;
mod error;
mod health;
mod ingest;
pub mod limits;
mod model;
mod outbox;
mod query;
mod store;
mod supervision;
mod tables;

pub use backoff::{Backoff, lengthened};
pub use db::files::StorePaths;
pub use db::private_file::{create_private_file, open_private_file, replace_file};
pub use error::{LONGEST_MESSAGE, StoreError};
pub use health::open::Opened;
pub use health::retention::{RetentionPass, RetentionStep};
pub use model::canned_reply::{CannedReplies, CannedReply, ReplyUse, ReplyWrite};
pub use model::chat_window::{FirstUnread, MessageWindow, Messages, Older};
pub use model::clock::{Clock, system_clock};
pub use model::customer::{Answered, Customer, CustomerChat};
pub use model::excerpt::excerpt;
pub use model::folding::fold;
pub use model::inbox_view::{InboxSort, InboxView};
pub use model::ingest::{Batch, ConfirmedPages, PageApplied, PageFetched, Reach};
pub use model::keyboard::other_readings;
pub use model::notice::Notice;
pub use model::order_number::TypedOrder;
pub use model::outbox_entry::{
    CancelReason, Hold, OutboxEntry, OutboxSnapshot, OutboxState, PendingRead, ReconcileOutcome,
};
pub use model::outbox_file::{NewFile, OutboxFile};
pub use model::outbox_row::{OutboxRow, Unsent, WaitReason};
pub use model::own_view::{CountedView, OwnView, OwnViews, ViewWrite};
pub use model::rows::{
    Attachments, ChangeSet, ChangedRows, Collision, CollisionKind, ConversationRow,
    ConversationState, DeliveryState, Inbox, InboxChanges, InboxCounts, InboxFilter, LocalId,
    MessageRow, NewMessage, Position, Preview, Reminder,
};
pub use model::schedule::{Schedule, ScheduleKind};
pub use model::search::{FoundMessage, Fragment, SearchRequest, SearchResults};
pub use model::source::Source;
pub use model::storage_usage::StorageUsage;
pub use model::today::{DayAsked, Today, TodayHour};
pub use store::Store;
pub use supervision::{Panicked, catch_panic, catch_panic_in, log_panics, supervise};
pub use tables::snoozes::Snoozed;
