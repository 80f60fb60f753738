//! What is shown, read from both databases.

mod attachments;
pub(crate) mod changed_rows;
pub(crate) mod chat;
pub(crate) mod customer;
pub(crate) mod inbox;
pub(crate) mod order_chats;
pub(crate) mod own_views;
pub(crate) mod row_builder;
pub(crate) mod search;
pub(crate) mod snapshot;
pub(crate) mod sync_queries;
pub(crate) mod today;
