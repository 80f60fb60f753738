//! Who is remembered on this computer.

use engine::Account;
use protocol::UserId;

use super::{CommandResult, SharedState};

/// Who is remembered on this computer, the last one last.
#[tauri::command]
#[specta::specta]
pub async fn accounts(state: SharedState<'_>) -> CommandResult<Vec<Account>> {
    Ok(state.engine().await?.accounts())
}

/// Signs an account out that is not open; its chats stay.
#[tauri::command]
#[specta::specta]
pub async fn forget_account(
    state: SharedState<'_>,
    server: String,
    user: UserId,
) -> CommandResult<()> {
    Ok(state.engine().await?.forget_account(&server, &user).await?)
}
