//! The ways to quit: asked first, at once, or because of a signal.

use std::{sync::Arc, time::Duration};

use store::Unsent;
use tauri::{Manager as _, async_runtime::spawn};

use super::AppState;
use crate::{
    shutdown::{quit_prompt::QuitPrompt, signals, watchdog},
    window, window_state,
};

/// How long counting the unsent messages may delay quitting.
const COUNT_TIMEOUT: Duration = Duration::from_secs(5);

impl AppState {
    /// The question before quitting.
    #[must_use]
    pub fn quit_prompt(&self) -> &QuitPrompt {
        &self.quit_prompt
    }

    /// Quits, once every window has written what is being typed; where something is unsent, asks first.
    pub fn request_quit(self: &Arc<Self>) {
        let state = Arc::clone(self);
        spawn(async move {
            state.hand_over().await;
            state.ask_to_quit();
        });
    }

    /// Quits; where something is unsent, asks first. The drafts are on disk already.
    fn ask_to_quit(self: &Arc<Self>) {
        let state = Arc::clone(self);
        spawn(async move {
            let unsent = state.count_unsent().await;
            if !state.quit_prompt.ask(unsent) {
                state.quit();
            }
        });
    }

    /// Quits without asking. What waits is on disk and is sent after the next start.
    pub fn quit(&self) {
        self.arm_watchdog();
        self.app.exit(0);
    }

    /// Quits without asking on a signal of the system or the terminal; drafts are flushed first.
    pub(crate) fn quit_on_signal(self: &Arc<Self>) {
        let state = Arc::clone(self);
        spawn(async move {
            match signals::termination_signal().await {
                Ok(()) => {
                    state.arm_watchdog();
                    state.hand_over().await;
                    state.quit();
                }
                Err(error) => tracing::warn!(%error, "signals are not heard"),
            }
        });
    }

    /// Bounds the time until the process ends.
    pub(crate) fn arm_watchdog(&self) {
        watchdog::arm(self.paths.demo());
    }

    /// Writes the window's place to disk.
    pub fn save_window_state(&self) {
        let window = self.app.get_webview_window(window::LABEL);
        // A hidden window reports an arbitrary place.
        if let Some(window) = window.filter(|window| window.is_visible().unwrap_or(false)) {
            window_state::save(&window, &self.paths.window());
        }
    }

    /// What is unsent in the account that the next start opens. The demo is deleted at the end, so nothing
    /// of it waits. `None` also while nobody is signed in, or when counting takes too long.
    async fn count_unsent(&self) -> Option<Unsent> {
        let counting = async {
            let engines = self.engines.lock().await;
            let engine = engines.real.clone().filter(|_| engines.demo.is_none())?;
            drop(engines);
            engine.unsent().await.ok()
        };
        tokio::time::timeout(COUNT_TIMEOUT, counting).await.ok()?
    }
}
