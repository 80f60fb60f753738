//! The tests of the test kit and its campaigns: one program, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub
)]

mod closed_store;
mod corpus;
mod damage;
mod disk;
mod engine_process;
mod failpoints;
mod hostile;
mod kills;
mod ledger;
mod model;
mod mutation;
mod proxy;
mod sends;
mod stops;
