//! Preferences, and what leaves the window.

use super::{CommandResult, SharedState};
use crate::{
    open_link::{self, LinkConsent, LinkOutcome},
    preferences::PreferenceChanges,
};

/// Takes over and keeps what the user changed; what another window changed meanwhile stays.
#[tauri::command]
#[specta::specta]
pub async fn change_preferences(
    state: SharedState<'_>,
    changes: PreferenceChanges,
) -> CommandResult<()> {
    state.change_preferences(&changes).await
}

/// Plays a sound as loud as the preferences have it.
#[tauri::command]
#[specta::specta]
pub async fn test_sound(state: SharedState<'_>) -> CommandResult<()> {
    Ok(state.test_sound().await?)
}

/// Shows a notification as news does, and plays its sound.
#[tauri::command]
#[specta::specta]
pub async fn test_alert(state: SharedState<'_>) -> CommandResult<()> {
    state.test_notification();
    Ok(state.test_sound().await?)
}

/// Opens a link in the system's browser or mail program, or answers with the host that the user is asked about first.
#[tauri::command]
#[specta::specta]
pub async fn open_link(url: String, consent: LinkConsent) -> CommandResult<LinkOutcome> {
    Ok(open_link::open_link(&url, consent)?)
}
