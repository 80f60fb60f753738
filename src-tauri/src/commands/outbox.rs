//! Messages and drafts. Each answers when what the user wrote is on disk.

use std::time::Duration;

use engine::Outbox;
use protocol::ConversationId;
use store::{LocalId, Schedule, Unsent};

use super::{CommandResult, SharedState};

/// Queues a message; it is on disk when this answers.
#[tauri::command]
#[specta::specta]
pub async fn send(
    state: SharedState<'_>,
    conversation: ConversationId,
    text: String,
) -> CommandResult<LocalId> {
    let _turn = state.turn(&conversation).await;
    Ok(state.engine().await?.send(&conversation, &text).await?)
}

/// Queues a message that can be taken back for some seconds.
#[tauri::command]
#[specta::specta]
pub async fn send_with_take_back(
    state: SharedState<'_>,
    conversation: ConversationId,
    text: String,
    seconds: u32,
) -> CommandResult<LocalId> {
    let _turn = state.turn(&conversation).await;
    let moment = Duration::from_secs(seconds.into());
    let engine = state.engine().await?;
    Ok(engine
        .send_with_take_back(&conversation, &text, moment)
        .await?)
}

/// Queues a message that is to leave at a time.
#[tauri::command]
#[specta::specta]
pub async fn send_later(
    state: SharedState<'_>,
    conversation: ConversationId,
    text: String,
    schedule: Schedule,
) -> CommandResult<LocalId> {
    let _turn = state.turn(&conversation).await;
    let engine = state.engine().await?;
    Ok(engine.send_later(&conversation, &text, schedule).await?)
}

/// Makes a message that has not left a draft again; answers the draft.
#[tauri::command]
#[specta::specta]
pub async fn take_back(state: SharedState<'_>, local_id: LocalId) -> CommandResult<String> {
    Ok(state.engine().await?.take_back(&local_id).await?)
}

/// The user has seen that a message was dropped.
#[tauri::command]
#[specta::specta]
pub async fn dismiss_dropped(state: SharedState<'_>, local_id: LocalId) -> CommandResult<()> {
    Ok(state.engine().await?.dismiss_dropped(&local_id).await?)
}

/// Tries a failed message again.
#[tauri::command]
#[specta::specta]
pub async fn retry(state: SharedState<'_>, local_id: LocalId) -> CommandResult<()> {
    Ok(state.engine().await?.retry(&local_id).await?)
}

/// Gives up a message that is not on the server.
#[tauri::command]
#[specta::specta]
pub async fn discard(state: SharedState<'_>, local_id: LocalId) -> CommandResult<()> {
    Ok(state.engine().await?.discard(&local_id).await?)
}

/// Everything that was written here and is not on the server, with why it waits.
#[tauri::command]
#[specta::specta]
pub async fn outbox(state: SharedState<'_>) -> CommandResult<Outbox> {
    Ok(state.engine().await?.outbox().await?)
}

/// Changes the text of a message that is not on the server, and queues it.
#[tauri::command]
#[specta::specta]
pub async fn edit_message(
    state: SharedState<'_>,
    local_id: LocalId,
    text: String,
) -> CommandResult<()> {
    Ok(state.engine().await?.edit(&local_id, &text).await?)
}

/// Queues a message again that was given up.
#[tauri::command]
#[specta::specta]
pub async fn restore_message(state: SharedState<'_>, local_id: LocalId) -> CommandResult<()> {
    Ok(state.engine().await?.restore(&local_id).await?)
}

/// The user has seen a message in its chat that the application could not be sure of.
#[tauri::command]
#[specta::specta]
pub async fn confirm_sent(state: SharedState<'_>, local_id: LocalId) -> CommandResult<()> {
    Ok(state.engine().await?.confirm_sent(&local_id).await?)
}

/// How much of what was written is not on the server.
#[tauri::command]
#[specta::specta]
pub async fn unsent(state: SharedState<'_>) -> CommandResult<Unsent> {
    Ok(state.engine().await?.unsent().await?)
}

/// Keeps what the user has begun to write.
#[tauri::command]
#[specta::specta]
pub async fn save_draft(
    state: SharedState<'_>,
    conversation: ConversationId,
    text: String,
) -> CommandResult<()> {
    let _turn = state.turn(&conversation).await;
    Ok(state
        .engine()
        .await?
        .save_draft(&conversation, &text)
        .await?)
}
