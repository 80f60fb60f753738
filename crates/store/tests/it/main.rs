//! The tests of the store: one program, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod apply;
mod attachments;
mod breaking_records;
mod canned_replies;
mod changed_rows;
mod checkpoints;
mod claiming;
mod collisions;
mod contradicting_journal;
mod crash;
mod customers;
mod damage;
mod damaged_headers;
mod damaged_values;
mod disk_full;
mod drafts;
mod excerpts;
mod files_killed;
mod folding;
mod full_volume;
mod gaps;
mod holding;
mod inbox;
mod journal;
mod messages;
mod migrations;
mod notes;
mod order_numbers;
mod other_devices;
mod outbox;
mod outbox_files;
mod own_views;
mod panic_words;
mod people;
mod private_files;
mod query_plans;
mod reminders;
mod restore;
mod retention;
mod retention_rules;
mod scheduled;
mod search;
mod search_filters;
mod search_index;
mod seen;
mod settling;
mod snoozes;
mod sqlite_version;
mod stars;
mod storage_usage;
mod support;
mod times;
mod today;
mod unanswered;
mod unread;
mod user_writes;
mod verified;
