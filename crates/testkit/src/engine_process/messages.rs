//! What is said to an engine and by it: one JSON object a line.

use engine::Connection;
use protocol::{ConversationId, MessageId};
use serde::{Deserialize, Serialize};
use store::LocalId;

/// A line to an engine: `{"number": 7, "command": {"send": {…}}}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) number: u64,
    pub(super) command: Command,
}

/// What an engine is told. What writes is carried out one by one, in order; the rest beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Sign in with the token that it was started with, unless the folder knows somebody already.
    EnsureSignedIn,
    /// Sign in with that token in any case: the user answers a refused token.
    SignIn,
    SignOut,
    Send {
        conversation: ConversationId,
        text: String,
    },
    SaveDraft {
        conversation: ConversationId,
        /// What was begun; empty: forget it.
        text: String,
    },
    Retry(LocalId),
    Discard(LocalId),
    Restore(LocalId),
    /// Give a message that waits a new text.
    Edit {
        local_id: LocalId,
        text: String,
    },
    Open(ConversationId),
    Read(ConversationId),
    /// Fetch each chat whole, so that nothing is behind a gap.
    FetchAll,
    /// Fetch a chat's newest messages.
    FetchNewest(ConversationId),
    /// Say what a chat's newest message says.
    NewestText(ConversationId),
    /// Say whether one of a chat's newest messages has this text.
    HasText(ConversationId, String),
    /// Make the thumbnail of an image.
    Image(MessageId),
    /// Panic with these words when a task next comes by this failpoint.
    PanicAt(String, String),
    /// Begin the cache anew, as the user may.
    ClearCache,
    Outbox,
    Snapshot,
    /// A snapshot of these chats alone.
    SnapshotOf(Vec<ConversationId>),
    TryNow,
    /// Give the heap's free pages back, as the engine does by itself now and then, and say how much of it is in use.
    MeasureHeap,
    Shutdown,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Event {
    /// How the line is, said whenever that changes.
    Connection {
        connection: Connection,
    },
    Reply {
        number: u64,
        reply: Reply,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    Done,
    /// The engine's `send` has answered: the message is on disk.
    #[serde(rename_all = "camelCase")]
    Acknowledged {
        local_id: LocalId,
    },
    Failed {
        code: String,
        detail: Option<String>,
    },
    NewestText(Option<String>),
    HasText(bool),
    Outbox(Vec<OutboxItem>),
    Snapshot(Snapshot),
    /// In bytes; none where the system's heap does not tell.
    HeapInUse(Option<u64>),
}

/// How far an unsent message is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendState {
    /// Pending, sending or checking: the engine is at it.
    InProgress,
    /// Failed: the user decides.
    Failed(String),
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutboxItem {
    pub local_id: LocalId,
    pub conversation: ConversationId,
    pub text: String,
    pub waiting: SendState,
    /// State and wait reason as the engine prints them, for reports.
    pub details: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    pub key: String,
    /// The server's id, if it has one.
    pub id: Option<String>,
    /// Its name here, if it was written here.
    pub local_id: Option<LocalId>,
    pub mine: bool,
    pub text: String,
    /// Whether it is shown as being on the server.
    pub on_server: bool,
    /// Whether a gap is shown before it.
    pub gap_before: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The chats and their rows, in the order shown.
    pub chats: Vec<(ConversationId, Vec<MessageView>)>,
    pub outbox: Vec<OutboxItem>,
    pub drafts: Vec<(ConversationId, String)>,
}
