//! What the cache takes in: records as `protocol` decoded them, with the source of each.

use protocol::{Conversation, Message};

use crate::model::rows::{ChangeSet, Position};
use crate::model::source::Source;

/// Records that one transaction takes in. Their order does not matter, nor whether one comes twice, late or in
/// part: the rows end the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Conversation records, whole or in part.
    pub conversations: Vec<Conversation>,
    /// Messages, of any conversations.
    pub messages: Vec<Message>,
    /// Where they come from.
    pub source: Source,
}

/// A page of messages, newest first or not, from `GET …/messages`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFetched {
    /// The readable messages.
    pub messages: Vec<Message>,
    /// Which range of the chat the page covers.
    pub reach: Reach,
}

/// Which range of a chat a page covers **without a hole**.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The first page: from the chat's newest message back to the page's oldest one.
    Newest {
        /// Whether the chat begins in it: the page was not full.
        end: bool,
    },
    /// The page that follows on a place: from there back to the page's oldest message. Fills a gap
    /// just as it fetches older history. Not to be said of a page if the offsets may have
    /// shifted so that something between `before` and the page was skipped.
    Older {
        /// The oldest place that the page before it reached, or the row with `gap_before`.
        before: Position,
        /// Whether the chat begins in it: the page was not full.
        end: bool,
    },
    /// None that is known: the messages are taken in alone.
    Unknown,
}

/// The result of taking a page in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageApplied {
    /// What it changed.
    pub changes: ChangeSet,
    /// The page's oldest place: what `Reach::Older` of the next page takes. `None` when the page
    /// was empty.
    pub oldest: Option<Position>,
    /// The page's newest place.
    pub newest: Option<Position>,
    /// How many of its messages were not in the cache before.
    pub new: usize,
    /// Whether the page overlapped a range that was known before, or the chat's beginning is
    /// reached: fetching on would bring nothing that is missing.
    pub joined: bool,
}

/// What pages have shown of a chat that events brought more to than one fetch may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmedPages {
    /// Until where it was confirmed before.
    pub confirmed: Position,
    /// Down to where the pages lead.
    pub reached: Position,
    /// The newest page's top.
    pub top: Position,
}
