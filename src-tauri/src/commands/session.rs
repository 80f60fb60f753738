//! Start-up, signing in and out, and quitting.

use engine::{Account, Credentials, SignOut};
use tauri::WebviewWindow;

use super::{CommandResult, SharedState};
use crate::{external_links, spelling, state::start_up::StartUp, window};

/// Answers with what the first frame needs, a window of the inbox as it was last shown included. Works even when the engine could
/// not be started: the notices then say why.
#[tauri::command]
#[specta::specta]
pub async fn start_up(
    window: WebviewWindow,
    state: SharedState<'_>,
    limit: u32,
) -> CommandResult<StartUp> {
    state.close_conversations_in(window.label());
    Ok(state.start_up(window.label(), limit).await)
}

/// The page's first screen is painted.
#[tauri::command]
#[specta::specta]
pub async fn first_screen_painted(
    window: WebviewWindow,
    state: SharedState<'_>,
) -> CommandResult<()> {
    if window.label() == window::LABEL {
        state.finish_start();
        spelling::check(&window);
    }
    Ok(())
}

/// Signs in to a server.
#[tauri::command]
#[specta::specta]
pub async fn sign_in(
    state: SharedState<'_>,
    server: String,
    credentials: Credentials,
) -> CommandResult<Account> {
    state.sign_in(&server, credentials).await
}

/// Gives up the sign-in under way.
#[tauri::command]
#[specta::specta]
pub async fn cancel_sign_in(state: SharedState<'_>) -> CommandResult<()> {
    state.engine().await?.cancel_sign_in();
    Ok(())
}

/// Starts the built-in demo server and signs in to it.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_demo(state: SharedState<'_>) -> CommandResult<Account> {
    state.sign_in_demo().await
}

/// Signs out; leaves the demo, if that is where we are.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(state: SharedState<'_>, how: SignOut) -> CommandResult<()> {
    state.sign_out(how).await
}

/// Tries to reach the server now instead of at the next planned time.
#[tauri::command]
#[specta::specta]
pub async fn try_now(state: SharedState<'_>) -> CommandResult<()> {
    state.engine().await?.try_now();
    Ok(())
}

/// Opens the page by which a network asks for a sign-in of its own.
#[tauri::command]
#[specta::specta]
pub async fn open_network_login(state: SharedState<'_>) -> CommandResult<()> {
    let server = state
        .engine()
        .await?
        .account()
        .map(|account| account.server);
    let server = server.unwrap_or_else(|| engine::DEFAULT_SERVER.to_owned());
    Ok(external_links::open_network_login_page(&server)?)
}

/// Quits; while messages wait the window is asked first, through `quit_asked`.
#[tauri::command]
#[specta::specta]
pub async fn ask_to_quit(state: SharedState<'_>) -> CommandResult<()> {
    state.request_quit();
    Ok(())
}

/// Quits without asking.
#[tauri::command]
#[specta::specta]
pub async fn quit(state: SharedState<'_>) -> CommandResult<()> {
    state.quit();
    Ok(())
}

/// What was being typed is on the disk, as the event `typed_asked` asked.
#[tauri::command]
#[specta::specta]
pub async fn drafts_flushed(window: WebviewWindow, state: SharedState<'_>) -> CommandResult<()> {
    state.quit_prompt().confirm_drafts_flushed(window.label());
    Ok(())
}

/// The user answers the question of `quit_asked` with no.
#[tauri::command]
#[specta::specta]
pub async fn cancel_quit(state: SharedState<'_>) -> CommandResult<()> {
    state.question_answered();
    Ok(())
}

/// The user answered whether the window is to be closed.
#[tauri::command]
#[specta::specta]
pub async fn close_answered(state: SharedState<'_>) -> CommandResult<()> {
    state.question_answered();
    Ok(())
}

/// Minimises the window.
#[tauri::command]
#[specta::specta]
pub async fn minimize_window(state: SharedState<'_>) -> CommandResult<()> {
    state.minimize_window();
    Ok(())
}
