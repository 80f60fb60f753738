//! Reading from the cache, and asking for what it lacks.

use engine::Fetched;
use protocol::{ConversationId, Participant};
use store::{ConversationRow, Inbox, InboxFilter, MessageWindow, Messages, Place};

use super::{Answer, Shared};

/// A window of the inbox.
#[tauri::command]
#[specta::specta]
pub async fn inbox(desk: Shared<'_>, filter: InboxFilter, limit: u32) -> Answer<Inbox> {
    Ok(desk.engine().await?.inbox(filter, limit).await?)
}

/// One conversation.
#[tauri::command]
#[specta::specta]
pub async fn conversation(desk: Shared<'_>, id: ConversationId) -> Answer<ConversationRow> {
    Ok(desk.engine().await?.conversation(&id).await?)
}

/// A stretch of a chat.
#[tauri::command]
#[specta::specta]
pub async fn messages(
    desk: Shared<'_>,
    conversation: ConversationId,
    window: MessageWindow,
) -> Answer<Messages> {
    Ok(desk.engine().await?.messages(&conversation, window).await?)
}

/// Everybody that the cache knows.
#[tauri::command]
#[specta::specta]
pub async fn people(desk: Shared<'_>) -> Answer<Vec<Participant>> {
    Ok(desk.engine().await?.people().await?)
}

/// Fetches what lies before the cached part of a chat.
#[tauri::command]
#[specta::specta]
pub async fn fetch_older(desk: Shared<'_>, conversation: ConversationId) -> Answer<Fetched> {
    Ok(desk.engine().await?.fetch_older(&conversation).await?)
}

/// Fetches what the cache lacks before a place in a chat.
#[tauri::command]
#[specta::specta]
pub async fn fill_gap(
    desk: Shared<'_>,
    conversation: ConversationId,
    place: Place,
) -> Answer<Fetched> {
    Ok(desk.engine().await?.fill_gap(&conversation, place).await?)
}
