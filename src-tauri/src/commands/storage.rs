//! What is kept on this computer, and clearing it.

use engine::StorageSizes;
use serde::Serialize;

use super::{CommandResult, SharedState};
use crate::logging;

/// How much room everything takes on this computer.
#[derive(Clone, Copy, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StorageReport {
    /// The account's data.
    pub account: StorageSizes,
    /// The log, in bytes.
    #[specta(type = f64)]
    pub log_bytes: u64,
}

/// Measures how much room everything takes on this computer.
#[tauri::command]
#[specta::specta]
pub async fn storage_sizes(state: SharedState<'_>) -> CommandResult<StorageReport> {
    let account = state.engine().await?.storage_sizes().await?;
    Ok(StorageReport {
        account,
        log_bytes: logging::size_on_disk(&state.paths().log()),
    })
}

/// Removes what was fetched from the server; what the user wrote stays.
#[tauri::command]
#[specta::specta]
pub async fn clear_cache(state: SharedState<'_>) -> CommandResult<()> {
    Ok(state.engine().await?.clear_cache().await?)
}
