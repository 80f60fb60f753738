//! Keeping the cache true to the server: lists, newest pages, older pages.
//!
//! After every connect the engine joins the rooms, then fetches, then merges. The store records which
//! ranges of a chat have no gap; this module fetches pages until those ranges meet.

pub(crate) mod catch_up;
pub(crate) mod catch_up_pass;
pub(crate) mod chat_failure;
pub(crate) mod confirmations;
mod fetch_goal;
mod fetch_guard;
pub(crate) mod history;
mod history_pages;
mod last_page;
pub(crate) mod latest;
pub(crate) mod list;
pub(crate) mod list_pause;
pub(crate) mod missing_records;
pub(crate) mod page_order;
mod page_reader;
mod page_walk;
mod prefetch;
pub(crate) mod synced_chats;
