//! The tests of the tasks: one program, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod advisories;
mod bill_of_materials;
mod count;
mod debian_package;
mod licences;
mod linted_build;
mod record;
mod source_rules;
mod threat_model;
mod uninstaller;
