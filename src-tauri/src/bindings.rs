//! The window's contract, declared once: every command and event, from which Tauri's handler and
//! `ui/src/lib/bindings.ts` are both made. A test fails when that file is stale.

use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, collect_commands, collect_events};

use crate::{
    commands::{conversations, outbox, queries, session, settings},
    events,
};

/// All commands and events.
#[must_use]
pub fn contract() -> Builder<Wry> {
    Builder::<Wry>::new()
        // What is read back may lack fields (a preference of a later version); the window always sends all.
        .disable_serde_phases()
        .commands(collect_commands![
            session::start_up,
            session::sign_in,
            session::sign_in_demo,
            session::sign_out,
            session::try_now,
            session::open_network_login,
            session::ask_to_quit,
            session::quit,
            session::stay,
            session::typed_kept,
            queries::inbox,
            queries::conversation,
            queries::messages,
            queries::people,
            conversations::open_conversation,
            conversations::close_conversation,
            conversations::mark_read,
            queries::fetch_older,
            queries::fill_gap,
            outbox::send,
            outbox::retry,
            outbox::discard,
            outbox::outbox,
            outbox::edit_message,
            outbox::restore_message,
            outbox::confirm_sent,
            outbox::unsent,
            outbox::save_draft,
            conversations::set_status,
            conversations::rename,
            conversations::create_conversation,
            conversations::open_order_chat,
            conversations::ask_admin,
            conversations::follow_link,
            settings::save_preferences,
            settings::open_link,
        ])
        .events(collect_events![
            events::Changed,
            events::ConnectionChanged,
            events::AccountChanged,
            events::FocusConversation,
            events::LinkClicked,
            events::PreferencesChanged,
            events::Notice,
            events::ClockOffsetChanged,
            events::QuitAsked,
            events::TypedAsked,
        ])
}

/// Writes the TypeScript of the contract to a file.
///
/// # Errors
/// When a type cannot be expressed in TypeScript, or the disk refuses.
pub fn export(path: &std::path::Path) -> Result<(), specta_typescript::Error> {
    contract().export(
        Typescript::default()
            .header("// Written by the shell's tests from the Rust declarations. Do not edit.\n"),
        path,
    )
}

/// The commands that the window may call; see `command_names.rs`.
#[must_use]
pub fn command_names() -> &'static [&'static str] {
    crate::command_names::COMMANDS
}
