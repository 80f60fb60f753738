//! Quitting by hand: asked first in the window while messages are not sent, because they go out only when
//! the application is opened again, and some only when somebody has decided on them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use store::Unsent;
use tauri_specta::Event as _;

use super::{Desk, held};
use crate::{events::QuitAsked, leaving, window};

/// How long counting what waits may hold up quitting.
const COUNT_PATIENCE: Duration = Duration::from_secs(5);

/// A second wish to quit within this time is not asked about again: the window may not answer.
const ASKED_LATELY: Duration = Duration::from_secs(60);

impl Desk {
    /// Somebody wants to quit: by the tray, the window's own button, or a key.
    pub fn ask_to_quit(self: &Arc<Self>) {
        let desk = Arc::clone(self);
        tauri::async_runtime::spawn(async move {
            let unsent = desk.counted().await;
            let asked = held(&desk.quit_asked).replace(Instant::now());
            let unanswered = asked.is_some_and(|at| at.elapsed() < ASKED_LATELY);
            tracing::info!(?unsent, unanswered, "somebody wants to quit");
            match unsent {
                Some(unsent) if unsent.messages() > 0 && !unanswered => {
                    window::bring_up(&desk.app);
                    desk.tell(QuitAsked(unsent).emit(&desk.app));
                }
                _ => leaving::quit(&desk.app),
            }
        });
    }

    /// Quits without asking.
    pub fn quit(&self) {
        leaving::quit(&self.app);
    }

    /// The user would rather stay.
    pub fn stay(&self) {
        *held(&self.quit_asked) = None;
    }

    /// What waits in the account that will be opened again. The demo is thrown away at the end: nothing of
    /// it ever waits. `None` also while nobody is signed in, or when counting takes too long.
    async fn counted(&self) -> Option<Unsent> {
        let counting = async {
            let engines = self.engines.lock().await;
            let engine = engines.own.clone().filter(|_| engines.demo.is_none())?;
            drop(engines);
            engine.unsent().await.ok()
        };
        tokio::time::timeout(COUNT_PATIENCE, counting).await.ok()?
    }
}
