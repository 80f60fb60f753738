//! The user's own views of the inbox.

use engine::{SavedView, ViewDraft};
use store::{Inbox, InboxFilter, InboxSort, OwnViews};

use super::{CommandResult, SharedState};

/// All own views with the number of their conversations.
#[tauri::command]
#[specta::specta]
pub async fn own_views(state: SharedState<'_>) -> CommandResult<OwnViews> {
    Ok(state.engine().await?.own_views().await?)
}

/// A window of the inbox through an own view.
#[tauri::command]
#[specta::specta]
pub async fn inbox_of_own_view(
    state: SharedState<'_>,
    id: String,
    limit: u32,
) -> CommandResult<Inbox> {
    Ok(state.engine().await?.inbox_of_own_view(&id, limit).await?)
}

/// Keeps a view: a new one where no id is given.
#[tauri::command]
#[specta::specta]
pub async fn save_own_view(
    state: SharedState<'_>,
    id: Option<String>,
    name: String,
    filters: Vec<InboxFilter>,
    words: String,
    tags: Vec<String>,
    sort: InboxSort,
) -> CommandResult<SavedView> {
    let draft = ViewDraft {
        name,
        filters,
        words,
        tags,
        sort,
    };
    Ok(state.engine().await?.save_own_view(id, draft).await?)
}

/// Removes a view; its conversations stay.
#[tauri::command]
#[specta::specta]
pub async fn delete_own_view(state: SharedState<'_>, id: String) -> CommandResult<()> {
    Ok(state.engine().await?.delete_own_view(&id).await?)
}
