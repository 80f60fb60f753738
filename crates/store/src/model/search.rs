//! A search: what is asked for, and what was found.

use protocol::{ConversationId, MessageId, MessageKind, Participant, UtcMs};
use serde::{Deserialize, Serialize};

use crate::model::rows::{ConversationRow, Position};

/// What is searched for. Everything that is named has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// Words, as typed: each is looked for anywhere in a text, in any spelling and as typed on the other layout.
    pub words: Vec<String>,
    /// Names of those who said it: each of them holds for the same person.
    pub from: Vec<String>,
    /// A part of a conversation's subject or of somebody's name in it; or its id.
    pub within: Option<String>,
    /// A part of an order's id.
    pub order: Option<String>,
    /// Said before this time (UTC).
    pub before: Option<UtcMs>,
    /// Said at this time (UTC) or later.
    pub after: Option<UtcMs>,
    /// Only pictures.
    pub has_image: bool,
    /// The user's own tags, each of which the conversation has: in any spelling, or as far as it was typed.
    pub tags: Vec<String>,
    /// At most so many messages.
    pub limit: u32,
}

impl SearchRequest {
    /// Whether it asks for messages alone.
    pub(crate) fn is_filtered(&self) -> bool {
        !self.from.is_empty()
            || self.within.is_some()
            || self.order.is_some()
            || self.before.is_some()
            || self.after.is_some()
            || self.has_image
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.tags.is_empty() && !self.is_filtered()
    }
}

/// What was found, in groups.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SearchResults {
    /// Conversations by their subject or somebody in them, the most active first.
    pub conversations: Vec<ConversationRow>,
    /// People by name or phone.
    pub people: Vec<Participant>,
    /// Conversations by the order that they are about, the most active first.
    pub orders: Vec<ConversationRow>,
    /// Messages, newest first.
    pub messages: Vec<FoundMessage>,
    /// The conversations of these messages.
    pub chats: Vec<ConversationRow>,
    /// What was looked for, folded: the spellings of each word.
    pub words: Vec<Vec<String>>,
    /// Whether there are more messages than these, or may be.
    pub more: bool,
    /// How many messages of this device were not looked through, since an older version's cache is still being indexed.
    pub not_covered: u32,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FoundMessage {
    /// The message.
    pub id: MessageId,
    /// The conversation that it is in.
    pub conversation: ConversationId,
    /// Its place there.
    pub position: Position,
    /// Who wrote it, where known.
    pub sender: Option<Participant>,
    /// Whether I wrote it.
    pub mine: bool,
    /// What it carries.
    pub kind: MessageKind,
    /// The text around what was found, in one line.
    pub excerpt: Vec<Fragment>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Fragment {
    /// The original text.
    pub text: String,
    /// Whether it is what was looked for.
    pub found: bool,
}
