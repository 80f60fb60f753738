//! The question before quitting. Unsent messages go out only when the application is opened again, and
//! some only when the user has decided on them, so the window asks while there are any.

use std::{collections::HashSet, pin::pin, sync::Arc, time::Duration};

use parking_lot::Mutex;
use store::Unsent;
use tauri::{AppHandle, Manager as _};
use tokio::sync::Notify;

use crate::{
    events::{self, ShellEvent},
    shutdown::questions::{Questions, REPEAT_INTERVAL},
    window,
};

/// How long the window may take to write its drafts to disk. It may not answer at all.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

/// Asks in the window whether to quit.
pub struct QuitPrompt {
    app: AppHandle,
    questions: Arc<Questions>,
    /// The windows that have not said yet that what is being typed is on the disk.
    flushing: Mutex<HashSet<String>>,
    drafts_flushed: Notify,
}

impl QuitPrompt {
    pub(crate) fn new(app: AppHandle, questions: Arc<Questions>) -> Self {
        Self {
            app,
            questions,
            flushing: Mutex::default(),
            drafts_flushed: Notify::new(),
        }
    }

    /// Has every window write its drafts to disk, and waits for that, but no longer than [`FLUSH_TIMEOUT`].
    pub(crate) async fn flush_drafts(&self) {
        self.flush(self.app.webview_windows().into_keys().collect())
            .await;
    }

    /// As [`QuitPrompt::flush_drafts`], of one window.
    pub(crate) async fn flush_drafts_of(&self, label: &str) {
        self.flush(vec![label.to_owned()]).await;
    }

    async fn flush(&self, labels: Vec<String>) {
        self.flushing.lock().extend(labels.iter().cloned());
        for label in &labels {
            events::send_to(&self.app, label, ShellEvent::TypedAsked);
        }
        let flushed = async {
            loop {
                let mut answered = pin!(self.drafts_flushed.notified());
                // The answer may come before this function waits for it.
                answered.as_mut().enable();
                let is_left = |label: &String| self.flushing.lock().contains(label);
                if !labels.iter().any(is_left) {
                    return;
                }
                answered.await;
            }
        };
        if tokio::time::timeout(FLUSH_TIMEOUT, flushed).await.is_err() {
            tracing::warn!("a window does not say what is being typed");
            let mut flushing = self.flushing.lock();
            flushing.retain(|label| !labels.contains(label));
        }
    }

    /// A window has written its drafts to disk.
    pub fn confirm_drafts_flushed(&self, label: &str) {
        self.flushing.lock().remove(label);
        self.drafts_flushed.notify_waiters();
    }

    /// Asks the user, where something is unsent and the last question was answered or is old. Returns
    /// whether the user is asked; if not, nothing stands against quitting.
    #[must_use]
    pub(crate) fn ask(&self, unsent: Option<Unsent>) -> bool {
        let asked = self.questions.ask_about_quitting();
        let unanswered = asked.is_some_and(|ago| ago < REPEAT_INTERVAL);
        tracing::info!(?unsent, unanswered, "somebody wants to quit");
        match unsent {
            Some(unsent) if unsent.messages() > 0 && !unanswered => {
                window::bring_to_front(&self.app, None);
                events::send_to(&self.app, window::LABEL, ShellEvent::QuitAsked(unsent));
                true
            }
            _ => false,
        }
    }
}
