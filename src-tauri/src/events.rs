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

/// A notification was clicked: show this conversation.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct FocusConversation(pub ConversationId);

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

/// The user closes the window where there is no tray: ask, then call `close_answered`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct CloseAsked;

/// Sends an event to the window, unless it is locked and the event is not for a locked one: the window asks for
/// everything when it opens. A failure is logged: no caller can do more about it.
pub(crate) fn send<E: Event + Serialize + Clone>(app: &AppHandle, event: E) {
    let is_withheld = app
        .try_state::<Arc<AppLock>>()
        .is_some_and(|lock| lock.withholds_event(E::NAME));
    if is_withheld {
        return;
    }
    if let Err(error) = event.emit(app) {
        tracing::warn!(%error, event = E::NAME, "the window was not told");
    }
}
