//! Canned replies, and files of them.

use engine::{ImportedReplies, ReplyFileFormat, SavedReply};
use store::CannedReplies;
use tauri::AppHandle;

use super::{CommandResult, SharedState};
use crate::saved_file;

/// All canned replies, and where they were used.
#[tauri::command]
#[specta::specta]
pub async fn canned_replies(state: SharedState<'_>) -> CommandResult<CannedReplies> {
    Ok(state.engine().await?.canned_replies().await?)
}

/// Keeps a reply: a new one where no id is given.
#[tauri::command]
#[specta::specta]
pub async fn save_canned_reply(
    state: SharedState<'_>,
    id: Option<String>,
    shortcut: String,
    category: String,
    text: String,
) -> CommandResult<SavedReply> {
    let engine = state.engine().await?;
    Ok(engine
        .save_canned_reply(id, shortcut, category, text)
        .await?)
}

/// Deletes a reply.
#[tauri::command]
#[specta::specta]
pub async fn delete_canned_reply(state: SharedState<'_>, id: String) -> CommandResult<()> {
    Ok(state.engine().await?.delete_canned_reply(&id).await?)
}

/// Puts the replies into this order.
#[tauri::command]
#[specta::specta]
pub async fn order_canned_replies(state: SharedState<'_>, ids: Vec<String>) -> CommandResult<()> {
    Ok(state.engine().await?.order_canned_replies(&ids).await?)
}

/// Counts that a reply was used in these contexts.
#[tauri::command]
#[specta::specta]
pub async fn record_reply_use(
    state: SharedState<'_>,
    reply: String,
    contexts: Vec<String>,
) -> CommandResult<()> {
    let engine = state.engine().await?;
    Ok(engine.record_reply_use(&reply, &contexts).await?)
}

/// Takes in a file of replies, all of it or nothing.
#[tauri::command]
#[specta::specta]
pub async fn import_canned_replies(
    state: SharedState<'_>,
    bytes: Vec<u8>,
) -> CommandResult<ImportedReplies> {
    Ok(state.engine().await?.import_canned_replies(&bytes).await?)
}

/// Writes all replies to a new file among the user's downloads, and answers where it is.
#[tauri::command]
#[specta::specta]
pub async fn export_canned_replies(
    app: AppHandle,
    state: SharedState<'_>,
    format: ReplyFileFormat,
) -> CommandResult<String> {
    let bytes = state.engine().await?.export_canned_replies(format).await?;
    let folder = saved_file::downloads(&app)?;
    let name = "canned-replies";
    saved_file::save(&folder, name, format.extension(), &bytes)
}
