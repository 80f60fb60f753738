//! The tests of the shell, a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod alerts;
mod app_lock;
mod arguments;
mod chat_windows;
mod contract;
mod deep_link;
mod demo;
mod event_forwarder;
mod external_links;
mod hard_texts;
mod i18n;
mod lock_gate;
mod log;
mod notification_batch;
mod notification_format;
#[cfg(target_os = "linux")]
mod notification_server;
mod paths;
mod preferences;
mod saved_file;
mod spelling;
mod texts;
mod window_closing;
