//! Starting up, signing in and out.

use engine::{Account, Connection, Credentials};
use serde::Serialize;

use super::{Answer, Shared};
use crate::{links, preferences::Preferences};

/// Everything the window needs to draw its first frame.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StartUp {
    /// Who is signed in.
    pub account: Option<Account>,
    /// Whether the engine hears the server.
    pub connection: Connection,
    /// What the user chose.
    pub preferences: Preferences,
    /// Whether this is the demo.
    pub demo: bool,
    /// The server that the sign-in form proposes.
    pub default_server: String,
    /// What the user should know at once; codes of sentences in `locales/`.
    pub notices: Vec<String>,
    /// The application's version.
    pub version: String,
    /// How far this PC's clock is off: the server's time minus this PC's, in ms.
    #[specta(type = f64)]
    pub clock_offset: i64,
}

/// Answers with what the first frame needs. Works even when the engine could not be started: the
/// notices then say why.
#[tauri::command]
#[specta::specta]
pub async fn start_up(desk: Shared<'_>) -> Answer<StartUp> {
    Ok(desk.start_up().await)
}

/// Signs in to a server.
#[tauri::command]
#[specta::specta]
pub async fn sign_in(
    desk: Shared<'_>,
    server: String,
    credentials: Credentials,
) -> Answer<Account> {
    desk.sign_in(&server, credentials).await
}

/// Starts the built-in demo server and signs in to it.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_demo(desk: Shared<'_>) -> Answer<Account> {
    desk.sign_in_demo().await
}

/// Signs out; leaves the demo, if that is where we are. What was written stays on disk.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(desk: Shared<'_>) -> Answer<()> {
    desk.sign_out().await
}

/// Tries to reach the server now instead of at the next planned time.
#[tauri::command]
#[specta::specta]
pub async fn try_now(desk: Shared<'_>) -> Answer<()> {
    desk.engine().await?.try_now();
    Ok(())
}

/// Opens the page by which a network asks for a sign-in of its own.
#[tauri::command]
#[specta::specta]
pub async fn open_network_login(desk: Shared<'_>) -> Answer<()> {
    let server = desk.engine().await?.account().map(|account| account.server);
    let server = server.unwrap_or_else(|| engine::DEFAULT_SERVER.to_owned());
    Ok(links::open_network_page(&server)?)
}

/// Quits; while messages wait the window is asked first, through `quit_asked`.
#[tauri::command]
#[specta::specta]
pub async fn ask_to_quit(desk: Shared<'_>) -> Answer<()> {
    desk.ask_to_quit();
    Ok(())
}

/// Quits without asking.
#[tauri::command]
#[specta::specta]
pub async fn quit(desk: Shared<'_>) -> Answer<()> {
    desk.quit();
    Ok(())
}

/// What was being typed is on the disk, as `typed_asked` wanted.
#[tauri::command]
#[specta::specta]
pub async fn typed_kept(desk: Shared<'_>) -> Answer<()> {
    desk.typed_kept();
    Ok(())
}

/// Having been asked, the user would rather stay.
#[tauri::command]
#[specta::specta]
pub async fn stay(desk: Shared<'_>) -> Answer<()> {
    desk.stay();
    Ok(())
}
