//! The tests of the engine: one program, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod background_fetch;
mod canned_replies;
mod captive_portals;
mod catching_up;
mod catching_up_during_failures;
mod closed_conversations;
mod collisions;
mod common;
mod confirmations;
mod damaged_files;
mod exporting;
mod folders;
mod full_disk;
mod half_open_connections;
mod hostile_pages;
mod hostile_servers;
mod image_decoding;
mod images;
mod line_words;
mod lists;
mod lookups;
mod nest_gateway;
mod order_chats;
mod other_devices;
mod outage;
mod page_shapes;
mod panics;
mod rate_limits;
mod reading;
mod reconciling;
mod reminders;
mod resending;
mod retention;
mod scheduled;
mod sending;
mod server_failures;
mod sessions;
mod shared_computers;
mod shutting_down;
mod signing_in;
mod snoozes;
mod storage;
mod taking_in;
mod time_ahead;
mod unsettled;
mod uploading;
mod wrong_clock;
