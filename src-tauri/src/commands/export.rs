//! What leaves the window as a file or on paper, and the day in numbers.

use engine::ChatFileFormat;
use protocol::ConversationId;
use store::{InboxView, Today};
use tauri::{AppHandle, WebviewWindow};

use super::{CommandResult, SharedState};
use crate::{command_error::CommandError, file_words, limits::SAVED_NAME_LETTERS, saved_file};

/// Writes a chat to a new file among the user's downloads, and answers where it is.
#[tauri::command]
#[specta::specta]
pub async fn export_chat(
    app: AppHandle,
    state: SharedState<'_>,
    conversation: ConversationId,
    format: ChatFileFormat,
) -> CommandResult<String> {
    let engine = state.engine().await?;
    let words = file_words::for_preferences(&state.preferences());
    let mut chat = engine.export_chat(&conversation, format, words).await?;
    let id = conversation.as_str().chars();
    let id: String = id
        .filter(char::is_ascii_alphanumeric)
        .take(SAVED_NAME_LETTERS)
        .collect();
    let folder = saved_file::downloads(&app)?;
    let mut file = saved_file::NewFile::create(&folder, &format!("chat-{id}"), format.extension())?;
    while let Some(piece) = chat.next_piece().await? {
        file = tokio::task::spawn_blocking(move || {
            file.write(piece.as_bytes())?;
            Ok::<_, CommandError>(file)
        })
        .await
        .unwrap_or_else(|broken| Err(CommandError::new("internal", broken)))?;
    }
    file.finish()
}

/// Writes the conversations of a view to a new table among the user's downloads, and answers where it is.
#[tauri::command]
#[specta::specta]
pub async fn export_conversations(
    app: AppHandle,
    state: SharedState<'_>,
    view: InboxView,
) -> CommandResult<String> {
    let engine = state.engine().await?;
    let words = file_words::for_preferences(&state.preferences());
    let table = engine.export_conversations(view, &words).await?;
    let folder = saved_file::downloads(&app)?;
    saved_file::save(&folder, "conversations", "csv", &table)
}

/// Prints what the page shows for paper, after the system's own dialog.
#[tauri::command]
#[specta::specta]
pub async fn print_page(window: WebviewWindow) -> CommandResult<()> {
    window
        .print()
        .map_err(|error| CommandError::new("print-failed", error))
}

/// What happened since midnight.
#[tauri::command]
#[specta::specta]
pub async fn today(state: SharedState<'_>) -> CommandResult<Today> {
    Ok(state.engine().await?.today().await?)
}
