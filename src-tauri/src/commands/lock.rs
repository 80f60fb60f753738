//! The lock of the window.

use super::{CommandResult, SharedState};
use crate::app_lock::{
    answers::PinAnswer,
    pin::{NotAPin, Pin},
};

/// Locks the window now.
#[tauri::command]
#[specta::specta]
pub async fn lock_now(state: SharedState<'_>) -> CommandResult<()> {
    state.request_lock();
    Ok(())
}

/// Opens the window with the PIN.
#[tauri::command]
#[specta::specta]
pub async fn unlock(state: SharedState<'_>, pin: String) -> CommandResult<PinAnswer> {
    Ok(state.unlock(Pin::parse(&pin)?).await)
}

/// Sets a PIN; where one is set already, `current` has to be it.
#[tauri::command]
#[specta::specta]
pub async fn set_pin(
    state: SharedState<'_>,
    pin: String,
    current: Option<String>,
) -> CommandResult<PinAnswer> {
    let current = current.as_deref().map(Pin::parse).transpose()?;
    state.set_pin(Pin::parse(&pin)?, current).await
}

/// Removes the PIN.
#[tauri::command]
#[specta::specta]
pub async fn remove_pin(state: SharedState<'_>, current: String) -> CommandResult<PinAnswer> {
    state.remove_pin(Pin::parse(&current)?).await
}

/// Signs everybody out and removes the PIN that nobody knows. What is not sent stays on this computer.
#[tauri::command]
#[specta::specta]
pub async fn forget_pin(state: SharedState<'_>) -> CommandResult<()> {
    state.forget_pin().await
}

/// Somebody pressed a key or moved the pointer.
#[tauri::command]
#[specta::specta]
pub async fn report_activity(state: SharedState<'_>) -> CommandResult<()> {
    state.report_activity();
    Ok(())
}

impl From<NotAPin> for crate::command_error::CommandError {
    fn from(error: NotAPin) -> Self {
        Self::new("pin-invalid", error)
    }
}
