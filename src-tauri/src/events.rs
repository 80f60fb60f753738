//! What the window is told without asking. Each is a typed event; `bindings.ts` has them all.

use engine::{Account, Connection};
use protocol::ConversationId;
use serde::{Deserialize, Serialize};
use specta::Type;
use store::{ChangeSet, Unsent};
use tauri_specta::Event;

use crate::preferences::Preferences;

/// Rows changed: whoever shows one of them asks again.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct Changed(pub ChangeSet);

/// The engine hears the server, or no longer.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct ConnectionChanged(pub Connection);

/// Somebody signed in or out.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct AccountChanged(pub Option<Account>);

/// A notification was clicked: show this conversation.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct FocusConversation(pub ConversationId);

/// A link into the application was clicked: call `follow_link`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct LinkClicked;

/// The preferences are now these.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct PreferencesChanged(pub Preferences);

/// Something the user should know; the code of a sentence in `locales/`.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct Notice(pub String);

/// How far this PC's clock is off: the server's time minus this PC's, in ms.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct ClockOffsetChanged(#[specta(type = f64)] pub i64);

/// The application is about to end: bring to the disk what is being typed, then call `typed_kept`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct TypedAsked;

/// Somebody wants to quit while messages wait: ask, then call `quit` or `stay`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
pub struct QuitAsked(pub Unsent);
