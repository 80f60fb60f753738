//! The windows that show one chat each: opening, raising and closing them, and what each of them is told.

use std::{collections::HashSet, sync::Arc, time::Instant};

use protocol::ConversationId;
use store::{ChangeSet, ConversationRow, Position};
use tauri::{Manager as _, WebviewWindow, async_runtime::spawn};

use super::AppState;
use crate::{
    command_error::CommandError,
    events::{self, FocusedConversation, ShellEvent},
    notifications::format::person_name,
    texts::without_direction_marks,
    window::{self, chat_windows::Opening},
    window_state,
};

impl AppState {
    /// Shows a chat in a window of its own, or raises the one that it has.
    ///
    /// # Errors
    /// `not-found`; `too-many-windows` where as many are open as may be; `internal` where the system opens none.
    pub async fn open_chat_window(&self, id: &ConversationId) -> Result<(), CommandError> {
        let engine = self.engine().await?;
        let row = engine.conversation(id).await?;
        let opening = self.chat_windows.lock().open(id);
        match opening {
            Opening::Known(label) => window::raise(&self.app, &label, None),
            Opening::TooMany => {
                return Err(CommandError::new("too-many-windows", engine::CHAT_WINDOWS));
            }
            Opening::New { label, others } => {
                let made = self.make_chat_window(&label, &row, window::Focus::Taken)?;
                window_state::restore_beside(&made, &self.paths, others);
                self.note_chat_windows().await;
            }
        }
        Ok(())
    }

    /// Whether a window is one of this program's: the main one, or a chat's.
    pub(crate) fn has_window(&self, label: &str) -> bool {
        self.chat_windows.lock().has_window(label)
    }

    /// Makes the window that a chat was given a label for, and tells every window of it.
    ///
    /// # Errors
    /// `internal` where the system opens none; the label is free again then.
    pub(super) fn make_chat_window(
        &self,
        label: &str,
        row: &ConversationRow,
        focus: window::Focus,
    ) -> Result<WebviewWindow, CommandError> {
        let title = self.title_of(row);
        let preferences = self.preferences();
        let made =
            window::create_for_chat(&self.app, label, &title, focus, &preferences, &self.paths);
        let made = made.map_err(|error| {
            self.chat_windows.lock().close(label);
            CommandError::new("internal", error)
        })?;
        self.tell_of_chat_windows();
        Ok(made)
    }

    /// The user closes a chat's window by its frame. Its page is asked first: files that are about to be sent lie there
    /// alone. A second time it closes.
    pub(crate) fn frame_closed(self: &Arc<Self>, label: &str) {
        let asked = self.chat_windows.lock().ask_to_close(label, Instant::now());
        if asked || self.lock.is_locked() {
            self.close_chat_window(label);
        } else {
            events::send_to(&self.app, label, ShellEvent::CloseAsked);
        }
    }

    /// Closes a chat's window: what is being typed in it is on the disk before it goes.
    pub(crate) fn close_chat_window(self: &Arc<Self>, label: &str) {
        if self.chat_windows.lock().conversation_in(label).is_none() {
            return;
        }
        let (state, label) = (Arc::clone(self), label.to_owned());
        spawn(async move {
            if let Some(window) = state.app.get_webview_window(&label) {
                window_state::save_beside(&window, &state.paths);
            }
            state.quit_prompt.flush_drafts_of(&label).await;
            state.note_windows_but(Some(&label)).await;
            state.destroy_chat_window(&label);
        });
    }

    /// Closes the windows of all chats, as before another account is shown.
    pub(super) async fn close_chat_windows(&self) {
        let open = self.chat_windows.lock().all();
        if open.is_empty() {
            return;
        }
        self.quit_prompt.flush_drafts().await;
        for (label, _) in open {
            self.destroy_chat_window(&label);
        }
    }

    fn destroy_chat_window(&self, label: &str) {
        let window = self.app.get_webview_window(label);
        if let Some(Err(error)) = window.map(|window| window.destroy()) {
            tracing::warn!(%error, "a chat's window did not close");
        }
    }

    /// A window is gone.
    pub(crate) fn window_gone(self: &Arc<Self>, label: &str) {
        if !self.chat_windows.lock().close(label) {
            return;
        }
        self.tell_of_chat_windows();
        let (state, label) = (Arc::clone(self), label.to_owned());
        spawn(async move {
            if let Some(engine) = state.running_engine().await {
                state.forget_window(&engine, &label);
            }
        });
    }

