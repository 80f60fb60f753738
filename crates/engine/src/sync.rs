//! Keeping the cache true to the server: lists, newest pages, older pages.
//!
//! After every connect: join the rooms, then fetch, then merge. Which ranges of a chat are known
//! without a hole is the store's to remember; this module fetches until they meet.

pub(crate) mod catch_up;
mod fetch_guard;
pub(crate) mod history;
pub(crate) mod latest;
pub(crate) mod list;
pub(crate) mod synced_chats;
