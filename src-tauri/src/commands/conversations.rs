//! What is done with whole conversations.

use engine::{NewConversation, OpenChats, OrderLookup};
use protocol::{ConversationId, ConversationStatus, OrderId, UtcMs};
use store::{ConversationRow, Position};
use tauri::WebviewWindow;

use super::{CommandResult, SharedState};
use crate::notifications::{focus::Attention, task::UserAction};

/// A chat is on screen now in this window, beside those that are: it is joined and its newest messages are fetched, while the window
/// already shows what the cache has.
#[tauri::command]
#[specta::specta]
pub async fn open_conversation(
    window: WebviewWindow,
    state: SharedState<'_>,
    id: ConversationId,
) -> CommandResult<()> {
    let engine = state.engine().await?;
    state.open_conversation(&engine, window.label(), id.clone());
    tauri::async_runtime::spawn(async move {
        if let Err(error) = engine.open_conversation(&id).await {
            tracing::info!(code = error.code(), "a chat was opened from the cache only");
        }
    });
    Ok(())
}

/// A chat is on screen in this window no longer.
#[tauri::command]
#[specta::specta]
pub async fn close_conversation(
    window: WebviewWindow,
    state: SharedState<'_>,
    id: ConversationId,
) -> CommandResult<()> {
    let engine = state.engine().await?;
    state.close_conversation(&engine, window.label(), &id);
    Ok(())
}

/// Notes which chats are open side by side, also those that have no room on screen: they are open again after a restart.
#[tauri::command]
#[specta::specta]
pub async fn note_open_chats(state: SharedState<'_>, open: OpenChats) -> CommandResult<()> {
    Ok(state.engine().await?.note_open_chats(&open)?)
}

/// Somebody looks at the chats on screen, or nobody does any more.
#[tauri::command]
#[specta::specta]
pub async fn set_attention(
    window: WebviewWindow,
    state: SharedState<'_>,
    attention: Attention,
) -> CommandResult<()> {
    state.set_attention(window.label(), attention);
    Ok(())
}

/// I have seen a chat up to a place: at once here; on the server, once its end was seen, when it can be reached.
#[tauri::command]
#[specta::specta]
pub async fn mark_seen(
    state: SharedState<'_>,
    id: ConversationId,
    until: Position,
) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.mark_seen(&id, &until).await?)
}

/// Marks a chat read though it was not opened: at once here, on the server when it can be reached.
#[tauri::command]
#[specta::specta]
pub async fn mark_read(state: SharedState<'_>, id: ConversationId) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.mark_read(&id).await?)
}

/// Stars a conversation, on this device only.
#[tauri::command]
#[specta::specta]
pub async fn star_conversation(state: SharedState<'_>, id: ConversationId) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.star_conversation(&id).await?)
}

/// Takes a conversation's star away.
#[tauri::command]
#[specta::specta]
pub async fn unstar_conversation(state: SharedState<'_>, id: ConversationId) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.unstar_conversation(&id).await?)
}

/// Puts a conversation off until a time, or until the other side writes; on this device only.
#[tauri::command]
#[specta::specta]
pub async fn snooze_conversation(
    state: SharedState<'_>,
    id: ConversationId,
    until: UtcMs,
) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    let engine = state.engine().await?;
    Ok(engine.snooze_conversation(&id, until).await?)
}

/// Has a conversation come back that was put off.
#[tauri::command]
#[specta::specta]
pub async fn end_snooze(state: SharedState<'_>, id: ConversationId) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.end_snooze(&id).await?)
}

/// Keeps a private note on a conversation, on this device only; an empty text removes it.
#[tauri::command]
#[specta::specta]
pub async fn save_note(
    state: SharedState<'_>,
    id: ConversationId,
    text: String,
) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.save_note(&id, &text).await?)
}