    /// Shows a conversation in its own window where it has one, else in the main one, at a message where one is named;
    /// without a conversation the main window alone. Behind a lock it is shown once that opens.
    pub(crate) fn raise_conversation(
        &self,
        id: Option<ConversationId>,
        message: Option<Position>,
        token: Option<String>,
    ) {
        let own = id.as_ref().and_then(|id| {
            let windows = self.chat_windows.lock();
            windows.label_of(id).map(str::to_owned)
        });
        let label = own.as_deref().unwrap_or(window::LABEL);
        window::raise(&self.app, label, token);
        let Some(id) = id else { return };
        if !self.lock.is_locked() {
            let shown = FocusedConversation {
                conversation: id,
                message,
            };
            events::send_to(&self.app, label, ShellEvent::FocusConversation(shown));
        } else if own.is_none() {
            self.keep_for_later(id);
        }
    }

    /// Tells each window what concerns it: the main one everything, a chat's window what is said of its customer.
    pub(super) async fn tell_of_changes(&self, engine: &engine::Engine, change: ChangeSet) {
        events::send_to(
            &self.app,
            window::LABEL,
            ShellEvent::Changed(change.clone()),
        );
        let open = self.chat_windows.lock().all();
        for (label, id) in open {
            if change.conversations.contains(&id) {
                self.retitle(engine, &label, &id).await;
            }
            let shown = self.shown_with(engine, &id, &change).await;
            if let Some(part) = part_for(&change, &shown) {
                events::send_to(&self.app, &label, ShellEvent::Changed(part));
            }
        }
    }

    /// Names the chats that have a window of their own.
    pub(super) fn tell_of_chat_windows(&self) {
        let open = self.chat_windows.lock().conversations();
        events::send(&self.app, ShellEvent::ChatWindowsChanged(open));
    }

    /// The lock closes or opens: the titles name nobody meanwhile.
    pub(super) async fn retitle_chat_windows(&self) {
        let open = self.chat_windows.lock().all();
        if open.is_empty() {
            return;
        }
        let Some(engine) = self.running_engine().await else {
            return;
        };
        for (label, id) in open {
            self.retitle(&engine, &label, &id).await;
        }
    }

    async fn retitle(&self, engine: &engine::Engine, label: &str, id: &ConversationId) {
        if let Ok(row) = engine.conversation(id).await {
            window::set_title(&self.app, label, &self.title_of(&row));
        }
    }

    fn title_of(&self, row: &ConversationRow) -> String {
        let translations = self.translations();
        if self.lock.is_locked() {
            return translations.get("shell-title");
        }
        without_direction_marks(&person_name(row.people.first(), &translations))
    }

    /// The conversations that a chat's window shows something of: the chat, and the customer's others.
    async fn shown_with(
        &self,
        engine: &engine::Engine,
        id: &ConversationId,
        change: &ChangeSet,
    ) -> HashSet<ConversationId> {
        let mut shown = HashSet::from([id.clone()]);
        let is_about_others = change.conversations.iter().any(|other| other != id);
        if is_about_others && let Ok(customer) = engine.customer(id).await {
            shown.extend(customer.chats.into_iter().map(|chat| chat.row.id));
        }
        shown
    }
}

/// What of a change concerns these conversations; `None` where nothing does.
#[must_use]
pub fn part_for(change: &ChangeSet, shown: &HashSet<ConversationId>) -> Option<ChangeSet> {
    let kept = |ids: &[ConversationId]| -> Vec<ConversationId> {
        ids.iter()
            .filter(|id| shown.contains(*id))
            .cloned()
            .collect()
    };
    let part = ChangeSet {
        revision: change.revision,
        conversations: kept(&change.conversations),
        messages: kept(&change.messages),
        new_messages: change
            .new_messages
            .iter()
            .filter(|message| shown.contains(&message.conversation))
            .cloned()
            .collect(),
        new_conversations: kept(&change.new_conversations),
        reminders: kept(&change.reminders),
        resync: change.resync,
    };
    let concerns = part.resync || !part.conversations.is_empty() || !part.messages.is_empty();
    concerns.then_some(part)
}
