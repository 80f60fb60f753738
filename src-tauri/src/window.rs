//! The main window, and those that show one chat each. Closing the main one hides it into the tray, where there is one; the
//! tray, a notification or a second start brings it to the front. Each shows the program's own page only.

mod activation;
pub mod chat_windows;
pub mod noted_windows;
pub mod placement;

use tauri::{
    AppHandle, Manager as _, WebviewWindow, WebviewWindowBuilder,
    image::Image,
    utils::config::WindowConfig,
    webview::{Color, NewWindowResponse},
};

use tauri_specta::Event as _;

use crate::{
    events::ShellEvent,
    external_links,
    i18n::{Translations, Value},
    limits,
    paths::{self, Paths},
    preferences::{Language, Preferences, Theme},
    software_rendering,
    texts::without_direction_marks,
    webview_memory::{self, Visibility},
    window_state,
};

const ICON: Image<'static> = tauri::include_image!("../icons/128x128.png");
const ARABIC_ICON: Image<'static> = tauri::include_image!("../icons/icon-ar.png");

/// The main window's label; its capability names it too.
pub(crate) const LABEL: &str = "main";

/// Under what label the configuration has the windows that show one chat each.
const CHAT_CONFIGURATION: &str = "chat";

/// Keeps the webview's own menu and reload away from people at a counter.
const BLOCK_BROWSER_SHORTCUTS: &str = "
addEventListener('contextmenu', (event) => event.preventDefault());
addEventListener('keydown', (event) => {
  const reload = event.key === 'F5' || ((event.ctrlKey || event.metaKey) && event.code === 'KeyR');
  if (reload) event.preventDefault();
}, true);
";

/// Creates the main window.
///
/// # Errors
/// When the system's webview cannot be started.
pub(crate) fn create(
    app: &AppHandle,
    preferences: &Preferences,
    translations: &Translations,
    paths: &Paths,
) -> tauri::Result<WebviewWindow> {
    let title = translations.get("shell-title");
    let window = build(app, &configuration(app, LABEL), &title, preferences, paths)?;
    window_state::restore(&window, &paths.window());
    Ok(window)
}

/// Who has the focus once a window is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
    /// The new window.
    Taken,
    /// Whoever had it.
    Left,
}

/// Creates a window for one chat.
///
/// # Errors
/// As [`create`].
pub(crate) fn create_for_chat(
    app: &AppHandle,
    label: &str,
    title: &str,
    focus: Focus,
    preferences: &Preferences,
    paths: &Paths,
) -> tauri::Result<WebviewWindow> {
    let config = WindowConfig {
        label: label.to_owned(),
        focus: focus == Focus::Taken,
        ..configuration(app, CHAT_CONFIGURATION)
    };
    build(app, &config, title, preferences, paths)
}

fn configuration(app: &AppHandle, label: &str) -> WindowConfig {
    let mut windows = app.config().app.windows.iter();
    let found = windows.find(|window| window.label == label);
    found.cloned().unwrap_or_default()
}

fn build(
    app: &AppHandle,
    config: &WindowConfig,
    title: &str,
    preferences: &Preferences,
    paths: &Paths,
) -> tauri::Result<WebviewWindow> {
    let mut builder = WebviewWindowBuilder::from_config(app, config)?
        .title(title)
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
    builder = builder.initialization_script(early_question());
    if cfg!(not(debug_assertions)) {
        builder = builder.initialization_script(BLOCK_BROWSER_SHORTCUTS);
    }
    let window = builder.build()?;
    software_rendering::apply(&window);
    set_zoom(&window, preferences.zoom);
    Ok(window)
}

/// What a new page does before all else.
fn early_question() -> String {
    include_str!("../../ui/src/earlyQuestion.js")
        .replace("INBOX_PAGE", &limits::INBOX_PAGE.to_string())
        .replace("SHELL_EVENT", &format!("'{}'", ShellEvent::NAME))
}

/// The program's mark in this language, as the page shows it.
fn icon(language: Language) -> Image<'static> {
    match language {
        Language::Ar => ARABIC_ICON,
        Language::En => ICON,
    }
}

/// Shows the main window as [`raise`] does.
pub(crate) fn bring_to_front(app: &AppHandle, token: Option<String>) {
    raise(app, LABEL, token);
}

/// Shows a window where the user is and gives it the focus. `token` is what a notification server gave for
/// that: window managers refuse it to whom nobody has clicked.
pub(crate) fn raise(app: &AppHandle, label: &str, token: Option<String>) {
    let Some(window) = app.get_webview_window(label) else {
        return;
    };
    if let Err(error) = activation::activate(&window, token) {
        tracing::warn!(%error, "the window did not come up");
    }
    webview_memory::apply(&window, Visibility::Shown);
}

/// Applies the preferences that concern the windows.
pub(crate) fn apply_preferences(app: &AppHandle, preferences: &Preferences) {
    for window in app.webview_windows().into_values() {
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
    let title = if unread == 0 {
        translations.get("shell-title")
    } else {
        translations.format("shell-title-unread", &[("count", Value::Count(unread))])
    };
    // The number in it needs no isolation.
    set_title(app, LABEL, &without_direction_marks(&title));
}

/// Gives a window a title, which has no marks of direction: some desktops draw them.
pub(crate) fn set_title(app: &AppHandle, label: &str, title: &str) {
    let window = app.get_webview_window(label);
    if let Some(Err(error)) = window.map(|window| window.set_title(title)) {
        tracing::debug!(%error, "the title was not changed");
    }
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
