//! The windows that show one chat each.

use std::sync::Arc;

use protocol::ConversationId;
use store::Position;
use tauri::WebviewWindow;

use super::{CommandResult, SharedState};

/// Shows a chat in a window of its own, or raises the one that it has.
#[tauri::command]
#[specta::specta]
pub async fn open_chat_window(state: SharedState<'_>, id: ConversationId) -> CommandResult<()> {
    state.open_chat_window(&id).await
}

/// Closes the chat's own window that asks for it; the main window is closed by its frame alone.
#[tauri::command]
#[specta::specta]
pub async fn close_chat_window(window: WebviewWindow, state: SharedState<'_>) -> CommandResult<()> {
    Arc::clone(&state).close_chat_window(window.label());
    Ok(())
}

/// Raises the window that shows a conversation, or shows it in the main one, at a message where one is named; without a
/// conversation the main window alone.
#[tauri::command]
#[specta::specta]
pub async fn raise_conversation(
    state: SharedState<'_>,
    id: Option<ConversationId>,
    message: Option<Position>,
) -> CommandResult<()> {
    state.raise_conversation(id, message, None);
    Ok(())
}
