//! Messages and drafts. Each answers when what the user wrote is on disk.

use protocol::ConversationId;
use store::LocalId;

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
