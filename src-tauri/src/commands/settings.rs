//! Preferences, and what leaves the window.

use super::{CommandResult, SharedState};
use crate::{external_links, preferences::Preferences};

/// Takes over and keeps the user's choices.
#[tauri::command]
#[specta::specta]
pub async fn save_preferences(
    state: SharedState<'_>,
    preferences: Preferences,
) -> CommandResult<()> {
    state.set_preferences(preferences).await
}

/// Opens a link in the system's browser or mail program.
#[tauri::command]
#[specta::specta]
pub async fn open_link(url: String) -> CommandResult<()> {
    Ok(external_links::open_link(&url)?)
}
