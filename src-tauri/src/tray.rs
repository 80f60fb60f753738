//! The tray icon: show, quit, and whether something is unread. One of the three modules that know the
//! platform.
//!
//! A tray is a luxury. On Linux its library may be missing (then Tauri panics, which is caught here),
//! and a desktop may have nowhere to show it; closing the window then really quits, because a window
//! that vanished without a trace cannot be brought back.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use tauri::{
    AppHandle, Manager as _, Wry,
    image::Image,
    menu::{Menu, MenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};

use crate::{
    desk::Desk,
    texts::{Texts, Value},
    window,
};

const QUIET: Image<'static> = tauri::include_image!("../icons/tray.png");
const UNREAD: Image<'static> = tauri::include_image!("../icons/tray-unread.png");
const SHOW: &str = "show";
const QUIT: &str = "quit";

/// The tray icon, where one could be made.
pub(crate) struct Tray {
    icon: TrayIcon<Wry>,
}

impl Tray {
    /// Makes the icon. `None` where the system has no tray; the log says why. Call it on the main
    /// thread.
    #[must_use]
    pub(crate) fn make(app: &AppHandle, texts: &Texts) -> Option<Self> {
        // Tauri panics when the indicator library is not installed.
        match catch_unwind(AssertUnwindSafe(|| build(app, texts))) {
            Ok(Ok(icon)) => Some(Self { icon }),
            Ok(Err(error)) => {
                tracing::warn!(%error, "no tray icon");
                None
            }
            Err(_) => {
                tracing::warn!("no tray icon: its library is missing");
                None
            }
        }
    }

    /// Shows how many conversations are unread.
    pub(crate) fn show_unread(&self, unread: u32, texts: &Texts) {
        let image = if unread == 0 { QUIET } else { UNREAD };
        let tooltip = if unread == 0 {
            texts.get("shell-title")
        } else {
            texts.format("shell-tray-unread", &[("count", Value::Count(unread))])
        };
        let shown = self
            .icon
            .set_icon(Some(image))
            .and_then(|()| self.icon.set_tooltip(Some(tooltip)));
        if let Err(error) = shown {
            tracing::debug!(%error, "the tray icon was not changed");
        }
    }

    /// Says everything in another language.
    pub(crate) fn translate(&self, app: &AppHandle, texts: &Texts) {
        if let Err(error) = menu(app, texts).and_then(|menu| self.icon.set_menu(Some(menu))) {
            tracing::debug!(%error, "the tray menu was not changed");
        }
    }
}

fn build(app: &AppHandle, texts: &Texts) -> tauri::Result<TrayIcon<Wry>> {
    TrayIconBuilder::with_id("main")
        .icon(QUIET)
        .tooltip(texts.get("shell-title"))
        .menu(&menu(app, texts)?)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id.as_ref() {
            SHOW => window::bring_up(app),
            QUIT => match app.try_state::<Arc<Desk>>() {
                Some(desk) => desk.wish_to_quit(),
                None => app.exit(0),
            },
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                window::bring_up(tray.app_handle());
            }
        })
        .build(app)
}

fn menu(app: &AppHandle, texts: &Texts) -> tauri::Result<Menu<Wry>> {
    let show = MenuItem::with_id(app, SHOW, texts.get("shell-tray-show"), true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, texts.get("shell-tray-quit"), true, None::<&str>)?;
    Menu::with_items(app, &[&show, &quit])
}

/// Whether a tray icon can be seen right now, so that hiding the window leaves a way back.
#[cfg(all(unix, not(target_os = "macos")))]
#[must_use]
pub(crate) fn somewhere_to_show() -> bool {
    let (answer, answered) = std::sync::mpsc::channel();
    let asking = std::thread::Builder::new()
        .name("tray".into())
        .spawn(move || {
            let _ = answer.send(watcher_is_there());
        });
    // The bus is on this machine; one that does not answer at once will show no icon either.
    asking.is_ok()
        && answered
            .recv_timeout(std::time::Duration::from_millis(500))
            .unwrap_or(false)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn watcher_is_there() -> bool {
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    let asked = zbus::blocking::Connection::session().and_then(|bus| {
        let dbus = "org.freedesktop.DBus";
        bus.call_method(
            Some(dbus),
            "/org/freedesktop/DBus",
            Some(dbus),
            "NameHasOwner",
            &WATCHER,
        )?
        .body()
        .deserialize::<bool>()
    });
    asked.unwrap_or(false)
}

/// Whether a tray icon can be seen right now: these systems always have a place for one.
#[cfg(not(all(unix, not(target_os = "macos"))))]
#[must_use]
pub(crate) fn somewhere_to_show() -> bool {
    true
}
