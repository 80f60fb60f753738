//! Files and pictures that the user sends. The window hands their bytes over: from its file dialog, from a drop or from
//! a paste. It never names a path.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use engine::{Error, FileError};
use protocol::{ConversationId, MessageId};
use store::{LocalId, limits::MOST_FILE_BYTES};

use tauri::AppHandle;

use super::{CommandResult, SharedState};
use crate::{clipboard, command_error::CommandError, received_file::mark_as_received, saved_file};

/// Queues a file, whose bytes are written in base64; its copy is on disk when this answers.
#[tauri::command]
#[specta::specta]
pub async fn send_file(
    state: SharedState<'_>,
    conversation: ConversationId,
    name: String,
    content_type: String,
    bytes: String,
) -> CommandResult<LocalId> {
    let _turn = state.turn(&conversation).await;
    // Four letters stand for three bytes.
    if bytes.len() as u64 / 4 > MOST_FILE_BYTES / 3 + 1 {
        return Err(Error::File(FileError::TooLarge).into());
    }
    let bytes = BASE64_STANDARD
        .decode(bytes)
        .map_err(|error| Error::Internal(error.to_string()))?;
    let engine = state.engine().await?;
    Ok(engine
        .send_file(&conversation, &name, &content_type, bytes)
        .await?)
}

/// Writes the file of a message into the user's folder of downloads, under a name that is free there, and answers where it is.
/// Only what lies on the account's own server is fetched.
#[tauri::command]
#[specta::specta]
pub async fn save_file(
    app: AppHandle,
    state: SharedState<'_>,
    message: MessageId,
) -> CommandResult<String> {
    let engine = state.engine().await?;
    let file = engine.received_file(&message).await?;
    let folder = saved_file::downloads(&app)?;
    let (name, extension) = saved_file::safe_name(&file.name);
    let saved = tokio::task::spawn_blocking(move || {
        let path = saved_file::save(&folder, &name, &extension, &file.bytes)?;
        mark_as_received(&path);
        Ok(path)
    });
    saved
        .await
        .unwrap_or_else(|broken| Err(CommandError::new("internal", broken)))
}

/// The picture on the system's clipboard as a PNG in base64; `None` where it holds something else.
#[tauri::command]
#[specta::specta]
pub async fn clipboard_picture() -> CommandResult<Option<String>> {
    let picture = clipboard::read_image().await?;
    Ok(picture.map(|bytes| BASE64_STANDARD.encode(bytes)))
}

/// Queues the picture at an https address.
#[tauri::command]
#[specta::specta]
pub async fn send_picture_link(
    state: SharedState<'_>,
    conversation: ConversationId,
    url: String,
) -> CommandResult<LocalId> {
    let _turn = state.turn(&conversation).await;
    let engine = state.engine().await?;
    Ok(engine.send_picture_link(&conversation, &url).await?)
}

/// Whether files could be uploaded there: fails with the reason where not.
#[tauri::command]
#[specta::specta]
pub async fn check_upload_endpoint(state: SharedState<'_>, endpoint: String) -> CommandResult<()> {
    Ok(state.engine().await?.check_upload_endpoint(&endpoint)?)
}
