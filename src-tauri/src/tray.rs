//! The tray icon: show, do-not-disturb, lock, quit, and how many chats are unread. Knows the platform.
//!
//! A tray is optional. On Linux its library may be missing (then Tauri panics, which is caught here), and a
//! desktop may have no place to show it; closing the window then quits, because the user could not bring
//! a hidden window back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tauri::{
    AppHandle, Wry,
    image::Image,
    menu::{Menu, MenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};

use crate::{
    app_lock::answers::LockStatus,
    i18n::{Translations, Value},
    preferences::Language,
    window,
};

const READ_ICON: Image<'static> = tauri::include_image!("../icons/tray.png");
const UNREAD_ICON: Image<'static> = tauri::include_image!("../icons/tray-unread.png");
const ARABIC_READ_ICON: Image<'static> = tauri::include_image!("../icons/tray-ar.png");
const ARABIC_UNREAD_ICON: Image<'static> = tauri::include_image!("../icons/tray-ar-unread.png");
const SHOW: &str = "show";
const QUIET: &str = "quiet";
const LOCK: &str = "lock";
const QUIT: &str = "quit";

/// What the tray's menu asks for, beside showing the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TrayChoice {
    /// Begin or end do-not-disturb.
    ToggleQuiet,
    /// Lock the window.
    Lock,
    /// End the application.
    Quit,
}

/// Whether somebody may be disturbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disturbing {
    /// By everything.
    Allowed,
    /// By nothing.
    Forbidden,
}

/// What the menu's entries depend on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TrayOffers {
    pub(crate) disturbing: Disturbing,
    pub(crate) lock: LockStatus,
}

/// The tray icon, where one could be made.
pub(crate) struct Tray {
    icon: TrayIcon<Wry>,
}

impl Tray {
    /// Creates the icon; `on_choice` is called with what its menu asks for. `None` where the system has no
    /// tray; the log says why. Call it on the main thread.
    #[must_use]
    pub(crate) fn create(
        app: &AppHandle,
        translations: &Translations,
        offers: TrayOffers,
        on_choice: impl Fn(TrayChoice) + Send + Sync + 'static,
    ) -> Option<Self> {
        // Tauri panics when the indicator library is not installed.
        match catch_unwind(AssertUnwindSafe(|| {
            build(app, translations, offers, on_choice)
        })) {
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

    /// Shows how many conversations are unread: by the icon, in words, and beside it where the desktop does that.
    pub(crate) fn show_unread(&self, unread: u32, translations: &Translations) {
        let image = icon(translations.language(), unread);
        let tooltip = if unread == 0 {
            translations.get("shell-title")
        } else {
            translations.format("shell-tray-unread", &[("count", Value::Count(unread))])
        };
        let shown = self
            .icon
            .set_icon(Some(image))
            .and_then(|()| self.icon.set_tooltip(Some(tooltip)))
            .and_then(|()| {
                self.icon
                    .set_title((unread > 0).then(|| translations.number(unread)))
            });
        if let Err(error) = shown {
            tracing::debug!(%error, "the tray icon was not changed");
        }
    }

    /// Rewrites the menu: the language or what it offers has changed.
    pub(crate) fn rewrite_menu(
        &self,
        app: &AppHandle,
        translations: &Translations,
        offers: TrayOffers,
    ) {
        let rewritten =
            menu(app, translations, offers).and_then(|menu| self.icon.set_menu(Some(menu)));
        if let Err(error) = rewritten {
            tracing::debug!(%error, "the tray menu was not changed");
        }
    }
}

/// The window's mark in this language.
fn icon(language: Language, unread: u32) -> Image<'static> {
    match (language, unread) {
        (Language::En, 0) => READ_ICON,
        (Language::En, _) => UNREAD_ICON,
        (Language::Ar, 0) => ARABIC_READ_ICON,
        (Language::Ar, _) => ARABIC_UNREAD_ICON,
    }
}

fn build(
    app: &AppHandle,
    translations: &Translations,
    offers: TrayOffers,
    on_choice: impl Fn(TrayChoice) + Send + Sync + 'static,
) -> tauri::Result<TrayIcon<Wry>> {
    TrayIconBuilder::with_id("main")
        .icon(icon(translations.language(), 0))
        .tooltip(translations.get("shell-title"))
        .menu(&menu(app, translations, offers)?)
        .show_menu_on_left_click(false)
        .on_menu_event(move |app, event| match event.id.as_ref() {
            SHOW => window::bring_to_front(app, None),
            QUIET => on_choice(TrayChoice::ToggleQuiet),
            LOCK => on_choice(TrayChoice::Lock),
            QUIT => on_choice(TrayChoice::Quit),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                window::bring_to_front(tray.app_handle(), None);
            }
        })
        .build(app)
}

fn menu(
    app: &AppHandle,
    translations: &Translations,
    offers: TrayOffers,
) -> tauri::Result<Menu<Wry>> {
    let item = |id, key| {
        let text = translations.get(key);
        MenuItem::with_id(app, id, text, true, None::<&str>)
    };
    let show = item(SHOW, "shell-tray-show")?;
    let quiet = match offers.disturbing {
        Disturbing::Allowed => "shell-tray-quiet",
        Disturbing::Forbidden => "shell-tray-quiet-end",
    };
    let quiet = item(QUIET, quiet)?;
    let quit = item(QUIT, "shell-tray-quit")?;
    // There is something to lock only while a PIN is set and the window is open.
    if offers.lock == LockStatus::Unlocked {
        let lock = item(LOCK, "shell-tray-lock")?;
        Menu::with_items(app, &[&show, &quiet, &lock, &quit])
    } else {
        Menu::with_items(app, &[&show, &quiet, &quit])
    }
}

/// Whether the desktop shows tray icons right now, so that a hidden window can be brought back.
#[cfg(all(unix, not(target_os = "macos")))]
#[must_use]
pub(crate) fn has_host() -> bool {
    let (answer, answered) = std::sync::mpsc::channel();
    let asking = std::thread::Builder::new()
        .name("tray".into())
        .spawn(move || {
            let _ = answer.send(has_status_notifier_watcher());
        });
    // The bus is on this machine: without an answer within this time no icon is shown either.
    asking.is_ok()
        && answered
            .recv_timeout(std::time::Duration::from_millis(500))
            .unwrap_or(false)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn has_status_notifier_watcher() -> bool {
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

/// Whether the desktop shows tray icons right now: these systems always do.
#[cfg(not(all(unix, not(target_os = "macos"))))]
#[must_use]
pub(crate) fn has_host() -> bool {
    true
}
