//! What the outbox says of itself.

use protocol::{ConversationId, MessageId, UtcMs};
use serde::{Deserialize, Serialize};

use crate::model::outbox_file::OutboxFile;
use crate::model::rows::{LocalId, Position};
use crate::model::schedule::Schedule;

/// Where a message in the outbox stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum OutboxState {
    /// Waits for its turn or the line.
    Pending,
    /// On its way. After a crash it is [`OutboxState::Checking`].
    Sending,
    /// The answer was lost: perhaps the server has it.
    Checking,
    /// Refused, or only the user can decide.
    Failed {
        /// Why, as a code that `locales/` has a sentence for.
        code: String,
        /// The server's own words, where it gave any.
        detail: Option<String>,
    },
    /// Cancelled; its text is kept for some days.
    Cancelled {
        /// When (UTC, ms).
        at: UtcMs,
        /// Why.
        reason: CancelReason,
    },
}

/// Why a message was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum CancelReason {
    /// The user wanted it.
    User,
    /// It was to leave only if the other side had not written by then. Kept until the user has seen that.
    OtherSideWrote,
}

impl OutboxState {
    /// Whether an attempt to send it is under way.
    #[must_use]
    pub fn is_sending(&self) -> bool {
        matches!(self, Self::Sending)
    }

    /// Whether the server has to be reached before anything becomes of it.
    #[must_use]
    pub fn waits_for_server(&self) -> bool {
        matches!(self, Self::Pending | Self::Checking)
    }

    /// Whether it is to be sent or to be looked for.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        self.is_sending() || self.waits_for_server()
    }
}

/// Why a message waits though its turn has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Its conversation is closed. It goes on once a record says that it is not, or when the user
    /// wants it tried all the same.
    ConversationClosed,
}

/// What came of looking for a message whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReconcileOutcome {
    /// There is nothing to look for: it was sent, cancelled or decided otherwise meanwhile.
    Gone,
    /// It was found: it is sent.
    Matched,
    /// The cache holds no message that it could be.
    NotFound,
    /// Several could be it, or one that may be another device's: it is failed with the code `ambiguous-send`, and the user is asked.
    Ambiguous,
}

/// A message that was written here and that the server is not known to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Its name here; the row's key for ever.
    pub local_id: LocalId,
    /// Where it goes.
    pub conversation: ConversationId,
    /// What it says, as it was typed; of one with a file the file's name.
    pub text: String,
    /// The file that it carries, if it is not a text.
    pub file: Option<OutboxFile>,
    /// Where it stands.
    pub state: OutboxState,
    /// Why it waits though its turn has come.
    pub hold: Option<Hold>,
    /// When it was queued (UTC).
    pub created_at: UtcMs,
    /// How often it was handed to the line since it was queued or retried.
    pub attempts: u32,
    /// Not to be tried again before (UTC).
    pub not_before: Option<UtcMs>,
    /// When it is to leave, where not at once.
    pub schedule: Option<Schedule>,
    /// When it was last handed to the line (UTC).
    pub sending_since: Option<UtcMs>,
    /// Whether an attempt may have reached the server unheard.
    pub maybe_sent: bool,
    /// The newest place known before it was last sent: an unknown send is looked for after it.
    pub known_head: Option<Position>,
    /// The newest ids known before it was last sent: none of them is it.
    pub known_ids: Vec<MessageId>,
}

/// A read receipt that the server has not been told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingRead {
    /// Which conversation was read.
    pub conversation: ConversationId,
    /// The store's revision when it was queued: settling it leaves a later one alone.
    pub queued: u64,
}

/// The outbox, as one read saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxSnapshot {
    /// Everything in it, oldest first; what was cancelled too, for as long as it is kept.
    pub entries: Vec<OutboxEntry>,
    /// What may be on the server and has to be looked for ([`crate::Store::reconcile`]), oldest first: entries
    /// whose answer was lost, and those given up on for which a message has turned up since.
    pub unsettled: Vec<OutboxEntry>,
    /// What is to be sent now: of each conversation the oldest entry, if it is pending, not held, and its time
    /// has come. One that is held, sending or being looked for holds up its conversation; a failed one waits
    /// for the user and holds up nothing, and neither does one that the user wants sent later. Each was compared with the journal: what is damaged is not sent.
    pub due: Vec<OutboxEntry>,
}
