//! The tests of the reference backend: one program, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod common;
mod demo;
mod dialects;
mod hostile_input;
mod idempotency;
mod interop;
mod limits;
mod log;
mod order_chats;
mod restart;
mod rules;
mod sign_in;
mod sockets;
mod tokens;
mod uploads;
