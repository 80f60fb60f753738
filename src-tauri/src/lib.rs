//! The desktop shell: window, tray, notifications, commands and events, around the headless engine.
//! It is thin: what it decides itself is only what needs a desktop.
//!
//! `arguments`, `paths`, `preferences`, `texts`, `journal` are the ground; [`desk`] is the shared state;
//! [`bindings`] declares the window's contract out of `commands` and `events`; `app` puts it together.

pub mod arguments;
pub mod bindings;
pub mod changes;
pub mod commands;
pub mod deep_link;
pub mod desk;
pub mod events;
pub mod failure;
pub mod links;
pub mod media;
pub mod notify;
pub mod paths;
pub mod preferences;
pub mod texts;

mod app;
mod command_names;
mod demo;
mod geometry;
mod journal;
mod leaving;
mod tray;
mod window;

pub use app::run;
