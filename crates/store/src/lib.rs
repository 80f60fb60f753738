//! The local SQLite cache and the outbox.

mod view;

pub use view::{
    Arrived, ChangeSet, ConversationRow, DeliveryState, Inbox, InboxCounts, InboxFilter, LocalId,
    MessageRow, MessageWindow, Messages, Older, Place, Preview,
};
