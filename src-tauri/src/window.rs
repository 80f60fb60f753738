//! The one window: made at start-up, hidden into the tray on closing where there is one, brought up by
//! the tray, a notification or a second start. It shows its own page only.

use tauri::{
    AppHandle, Manager as _, WebviewWindow, WebviewWindowBuilder,
    webview::{Color, NewWindowResponse},
};

use crate::{
    desk::Desk,
    geometry, links, paths,
    preferences::{Preferences, Theme},
    texts::{Texts, Value},
};

/// The window's label; its capability names it too.
pub(crate) const LABEL: &str = "main";

/// Keeps the webview's own menu and reload away from people at a counter.
const NO_BROWSER: &str = "
addEventListener('contextmenu', (event) => event.preventDefault());
addEventListener('keydown', (event) => {
  const reload = event.key === 'F5' || ((event.ctrlKey || event.metaKey) && event.code === 'KeyR');
  if (reload) event.preventDefault();
}, true);
";

/// Makes the window.
///
/// # Errors
/// When the system's webview cannot be started.
pub(crate) fn make(app: &AppHandle, desk: &Desk) -> tauri::Result<WebviewWindow> {
    let preferences = desk.preferences();
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL)
        .cloned()
        .unwrap_or_default();
    let mut builder = WebviewWindowBuilder::from_config(app, &config)?
        .title(desk.texts().get("shell-title"))
        .background_color(ground(&preferences))
        .on_navigation(links::is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    let kept = desk.paths().webview();
    // With a disk that takes nothing the window must still open, to say so.
    builder = match paths::make_private(&kept) {
        Ok(()) => builder.data_directory(kept),
        Err(_) => builder.incognito(true),
    };
    if cfg!(not(debug_assertions)) {
        builder = builder.initialization_script(NO_BROWSER);
    }
    let window = builder.build()?;
    geometry::restore(&window, &desk.paths().window());
    zoom(&window, preferences.zoom);
    Ok(window)
}

/// Brings the window up and to the front.
pub(crate) fn bring_up(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let shown = window
        .show()
        .and_then(|()| window.unminimize())
        .and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window did not come up");
    }
}

/// Takes over what of the preferences concerns the window.
pub(crate) fn follow(app: &AppHandle, preferences: &Preferences) {
    if let Some(window) = app.get_webview_window(LABEL) {
        zoom(&window, preferences.zoom);
    }
}

/// Says in the title how many conversations are unread.
pub(crate) fn show_unread(app: &AppHandle, unread: u32, texts: &Texts) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let title = if unread == 0 {
        texts.get("shell-title")
    } else {
        texts.format("shell-title-unread", &[("count", Value::Count(unread))])
    };
    if let Err(error) = window.set_title(&title) {
        tracing::debug!(%error, "the title was not changed");
    }
}

fn zoom(window: &WebviewWindow, factor: f64) {
    if let Err(error) = window.set_zoom(factor) {
        tracing::debug!(%error, "the zoom was not changed");
    }
}

/// The colour behind the page until it is drawn, so that a dark window does not flash.
fn ground(preferences: &Preferences) -> Color {
    match preferences.theme {
        Theme::Dark => Color(0x0f, 0x0d, 0x14, 0xff),
        Theme::Light | Theme::System => Color(0xf6, 0xf5, 0xf9, 0xff),
    }
}
