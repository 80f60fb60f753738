//! The desktop shell: window, tray, notifications, commands and events, around the headless engine.
//! The shell decides only what needs a desktop.
//!
//! `arguments`, `paths`, `preferences`, `i18n`, `logging` and `start_log` depend on nothing else here; [`state`] is
//! what the commands share; [`bindings`] declares the window's contract from [`commands`] and
//! [`events`]; `app` puts it together.

pub mod alerts;
pub mod app_lock;
pub mod arguments;
pub mod bindings;
pub mod clipboard;
pub mod command_error;
pub mod commands;
pub mod deep_link;
pub mod demo;
mod digits;
pub mod event_forwarder;
pub mod events;
pub mod external_links;
mod file_words;
pub mod i18n;
pub mod limits;
pub mod logging;
pub mod mail_link;
pub mod media;
pub mod notifications;
pub mod open_link;
pub mod paths;
pub mod preferences;
pub mod received_file;
pub mod saved_file;
pub mod saved_image;
pub mod shutdown;
pub mod start_log;
pub mod state;
pub mod texts;

mod app;
mod command_list;
mod software_rendering;
pub mod spelling;
mod tray;
mod webview_memory;
pub mod window;
mod window_state;

pub use app::run;
