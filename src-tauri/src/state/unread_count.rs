//! The tray icon and the window's title, which show how many conversations are unread.

use std::sync::Arc;

use super::AppState;
use crate::{
    tray::{self, Disturbing, Tray, TrayChoice, TrayOffers},
    window,
};

impl AppState {
    /// Shows in tray and title how many conversations are unread.
    pub fn show_unread(&self, unread: u32) {
        if std::mem::replace(&mut *self.unread.lock(), unread) != unread {
            self.update_tray_and_title(unread);
        }
    }

    /// Shows the tray icon, unless it is there already.
    pub fn show_tray(self: &Arc<Self>) {
        let state = Arc::clone(self);
        let shown = self.app.run_on_main_thread(move || state.create_tray());
        if let Err(error) = shown {
            tracing::debug!(%error, "the tray icon is not shown: the application ends");
        }
    }

    fn create_tray(self: &Arc<Self>) {
        if self.tray.get().is_some() {
            return;
        }
        let state = Arc::clone(self);
        let translations = self.translations();
        let on_choice = move |choice| match choice {
            TrayChoice::ToggleQuiet => state.toggle_quiet(),
            TrayChoice::Lock => state.request_lock(),
            TrayChoice::Quit => state.request_quit(),
        };
        let offers = self.tray_offers();
        self.tray
            .get_or_init(|| Tray::create(&self.app, &translations, offers, on_choice));
        let unread = *self.unread.lock();
        self.update_tray_and_title(unread);
    }

    /// Whether a hidden window can be brought back by the tray icon.
    #[must_use]
    pub fn has_tray(&self) -> bool {
        self.tray().is_some() && tray::has_host()
    }

    pub(super) fn rewrite_tray_and_title(&self) {
        if let Some(tray) = self.tray() {
            tray.rewrite_menu(&self.app, &self.translations(), self.tray_offers());
        }
        let unread = *self.unread.lock();
        self.update_tray_and_title(unread);
    }

    fn update_tray_and_title(&self, unread: u32) {
        let translations = self.translations();
        window::show_unread(&self.app, unread, &translations);
        if let Some(tray) = self.tray() {
            tray.show_unread(unread, &translations);
        }
    }

    fn tray_offers(&self) -> TrayOffers {
        let disturbing = if self.alerts.quiet.borrow().is_some() {
            Disturbing::Forbidden
        } else {
            Disturbing::Allowed
        };
        TrayOffers {
            disturbing,
            lock: self.lock.status(),
        }
    }

    fn tray(&self) -> Option<&Tray> {
        self.tray.get().and_then(Option::as_ref)
    }
}
