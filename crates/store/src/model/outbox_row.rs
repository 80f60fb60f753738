//! The outbox as a person sees it: what waits, where and why.

use protocol::{Attachment, ConversationId, ConversationStatus, MessageKind, Participant, UtcMs};
use serde::{Deserialize, Serialize};

use crate::model::outbox_entry::OutboxState;
use crate::model::rows::LocalId;
use crate::model::schedule::Schedule;

/// One message that the server is not known to have, with where it goes and what it waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OutboxRow {
    /// Its name here.
    pub local_id: LocalId,
    /// Where it goes.
    pub conversation: ConversationId,
    /// Everybody there but me; the customer first.
    pub people: Vec<Participant>,
    /// What the conversation is about.
    pub subject: Option<String>,
    /// The short number of the order that it is about.
    pub order_number: Option<String>,
    /// How far the conversation is.
    pub status: ConversationStatus,
    /// What it says; of one with a file the file's name.
    pub text: String,
    /// What it carries.
    pub kind: MessageKind,
    /// The file, if it is not a text. Without an address as long as it is not uploaded.
    pub file: Option<Attachment>,
    /// Where it stands.
    pub state: OutboxState,
    /// Why it waits; `None` when it is being worked on, or nothing holds it up.
    pub waits: Option<WaitReason>,
    /// When it was written (UTC, ms).
    pub created_at: UtcMs,
    /// How often it was handed to the line since it was queued or tried anew.
    pub attempts: u32,
    /// When it is tried again (UTC, ms).
    pub not_before: Option<UtcMs>,
    /// When it is to leave, where not at once.
    pub schedule: Option<Schedule>,
    /// Rises with every change of this row.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

impl OutboxRow {
    /// Tells what keeps every message from the server as the reason why this one waits, if it does. A closed
    /// conversation is the reason whatever else is, and so is a time that has not come.
    pub fn wait_for(&mut self, reason: WaitReason) {
        let own = matches!(self.waits, Some(WaitReason::Closed | WaitReason::Scheduled));
        if self.state.waits_for_server() && !own {
            self.waits = Some(reason);
        }
    }
}

/// What a message waits for. The store tells the first four, the engine the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum WaitReason {
    /// Another of its conversation is before it.
    Turn,
    /// It is tried again at `not_before`.
    Time,
    /// Its conversation is closed.
    Closed,
    /// The time has not come at which the user wants it sent.
    Scheduled,
    /// There is no connection.
    Line,
    /// The user has to sign in.
    SignIn,
    /// The server asked for patience.
    ServerBusy,
    /// The disk is full.
    DiskFull,
}

/// What would be left behind if the application ended now. All of it is on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Unsent {
    /// Messages that wait, are on their way or are being looked for.
    pub waiting: u32,
    /// Messages that the user wants sent later.
    pub scheduled: u32,
    /// Messages held for a closed chat.
    pub held: u32,
    /// Messages that failed.
    pub failed: u32,
    /// Drafts.
    pub drafts: u32,
}

impl Unsent {
    /// How many messages the server does not have, whatever for. Drafts are none.
    #[must_use]
    pub fn messages(self) -> u32 {
        self.waiting
            .saturating_add(self.scheduled)
            .saturating_add(self.held)
            .saturating_add(self.failed)
    }
}
