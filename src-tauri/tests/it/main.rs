//! The tests of the shell: one program, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod changes;
mod contract;
mod deep_link;
mod ground;
mod links;
mod notifications;
mod preferences;
mod texts;
