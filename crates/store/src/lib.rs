//! The local SQLite cache and the outbox.

mod batch;
mod clock;
mod entry;
mod error;
mod store;
mod view;

pub use batch::{Batch, PageApplied, PageFetched, Reach, Source};
pub use clock::{Clock, system_clock};
pub use entry::{OutboxEntry, OutboxState, PendingRead};
pub use error::{LONGEST_MESSAGE, StoreError};
pub use store::{Notice, Opened, Store, StorePaths};
pub use view::{
    Arrived, ChangeSet, ConversationRow, DeliveryState, Inbox, InboxCounts, InboxFilter, LocalId,
    MessageRow, MessageWindow, Messages, Older, Place, Preview,
};
