//! Messages and drafts. Each answers when what the user wrote is on disk.

use engine::Outbox;
use protocol::ConversationId;
use store::{LocalId, Unsent};

use super::{Answer, Shared};

/// Queues a message; it is on disk when this answers.
#[tauri::command]
#[specta::specta]
pub async fn send(desk: Shared<'_>, conversation: ConversationId, text: String) -> Answer<LocalId> {
    Ok(desk.engine().await?.send(&conversation, &text).await?)
}

/// Tries a failed message again.
#[tauri::command]
#[specta::specta]
pub async fn retry(desk: Shared<'_>, local_id: LocalId) -> Answer<()> {
    Ok(desk.engine().await?.retry(&local_id).await?)
}

/// Gives up a message that is not on the server.
#[tauri::command]
#[specta::specta]
pub async fn discard(desk: Shared<'_>, local_id: LocalId) -> Answer<()> {
    Ok(desk.engine().await?.discard(&local_id).await?)
}

/// Everything that was written here and is not on the server, with why it waits.
#[tauri::command]
#[specta::specta]
pub async fn outbox(desk: Shared<'_>) -> Answer<Outbox> {
    Ok(desk.engine().await?.outbox().await?)
}

/// Changes the text of a message that is not on the server, and queues it.
#[tauri::command]
#[specta::specta]
pub async fn edit_message(desk: Shared<'_>, local_id: LocalId, text: String) -> Answer<()> {
    Ok(desk.engine().await?.edit(&local_id, &text).await?)
}

/// Queues a message again that was given up.
#[tauri::command]
#[specta::specta]
pub async fn restore_message(desk: Shared<'_>, local_id: LocalId) -> Answer<()> {
    Ok(desk.engine().await?.restore(&local_id).await?)
}

/// The user has seen a message in its chat that the application could not be sure of.
#[tauri::command]
#[specta::specta]
pub async fn confirm_sent(desk: Shared<'_>, local_id: LocalId) -> Answer<()> {
    Ok(desk.engine().await?.confirm_sent(&local_id).await?)
}

/// How much of what was written is not on the server.
#[tauri::command]
#[specta::specta]
pub async fn unsent(desk: Shared<'_>) -> Answer<Unsent> {
    Ok(desk.engine().await?.unsent().await?)
}

/// Keeps what the user has begun to write.
#[tauri::command]
#[specta::specta]
pub async fn save_draft(
    desk: Shared<'_>,
    conversation: ConversationId,
    text: String,
) -> Answer<()> {
    Ok(desk
        .engine()
        .await?
        .save_draft(&conversation, &text)
        .await?)
}
