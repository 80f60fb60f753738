//! The tests of the wire: one program, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod arbitrary;
mod bounds;
mod common;
mod conversation_fields;
mod fixtures;
mod limits;
mod list_reader;
mod lists;
mod message_fields;
mod pages;
mod session;
mod words;
