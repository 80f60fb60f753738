//! Keeping the cache true to the server: lists, newest pages, older pages.
//!
//! After every connect: join the rooms, then fetch, then merge. Which stretches of a chat are
//! known without a hole is the store's to remember; this module fetches until they meet.

mod catch_up;
mod caught_up;
mod list;
mod older;
mod pages;
mod vouching;

pub(crate) use catch_up::{CatchUp, Depth, is_denied};
pub(crate) use caught_up::CaughtUp;
pub(crate) use list::{find_person, refresh_list};
pub(crate) use older::{fetch_before, fetch_older};
pub(crate) use pages::{catch_up_chat, look_back, refresh_messages};
