//! The tests of the engine: one program, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod catching_up;
mod catching_up_under_fire;
mod closed_chats;
mod common;
mod damaged_files;
mod full_disk;
mod half_open_lines;
mod images;
mod keeping_the_line;
mod looking_up;
mod nest_gateway;
mod outage;
mod sending;
mod settling;
mod shutting_down;
mod signing_in;
mod strangers_on_the_way;
mod throttling;
mod troubled_servers;
mod wrong_clock;
