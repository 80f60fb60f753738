//! The one window. Closing hides it into the tray, where there is one; the tray, a notification or a second
//! start brings it to the front. It shows its own page only.

mod activation;
pub mod placement;

use tauri::{
    AppHandle, Manager as _, WebviewWindow, WebviewWindowBuilder,
    image::Image,
    webview::{Color, NewWindowResponse},
};

use crate::{
    external_links,
    i18n::{Translations, Value},
    paths::{self, Paths},
    preferences::{Language, Preferences, Theme},
    software_rendering,
    webview_memory::{self, Visibility},
    window_state,
};

const ICON: Image<'static> = tauri::include_image!("../icons/128x128.png");
const ARABIC_ICON: Image<'static> = tauri::include_image!("../icons/icon-ar.png");

/// The window's label; its capability names it too.
pub(crate) const LABEL: &str = "main";

/// Keeps the webview's own menu and reload away from people at a counter.
const BLOCK_BROWSER_SHORTCUTS: &str = "
addEventListener('contextmenu', (event) => event.preventDefault());
addEventListener('keydown', (event) => {
  const reload = event.key === 'F5' || ((event.ctrlKey || event.metaKey) && event.code === 'KeyR');
  if (reload) event.preventDefault();
}, true);
";

/// Creates the window.
///
/// # Errors
/// When the system's webview cannot be started.
pub(crate) fn create(
    app: &AppHandle,
    preferences: &Preferences,
    translations: &Translations,
    paths: &Paths,
) -> tauri::Result<WebviewWindow> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL)
        .cloned()
        .unwrap_or_default();
    let mut builder = WebviewWindowBuilder::from_config(app, &config)?
        .title(translations.get("shell-title"))
        .icon(icon(preferences.language))?
        .background_color(background_colour(preferences))
        // The window's own menu offers to paste; only its own page is ever shown.
        .enable_clipboard_access()
        .on_navigation(external_links::is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    let folder = paths.webview();
    // On a full disk the window must still open, to say so.
    builder = match paths::create_private_dir(&folder) {
        Ok(()) => builder.data_directory(folder),
        Err(_) => builder.incognito(true),
    };
    if cfg!(not(debug_assertions)) {
        builder = builder.initialization_script(BLOCK_BROWSER_SHORTCUTS);
    }
    let window = builder.build()?;
    software_rendering::apply(&window);
    window_state::restore(&window, &paths.window());
    set_zoom(&window, preferences.zoom);
    Ok(window)
}

/// The program's mark in this language, as the page shows it.
fn icon(language: Language) -> Image<'static> {
    match language {
        Language::Ar => ARABIC_ICON,
        Language::En => ICON,
    }
}

/// Shows the window where the user is and gives it the focus. `token` is what a notification server gave for
/// that: window managers refuse it to whom nobody has clicked.
pub(crate) fn bring_to_front(app: &AppHandle, token: Option<String>) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    if let Err(error) = activation::activate(&window, token) {
        tracing::warn!(%error, "the window did not come up");
    }
    webview_memory::apply(&window, Visibility::Shown);
}

/// Applies the preferences that concern the window.
pub(crate) fn apply_preferences(app: &AppHandle, preferences: &Preferences) {
    if let Some(window) = app.get_webview_window(LABEL) {
        set_zoom(&window, preferences.zoom);
        if let Err(error) = window.set_icon(icon(preferences.language)) {
            tracing::debug!(%error, "the window's icon was not changed");
        }
    }
}

/// Removes what the webview keeps: its storage, its cookies, its caches.
pub(crate) fn clear_browsing_data(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    if let Err(error) = window.clear_all_browsing_data() {
        tracing::warn!(%error, "the webview's data were not removed");
    }
}

/// Shows in the title how many conversations are unread.
pub(crate) fn show_unread(app: &AppHandle, unread: u32, translations: &Translations) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let title = if unread == 0 {
        translations.get("shell-title")
    } else {
        translations.format("shell-title-unread", &[("count", Value::Count(unread))])
    };
    if let Err(error) = window.set_title(&without_isolation(&title)) {
        tracing::debug!(%error, "the title was not changed");
    }
}

/// A title without the marks around what was put into it: some desktops draw them, and a number needs none.
fn without_isolation(title: &str) -> String {
    let is_mark = |letter: char| matches!(letter, '\u{2066}'..='\u{2069}');
    title.replace(is_mark, "")
}

fn set_zoom(window: &WebviewWindow, factor: f64) {
    if let Err(error) = window.set_zoom(factor) {
        tracing::debug!(%error, "the zoom was not changed");
    }
}

/// The colour behind the page until it is drawn, so that a dark window does not flash.
fn background_colour(preferences: &Preferences) -> Color {
    match preferences.theme {
        Theme::Dark => Color(0x0f, 0x0d, 0x14, 0xff),
        Theme::Light | Theme::System => Color(0xf6, 0xf5, 0xf9, 0xff),
    }
}
