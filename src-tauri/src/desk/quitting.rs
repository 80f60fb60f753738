//! Quitting by hand: asked first in the window while messages are not sent, because they go out only when
//! the application is opened again, and some only when somebody has decided on them.

use std::{
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use store::Unsent;
use tauri_specta::Event as _;

use super::{Desk, held};
use crate::{
    events::{QuitAsked, TypedAsked},
    leaving, window,
};

/// How long counting what waits may hold up quitting.
const COUNT_PATIENCE: Duration = Duration::from_secs(5);

/// How long the window may take to bring what is being typed to the disk. It may not answer at all.
const TYPING_PATIENCE: Duration = Duration::from_secs(1);

/// A second wish to quit within this time is not asked about again: the window may not answer.
const ASKED_LATELY: Duration = Duration::from_secs(60);

impl Desk {
    /// Somebody wants to quit by other ways than the window's keys, which see to what is being typed.
    pub(crate) fn wish_to_quit(self: &Arc<Self>) {
        let desk = Arc::clone(self);
        tauri::async_runtime::spawn(async move {
            desk.keep_typed().await;
            desk.ask_to_quit();
        });
    }

    /// Has the window bring to the disk what is being typed, and waits for that, but not for long.
    pub(crate) async fn keep_typed(&self) {
        let mut kept = pin!(self.typed_kept.notified());
        // From now on: the answer may come before it is waited for.
        kept.as_mut().enable();
        self.tell(TypedAsked.emit(&self.app));
        let kept = tokio::time::timeout(TYPING_PATIENCE, kept).await;
        if kept.is_err() {
            tracing::warn!("the window does not say what is being typed");
        }
    }

    /// What was being typed is on the disk.
    pub fn typed_kept(&self) {
        self.typed_kept.notify_waiters();
    }

    /// Asks whether to quit, where something is not sent; what is being typed is on the disk.
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
