//! What is said to an engine and by it: one JSON object a line.

use engine::Connection;
use protocol::ConversationId;
use serde::{Deserialize, Serialize};
use store::LocalId;

/// A line to an engine: `{"number": 7, "order": {"send": {…}}}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) number: u64,
    pub(super) order: Command,
}

/// What an engine is told. What writes is carried out one by one, in order; the rest beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Sign in with the token that it was started with, unless the folder knows somebody already.
    EnsureSignedIn,
    /// Sign in with that token in any case: the user answers a refused token.
    SignIn,
    /// Sign out.
    SignOut,
    /// Send a message.
    Send {
        /// Where to.
        conversation: ConversationId,
        /// What it says.
        text: String,
    },
    /// Keep a draft.
    SaveDraft {
        /// Of which conversation.
        conversation: ConversationId,
        /// What was begun; empty: forget it.
        text: String,
    },
    /// Send a failed message again.
    Retry(LocalId),
    /// Cancel a message.
    Discard(LocalId),
    /// Queue a cancelled message again.
    Restore(LocalId),
    /// Give a message that waits a new text.
    Edit {
        /// Which.
        local_id: LocalId,
        /// What it is to say.
        text: String,
    },
    /// Bring a conversation on screen.
    Open(ConversationId),
    /// Mark a conversation read.
    Read(ConversationId),
    /// Fetch each chat whole, so that nothing is behind a gap.
    FetchAll,
    /// Say what a chat's newest message says.
    NewestText(ConversationId),
    /// Say what waits in the outbox.
    Outbox,
    /// Say all that is shown.
    Snapshot,
    /// Try the line now.
    TryNow,
    /// Shut the engine down and end.
    Shutdown,
}

/// A line from an engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Event {
    /// How the line is, said whenever that changes.
    Connection { connection: Connection },
    /// The answer to an order.
    Reply { number: u64, reply: Reply },
}

/// What an engine answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// Done.
    Done,
    /// The engine's `send` has answered: the message is on disk.
    #[serde(rename_all = "camelCase")]
    Acknowledged {
        /// Its name.
        local_id: LocalId,
    },
    /// The engine refused.
    Failed {
        /// The error's code.
        code: String,
        /// The error's detail.
        detail: Option<String>,
    },
    /// What a chat's newest message says.
    NewestText(Option<String>),
    /// What waits, oldest first.
    Outbox(Vec<OutboxItem>),
    /// All that is shown.
    Snapshot(Snapshot),
}

/// How far an unsent message is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendState {
    /// Pending, sending or checking: the engine is at it.
    InProgress,
    /// Failed: the user decides.
    Failed(String),
    /// Cancelled by the user.
    Cancelled,
}

/// A message in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutboxItem {
    /// Its name.
    pub local_id: LocalId,
    /// Where it goes.
    pub conversation: ConversationId,
    /// What it says.
    pub text: String,
    /// How far it is.
    pub waiting: SendState,
    /// The same in the engine's own messages, for reports.
    pub details: String,
}

/// A row of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// The row's key.
    pub key: String,
    /// The server's id, if it has one.
    pub id: Option<String>,
    /// Its name here, if it was written here.
    pub local_id: Option<LocalId>,
    /// Whether it is mine.
    pub mine: bool,
    /// What it says.
    pub text: String,
    /// Whether it is shown as being on the server.
    pub on_server: bool,
    /// Whether a gap is shown before it.
    pub gap_before: bool,
}

/// All that an engine shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The chats and their rows, in the order shown.
    pub chats: Vec<(ConversationId, Vec<MessageView>)>,
    /// The outbox.
    pub outbox: Vec<OutboxItem>,
    /// The drafts.
    pub drafts: Vec<(ConversationId, String)>,
}
