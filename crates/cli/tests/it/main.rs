//! The tests of `desk`, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod arguments;
mod common;
mod exporting;
mod log;
mod outbox;
mod proxies;
mod reading;
mod searching;
mod session;
mod storage;
mod tail;
#[cfg(target_os = "linux")]
mod tls;
mod writing;
