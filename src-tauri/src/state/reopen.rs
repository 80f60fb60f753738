//! The windows of single chats over a restart: what is noted of them, and opening them again.
//!
//! What is noted is what is open. So they are opened again after the first screen, after the lock and after a sign-in, and
//! nothing is opened twice; a sign-out notes that none is open.

use std::sync::{Arc, atomic::Ordering};

use engine::Engine;
use tauri::{Manager as _, async_runtime::spawn};

use super::AppState;
use crate::{
    window::{
        self,
        chat_windows::Opening,
        noted_windows::{self, NotedWindow},
    },
    window_state::{self, WindowState},
};

impl AppState {
    /// Has every window write what is being typed to the disk, and notes where the windows of chats are: the program ends.
    pub(super) async fn hand_over(&self) {
        self.quit_prompt.flush_drafts().await;
        self.note_chat_windows().await;
    }

    /// Notes which chats have a window, and where.
    pub(super) async fn note_chat_windows(&self) {
        self.note_windows_but(None).await;
    }

    /// As [`AppState::note_chat_windows`], without the window that is about to close.
    pub(super) async fn note_windows_but(&self, gone: Option<&str>) {
        let open = self.chat_windows.lock().all();
        let open = open.into_iter().filter(|(label, _)| Some(&**label) != gone);
        let noted: Vec<NotedWindow> = open
            .map(|(label, conversation)| NotedWindow {
                conversation,
                place: self
                    .app
                    .get_webview_window(&label)
                    .and_then(|window| window_state::place_of(&window)),
            })
            .collect();
        self.write_noted(&noted).await;
    }

    /// Notes that no chat has a window: who signs in next begins with the main one.
    pub(super) async fn forget_chat_windows(&self) {
        self.write_noted(&[]).await;
    }

    async fn write_noted(&self, windows: &[NotedWindow]) {
        let engine = self.running_engine().await;
        if let Some(folder) = engine.and_then(|engine| engine.profile_folder()) {
            noted_windows::write(&folder, windows);
        }
    }

    /// Opens the chats' windows that were noted for whoever is signed in, once there is a first screen and no lock.
    pub(super) fn reopen_chat_windows(self: &Arc<Self>) {
        if !self.first_screen.load(Ordering::Acquire) || self.lock.is_locked() {
            return;
        }
        let state = Arc::clone(self);
        spawn(async move {
            let Some(engine) = state.running_engine().await else {
                return;
            };
            let Some(folder) = engine.profile_folder() else {
                return;
            };
            for NotedWindow {
                conversation,
                place,
            } in noted_windows::read(&folder)
            {
                // What is gone from the cache, and what cannot be opened, is left out.
                if let Ok(row) = engine.conversation(&conversation).await {
                    state.reopen(&engine, &row, place);
                }
            }
        });
    }

    fn reopen(&self, engine: &Engine, row: &store::ConversationRow, place: Option<WindowState>) {
        // The lock may have closed, or somebody else be signed in, meanwhile.
        if self.lock.is_locked() || engine.account().is_none() {
            return;
        }
        let opening = self.chat_windows.lock().open(&row.id);
        let Opening::New { label, others } = opening else {
            return;
        };
        if let Err(error) = self.make_chat_window(&label, row, window::Focus::Left) {
            tracing::warn!(code = error.code, "a chat's window did not open again");
            return;
        }
        if let Some(made) = self.app.get_webview_window(&label) {
            match place {
                Some(place) => window_state::restore_at(&made, place),
                None => window_state::restore_beside(&made, &self.paths, others),
            }
        }
    }
}
