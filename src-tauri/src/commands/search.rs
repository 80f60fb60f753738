//! Searching the cache, and what was searched for before.

use engine::SearchAnswer;

use super::{CommandResult, SharedState};

/// What is found for a text with its filters.
#[tauri::command]
#[specta::specta]
pub async fn search(
    state: SharedState<'_>,
    text: String,
    limit: u32,
) -> CommandResult<SearchAnswer> {
    Ok(state.engine().await?.search(&text, limit).await?)
}

/// What was searched for before on this device, the last one first.
#[tauri::command]
#[specta::specta]
pub async fn recent_searches(state: SharedState<'_>) -> CommandResult<Vec<String>> {
    Ok(state.engine().await?.recent_searches().await?)
}

/// Keeps a search whose result was opened.
#[tauri::command]
#[specta::specta]
pub async fn remember_search(state: SharedState<'_>, text: String) -> CommandResult<()> {
    Ok(state.engine().await?.remember_search(&text).await?)
}

/// Forgets what was searched for before.
#[tauri::command]
#[specta::specta]
pub async fn forget_searches(state: SharedState<'_>) -> CommandResult<()> {
    Ok(state.engine().await?.forget_searches().await?)
}