/// Gives a conversation these tags and no others, on this device only.
#[tauri::command]
#[specta::specta]
pub async fn set_tags(
    state: SharedState<'_>,
    id: ConversationId,
    tags: Vec<String>,
) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.set_tags(&id, &tags).await?)
}

/// The tags in use, the most used first.
#[tauri::command]
#[specta::specta]
pub async fn tags_in_use(state: SharedState<'_>) -> CommandResult<Vec<String>> {
    Ok(state.engine().await?.tags_in_use().await?)
}

/// Has the user reminded of a conversation at a time, on this device only.
#[tauri::command]
#[specta::specta]
pub async fn remind(
    state: SharedState<'_>,
    id: ConversationId,
    due_at: UtcMs,
) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.remind(&id, due_at).await?)
}

/// Ends a conversation's reminder.
#[tauri::command]
#[specta::specta]
pub async fn end_reminder(state: SharedState<'_>, id: ConversationId) -> CommandResult<()> {
    let _turn = state.turn(&id).await;
    Ok(state.engine().await?.end_reminder(&id).await?)
}

/// Closes, reopens or resolves a conversation.
#[tauri::command]
#[specta::specta]
pub async fn set_status(
    state: SharedState<'_>,
    conversation: ConversationId,
    status: ConversationStatus,
) -> CommandResult<()> {
    state
        .engine()
        .await?
        .set_status(&conversation, status)
        .await?;
    Ok(())
}

/// Gives a conversation another subject.
#[tauri::command]
#[specta::specta]
pub async fn rename(
    state: SharedState<'_>,
    conversation: ConversationId,
    subject: String,
) -> CommandResult<()> {
    state
        .engine()
        .await?
        .rename(&conversation, &subject)
        .await?;
    Ok(())
}

/// Begins a conversation.
#[tauri::command]
#[specta::specta]
pub async fn create_conversation(
    state: SharedState<'_>,
    request: NewConversation,
) -> CommandResult<ConversationRow> {
    let engine = state.engine().await?;
    state.report_user_action(UserAction::CreatingConversation);
    let begun = engine.create_conversation(request).await;
    state.report_user_action(UserAction::CreatedConversation(
        begun.as_ref().ok().map(|row| row.id.clone()),
    ));
    Ok(begun?)
}

/// Looks the chat of an order up by what was typed: a number or an id. None is begun.
#[tauri::command]
#[specta::specta]
pub async fn find_order_chat(state: SharedState<'_>, typed: String) -> CommandResult<OrderLookup> {
    Ok(state.engine().await?.find_order_chat(&typed).await?)
}

/// Opens the chat of an order, beginning it if there is none.
#[tauri::command]
#[specta::specta]
pub async fn open_order_chat(
    state: SharedState<'_>,
    order: OrderId,
) -> CommandResult<ConversationRow> {
    let engine = state.engine().await?;
    state.report_user_action(UserAction::CreatingConversation);
    let begun = engine.open_order_chat(&order).await;
    state.report_user_action(UserAction::CreatedConversation(
        begun.as_ref().ok().map(|row| row.id.clone()),
    ));
    Ok(begun?)
}

/// Asks an admin about a chat that only an admin may reopen: answers with the conversation in which
/// the user can ask, beginning it if there is none. Nothing is sent by itself.
#[tauri::command]
#[specta::specta]
pub async fn ask_admin(
    state: SharedState<'_>,
    conversation: ConversationId,
) -> CommandResult<ConversationRow> {
    let engine = state.engine().await?;
    state.report_user_action(UserAction::CreatingConversation);
    let begun = engine.ask_admin(&conversation).await;
    state.report_user_action(UserAction::CreatedConversation(
        begun.as_ref().ok().map(|row| row.id.clone()),
    ));
    Ok(begun?)
}

/// The conversation that the last link into the application leads to; `None` where none waits to be
/// followed.
#[tauri::command]
#[specta::specta]
pub async fn follow_link(state: SharedState<'_>) -> CommandResult<Option<ConversationRow>> {
    state.follow_link().await
}
