//! Reading from the cache, and asking for what it lacks.

use engine::Fetched;
use protocol::{ConversationId, Participant};
use store::{
    Attachments, ConversationRow, Customer, Inbox, InboxChanges, InboxView, MessageWindow,
    Messages, Position,
};

use super::{CommandResult, SharedState};

/// A window of the inbox.
#[tauri::command]
#[specta::specta]
pub async fn inbox(state: SharedState<'_>, view: InboxView, limit: u32) -> CommandResult<Inbox> {
    Ok(state.engine().await?.inbox(view, limit).await?)
}

/// What changes of these conversations did to a window of the inbox.
#[tauri::command]
#[specta::specta]
pub async fn inbox_changes(
    state: SharedState<'_>,
    view: InboxView,
    limit: u32,
    changed: Vec<ConversationId>,
) -> CommandResult<InboxChanges> {
    let engine = state.engine().await?;
    Ok(engine.inbox_changes(view, limit, &changed).await?)
}

/// One conversation.
#[tauri::command]
#[specta::specta]
pub async fn conversation(
    state: SharedState<'_>,
    id: ConversationId,
) -> CommandResult<ConversationRow> {
    Ok(state.engine().await?.conversation(&id).await?)
}

/// What is known of a chat's customer, with their other chats.
#[tauri::command]
#[specta::specta]
pub async fn customer(state: SharedState<'_>, id: ConversationId) -> CommandResult<Customer> {
    Ok(state.engine().await?.customer(&id).await?)
}

/// A stretch of a chat.
#[tauri::command]
#[specta::specta]
pub async fn messages(
    state: SharedState<'_>,
    conversation: ConversationId,
    window: MessageWindow,
) -> CommandResult<Messages> {
    Ok(state
        .engine()
        .await?
        .messages(&conversation, window)
        .await?)
}

/// The pictures and files of a chat.
#[tauri::command]
#[specta::specta]
pub async fn attachments(
    state: SharedState<'_>,
    conversation: ConversationId,
) -> CommandResult<Attachments> {
    Ok(state.engine().await?.attachments(&conversation).await?)
}

/// Everybody that the cache knows.
#[tauri::command]
#[specta::specta]
pub async fn people(state: SharedState<'_>) -> CommandResult<Vec<Participant>> {
    Ok(state.engine().await?.people().await?)
}

/// Fetches what lies before the cached part of a chat.
#[tauri::command]
#[specta::specta]
pub async fn fetch_older(
    state: SharedState<'_>,
    conversation: ConversationId,
) -> CommandResult<Fetched> {
    Ok(state.engine().await?.fetch_older(&conversation).await?)
}

/// Fetches a chat down to the first message that is unread.
#[tauri::command]
#[specta::specta]
pub async fn fetch_first_unread(
    state: SharedState<'_>,
    conversation: ConversationId,
) -> CommandResult<()> {
    let engine = state.engine().await?;
    Ok(engine.fetch_first_unread(&conversation).await?)
}

/// Fetches what the cache lacks before a place in a chat.
#[tauri::command]
#[specta::specta]
pub async fn fill_gap(
    state: SharedState<'_>,
    conversation: ConversationId,
    position: Position,
) -> CommandResult<Fetched> {
    Ok(state
        .engine()
        .await?
        .fill_gap(&conversation, position)
        .await?)
}
