//! The events that the shell sends to the window. Each is typed; `ui/src/lib/bindings.ts` has them all.

use std::sync::Arc;

use engine::{Account, Connection, Prefetch, UploadProgress};
use protocol::ConversationId;
use serde::{Deserialize, Serialize};
use specta::Type;
use store::{ChangeSet, Unsent};
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event;

use crate::{
    app_lock::{AppLock, answers::LockStatus},
    preferences::Preferences,
};

/// Rows changed: a view that shows one of them reads it again.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct Changed(pub ChangeSet);

/// The state of the connection to the server changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct ConnectionChanged(pub Connection);

/// An account signed in or out.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct AccountChanged(pub Option<Account>);

/// A notification was clicked, or another window leads to it: show this conversation.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct FocusConversation(pub ConversationId);

/// These chats have a window of their own now, and no others.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct ChatWindowsChanged(pub Vec<ConversationId>);

/// A link into the application was clicked: call `follow_link`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct LinkClicked;

/// The preferences were changed to these.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct PreferencesChanged(pub Preferences);

/// The window was locked or unlocked, or a PIN was set or removed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct LockChanged(pub LockStatus);

/// Something the user should know; the code of a sentence in `locales/`.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct Notice(pub String);

/// The server's time minus this PC's, in ms, changed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct ClockOffsetChanged(#[specta(type = f64)] pub i64);

/// Another minute has passed: what says how long ago something was is drawn anew.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct MinutePassed;

/// How far the background fetch is of chats that were never opened here; none while there is no such fetch.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct PrefetchChanged(pub Option<Prefetch>);

/// How far the uploads under way are.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct UploadsChanged(pub Vec<UploadProgress>);

/// The application is about to end: write the drafts to disk, then call `drafts_flushed`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct TypedAsked;

/// The user wants to quit while messages are unsent: ask, then call `quit` or `cancel_quit`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct QuitAsked(pub Unsent);

/// The user closes the window. The main one, where there is no tray: ask, then call `close_answered`. One of a single chat:
/// call `close_chat_window` unless something would be lost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct CloseAsked;

/// Sends an event to every window, unless they are locked and the event is not for locked ones: a window asks for
/// everything when it opens. A failure is logged: no caller can do more about it.
pub(crate) fn send<E: Event + Serialize + Clone>(app: &AppHandle, event: E) {
    if !is_withheld::<E>(app) {
        note(E::NAME, event.emit(app));
    }
}

/// Sends an event to one window, as [`send`] does to all.
pub(crate) fn send_to<E: Event + Serialize + Clone>(app: &AppHandle, label: &str, event: E) {
    if !is_withheld::<E>(app) {
        note(E::NAME, event.emit_to(app, label));
    }
}

fn is_withheld<E: Event>(app: &AppHandle) -> bool {
    app.try_state::<Arc<AppLock>>()
        .is_some_and(|lock| lock.withholds_event(E::NAME))
}

fn note(event: &str, sent: tauri::Result<()>) {
    if let Err(error) = sent {
        tracing::warn!(%error, event, "a window was not told");
    }
}
