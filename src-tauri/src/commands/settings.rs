//! Preferences, and what leaves the window.

use super::{Answer, Shared};
use crate::{links, preferences::Preferences};

/// Takes over and keeps the user's choices.
#[tauri::command]
#[specta::specta]
pub async fn save_preferences(desk: Shared<'_>, preferences: Preferences) -> Answer<()> {
    desk.choose(preferences)
}

/// Opens a link in the system's browser or mail program.
#[tauri::command]
#[specta::specta]
pub async fn open_link(url: String) -> Answer<()> {
    Ok(links::open(&url)?)
}
