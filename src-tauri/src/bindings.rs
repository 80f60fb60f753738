//! The window's contract: every command of [`crate::command_list`] and every event, from which Tauri's
//! handler and `ui/src/lib/bindings.ts` are both made. A test fails when that file is stale.

use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, collect_commands, collect_events};

use crate::{
    command_list::command_list,
    commands::{
        accounts, canned_replies, chat_windows, conversations, export, files, images, lock, outbox,
        own_views, queries, search, session, settings, storage,
    },
    events, limits,
};

/// All commands and events.
#[must_use]
pub fn contract() -> Builder<Wry> {
    Builder::<Wry>::new()
        // A type that is read may lack fields (a preference of a later version); the window always sends all.
        .disable_serde_phases()
        .constant("inboxPage", limits::INBOX_PAGE)
        .constant("longestMessage", store::LONGEST_MESSAGE)
        .constant("longestDraft", store::limits::LONGEST_DRAFT)
        .constant("longestNote", store::limits::LONGEST_NOTE)
        .constant("longestTag", store::limits::LONGEST_TAG)
        .constant("mostFileBytes", store::limits::MOST_FILE_BYTES)
        .constant("mostTags", store::limits::MOST_TAGS)
        .constant("mostPanes", engine::OPEN_CHATS)
        .commands(command_list!(collect_commands))
        .events(collect_events![events::ShellEvent])
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
