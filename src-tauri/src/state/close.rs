//! Closing the window: into the tray where there is one, otherwise after a question.

use std::sync::Arc;

use tauri::{Manager as _, async_runtime::spawn};

use super::AppState;
use crate::{
    events::{self, ShellEvent},
    notifications::{Notification, NotificationTag, Notifier as _, focus::WindowFocus},
    preferences::{Preferences, TrayHint},
    shutdown::close::{CloseAction, TrayPresence, close_action},
    webview_memory::{self, Visibility},
    window,
};

impl AppState {
    /// The user closes the window.
    pub(crate) fn close_window(self: &Arc<Self>) {
        let tray = if self.has_tray() {
            TrayPresence::Shown
        } else {
            TrayPresence::Missing
        };
        let chosen = self.preferences().close_without_tray;
        let asked = self.questions.closing_asked();
        match close_action(tray, chosen, asked) {
            CloseAction::Hide => self.hide_window(),
            CloseAction::Ask => {
                self.questions.ask_about_closing();
                window::bring_to_front(&self.app, None);
                events::send_to(&self.app, window::LABEL, ShellEvent::CloseAsked);
            }
            CloseAction::Quit => self.request_quit(),
        }
    }

    /// The user answered that the program stays, or how it is to end: the next wish is asked about again.
    pub fn question_answered(&self) {
        self.questions.stay();
    }

    /// Minimises the window.
    pub fn minimize_window(&self) {
        let window = self.app.get_webview_window(window::LABEL);
        if let Some(Err(error)) = window.map(|window| window.minimize()) {
            tracing::warn!(%error, "the window was not minimised");
        }
    }

    fn hide_window(self: &Arc<Self>) {
        let Some(window) = self.app.get_webview_window(window::LABEL) else {
            return;
        };
        if window.hide().is_err() {
            self.request_quit();
            return;
        }
        webview_memory::apply(&window, Visibility::Hidden);
        self.set_window_focus(window::LABEL, WindowFocus::Unfocused);
        self.say_where_it_went();
    }

    /// Once: the window is gone, and the program is not.
    fn say_where_it_went(self: &Arc<Self>) {
        if self.preferences().tray_hint == TrayHint::Given {
            return;
        }
        let translations = self.translations();
        self.notifier.show(Notification {
            tag: NotificationTag::Tray,
            title: translations.get("shell-tray-hint"),
            body: translations.get("shell-tray-hint-body"),
        });
        let state = Arc::clone(self);
        spawn(async move {
            let given = state.update_preferences(|now| {
                Ok(Preferences {
                    tray_hint: TrayHint::Given,
                    ..now.clone()
                })
            });
            if let Err(error) = given.await {
                tracing::warn!(code = error.code, "the hint comes again next time");
            }
        });
    }
}
