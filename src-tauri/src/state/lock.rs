//! The lock of the window while the application runs: who locks it, what is put away then, and what opens it.

use std::sync::Arc;

use engine::{LeftBehind, SignOut, SignOutScope};
use protocol::ConversationId;
use tauri::async_runtime::spawn;

use super::AppState;
use crate::{
    app_lock::{
        AppLock,
        answers::{LockError, PinAnswer},
        pin::Pin,
    },
    command_error::CommandError,
    deep_link::DeepLink,
    events::{self, ShellEvent},
    limits::IDLE_TICK,
    notifications::Notifier as _,
};

impl AppState {
    /// The lock of the window.
    #[must_use]
    pub fn lock(&self) -> &AppLock {
        &self.lock
    }

    /// Locks the window; what is being typed is written to the disk before.
    pub fn request_lock(self: &Arc<Self>) {
        let state = Arc::clone(self);
        spawn(async move { state.lock_window().await });
    }

    /// Locks the window once nobody has touched it for as long as the user chose, until the application ends.
    pub(crate) fn watch_idling(self: &Arc<Self>) {
        let state = Arc::clone(self);
        spawn(async move {
            loop {
                // Without an open lock nothing wakes.
                while !state.lock.is_lockable() {
                    state.lock.wait_for_change().await;
                }
                tokio::time::sleep(IDLE_TICK).await;
                if state.lock.is_idle_for(state.lock_after()) {
                    tracing::info!("nobody is there: the window is locked");
                    state.lock_window().await;
                }
            }
        });
    }

    /// Somebody touched the window; after too long it is locked all the same.
    pub fn report_activity(self: &Arc<Self>) {
        if self.lock.report_activity(self.lock_after()) {
            self.request_lock();
        }
    }

    /// Opens the window with the right PIN.
    pub async fn unlock(self: &Arc<Self>, pin: Pin) -> PinAnswer {
        let answer = self.lock.unlock(pin).await;
        if answer == PinAnswer::Accepted {
            self.tell_of_lock();
            self.retitle_chat_windows().await;
            self.reopen_chat_windows();
        }
        answer
    }

    /// Sets the PIN, or another one.
    ///
    /// # Errors
    /// `disk-failed` where it could not be written; `internal`.
    pub async fn set_pin(&self, new: Pin, current: Option<Pin>) -> Result<PinAnswer, CommandError> {
        let answer = self.lock.set_pin(new, current).await?;
        self.tell_of_lock();
        Ok(answer)
    }

    /// Removes the PIN with the right one.
    ///
    /// # Errors
    /// `disk-failed` where its file could not be removed.
    pub async fn remove_pin(&self, current: Pin) -> Result<PinAnswer, CommandError> {
        let answer = self.lock.remove_pin(current).await?;
        self.tell_of_lock();
        Ok(answer)
    }

    /// Opens a window whose PIN nobody knows: everybody is signed out first, so that no chat is behind it.
    ///
    /// # Errors
    /// The engine's, and the disk's: the window stays locked then.
    pub async fn forget_pin(&self) -> Result<(), CommandError> {
        self.forget_chat_windows().await;
        self.close_chat_windows().await;
        self.leave_demo().await?;
        let engine = self.real_engine_in_use().await?;
        let everybody = SignOut {
            scope: SignOutScope::Everybody,
            left_behind: LeftBehind::Everything,
        };
        engine.sign_out(everybody).await?;
        self.drop_lock().await
    }

    /// Removes the lock after a sign-out: the next one who signs in does not know the PIN.
    ///
    /// # Errors
    /// The disk's.
    pub(super) async fn drop_lock(&self) -> Result<(), CommandError> {
        self.lock.remove().await?;
        self.tell_of_lock();
        Ok(())
    }

    /// Has a conversation shown once the lock opens.
    pub(super) fn keep_for_later(&self, conversation: ConversationId) {
        *self.link.lock() = Some(DeepLink::Conversation(conversation));
    }

    async fn lock_window(&self) {
        if !self.lock.is_lockable() {
            return;
        }
        self.quit_prompt.flush_drafts().await;
        if self.lock.lock() {
            self.close_conversations();
            // They name people and quote them.
            self.notifier.withdraw_all();
            self.tell_of_lock();
            self.retitle_chat_windows().await;
        }
    }

    fn tell_of_lock(&self) {
        events::send(&self.app, ShellEvent::LockChanged(self.lock.status()));
        self.rewrite_tray_and_title();
    }

    fn lock_after(&self) -> Option<std::time::Duration> {
        self.preferences.lock().lock_after.duration()
    }
}

impl From<LockError> for CommandError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Disk(_) => Self::new("disk-failed", error),
            LockError::Hash(_) | LockError::Unexpected | LockError::BrokeOff => {
                Self::new("internal", error)
            }
        }
    }
}
