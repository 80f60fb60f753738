//! What the shell tells its windows, as one typed event: a window that starts registers once, and asks for everything
//! after that. `ui/src/lib/bindings.ts` has all kinds.

use std::sync::Arc;

use engine::{Account, Connection, Prefetch, UploadProgress};
use protocol::ConversationId;
use serde::{Deserialize, Serialize};
use specta::Type;
use store::{ChangeSet, Position, Unsent};
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event;

use crate::{
    app_lock::{AppLock, answers::LockStatus},
    preferences::Preferences,
};

/// Something that the shell tells.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum ShellEvent {
    /// Rows changed: a view that shows one of them reads it again.
    Changed(ChangeSet),
    /// The state of the connection to the server changed.
    ConnectionChanged(Connection),
    /// An account signed in or out.
    AccountChanged(Option<Account>),
    /// A notification was clicked, or another window leads to it: show this conversation.
    FocusConversation(FocusedConversation),
    /// These chats have a window of their own now, and no others.
    ChatWindowsChanged(Vec<ConversationId>),
    /// A link into the application was clicked: call `follow_link`.
    LinkClicked,
    /// The preferences were changed to these.
    PreferencesChanged(Preferences),
    /// The window was locked or unlocked, or a PIN was set or removed.
    LockChanged(LockStatus),
    /// Something the user should know; the code of a sentence in `locales/`.
    Notice(String),
    /// The server's time minus this PC's, in ms, changed.
    ClockOffsetChanged(#[specta(type = f64)] i64),
    /// Another minute has passed: what says how long ago something was is drawn anew.
    MinutePassed,
    /// How far the background fetch is of chats that were never opened here; none while there is no such fetch.
    PrefetchChanged(Option<Prefetch>),
    /// How far the uploads under way are.
    UploadsChanged(Vec<UploadProgress>),
    /// The application is about to end: write the drafts to disk, then call `drafts_flushed`.
    TypedAsked,
    /// The user wants to quit while messages are unsent: ask, then call `quit` or `cancel_quit`.
    QuitAsked(Unsent),
    /// The user closes the window. The main one, where there is no tray: ask, then call `close_answered`. One of a single chat:
    /// call `close_chat_window` unless something would be lost.
    CloseAsked,
}

/// A conversation that is shown.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub struct FocusedConversation {
    /// The conversation.
    pub conversation: ConversationId,
    /// The message at which it is shown; `None`: where it is, or where its unread messages begin.
    pub message: Option<Position>,
}

impl ShellEvent {
    /// Whether a locked window hears it: nothing that names a person or a chat. A new kind has to be decided on.
    #[must_use]
    pub const fn is_for_locked_windows(&self) -> bool {
        match self {
            Self::PreferencesChanged(_)
            | Self::LockChanged(_)
            | Self::Notice(_)
            | Self::TypedAsked
            | Self::QuitAsked(_)
            | Self::CloseAsked => true,
            Self::Changed(_)
            | Self::ConnectionChanged(_)
            | Self::AccountChanged(_)
            | Self::FocusConversation(_)
            | Self::ChatWindowsChanged(_)
            | Self::LinkClicked
            | Self::ClockOffsetChanged(_)
            | Self::MinutePassed
            | Self::PrefetchChanged(_)
            | Self::UploadsChanged(_) => false,
        }
    }
}

/// Sends an event to every window, unless they are locked and the event is not for locked ones: a window asks for
/// everything when it opens. A failure is logged: no caller can do more about it.
pub(crate) fn send(app: &AppHandle, event: ShellEvent) {
    if !is_withheld(app, &event) {
        log_unsent(event.emit(app));
    }
}

/// Sends an event to one window, as [`send`] does to all.
pub(crate) fn send_to(app: &AppHandle, label: &str, event: ShellEvent) {
    if !is_withheld(app, &event) {
        log_unsent(event.emit_to(app, label));
    }
}

fn is_withheld(app: &AppHandle, event: &ShellEvent) -> bool {
    !event.is_for_locked_windows()
        && app
            .try_state::<Arc<AppLock>>()
            .is_some_and(|lock| lock.is_locked())
}

fn log_unsent(sent: tauri::Result<()>) {
    if let Err(error) = sent {
        tracing::warn!(%error, "a window was not told");
    }
}
