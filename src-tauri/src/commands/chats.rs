//! What is done with whole conversations.

use engine::NewConversation;
use protocol::{ConversationId, ConversationStatus, OrderId};
use store::ConversationRow;

use super::{Answer, Shared};
use crate::notify::watch::Hint;

/// A chat is on screen now: it is joined and its newest messages are fetched, while the window
/// already shows what the cache has.
#[tauri::command]
#[specta::specta]
pub async fn open_conversation(desk: Shared<'_>, id: ConversationId) -> Answer<()> {
    let engine = desk.engine().await?;
    desk.look_at(Some(id.clone()));
    tauri::async_runtime::spawn(async move {
        if let Err(error) = engine.opened(&id).await {
            tracing::info!(code = error.code(), "a chat was opened from the cache only");
        }
    });
    Ok(())
}

/// No chat is on screen any more.
#[tauri::command]
#[specta::specta]
pub async fn close_conversation(desk: Shared<'_>) -> Answer<()> {
    desk.look_at(None);
    Ok(())
}

/// I have read a chat: at once here, on the server when it can be reached.
#[tauri::command]
#[specta::specta]
pub async fn mark_read(desk: Shared<'_>, id: ConversationId) -> Answer<()> {
    Ok(desk.engine().await?.mark_read(&id).await?)
}

/// Closes, reopens or resolves a conversation.
#[tauri::command]
#[specta::specta]
pub async fn set_status(
    desk: Shared<'_>,
    conversation: ConversationId,
    status: ConversationStatus,
) -> Answer<()> {
    desk.engine()
        .await?
        .set_status(&conversation, status)
        .await?;
    Ok(())
}

/// Gives a conversation another subject.
#[tauri::command]
#[specta::specta]
pub async fn rename(desk: Shared<'_>, conversation: ConversationId, subject: String) -> Answer<()> {
    desk.engine().await?.rename(&conversation, &subject).await?;
    Ok(())
}

/// Begins a conversation.
#[tauri::command]
#[specta::specta]
pub async fn create_conversation(
    desk: Shared<'_>,
    request: NewConversation,
) -> Answer<ConversationRow> {
    let engine = desk.engine().await?;
    desk.hint(Hint::Beginning);
    let begun = engine.create_conversation(request).await;
    desk.hint(Hint::Began(begun.as_ref().ok().map(|row| row.id.clone())));
    Ok(begun?)
}

/// Opens the chat of an order, beginning it if there is none.
#[tauri::command]
#[specta::specta]
pub async fn open_order_chat(desk: Shared<'_>, order: OrderId) -> Answer<ConversationRow> {
    let engine = desk.engine().await?;
    desk.hint(Hint::Beginning);
    let begun = engine.open_order_chat(&order).await;
    desk.hint(Hint::Began(begun.as_ref().ok().map(|row| row.id.clone())));
    Ok(begun?)
}

/// Asks an admin about a chat that only an admin may reopen: answers with the conversation in which
/// the user can ask, beginning it if there is none. Nothing is sent by itself.
#[tauri::command]
#[specta::specta]
pub async fn ask_admin(desk: Shared<'_>, conversation: ConversationId) -> Answer<ConversationRow> {
    let engine = desk.engine().await?;
    desk.hint(Hint::Beginning);
    let begun = engine.ask_admin(&conversation).await;
    desk.hint(Hint::Began(begun.as_ref().ok().map(|row| row.id.clone())));
    Ok(begun?)
}

/// The conversation that the last link into the application leads to; `None` where none waits to be
/// followed.
#[tauri::command]
#[specta::specta]
pub async fn follow_link(desk: Shared<'_>) -> Answer<Option<ConversationRow>> {
    desk.follow_link().await
}
