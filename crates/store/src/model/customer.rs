//! A chat's customer: who asks in it, and what else the cache knows of them.

use protocol::{Participant, UtcMs};
use serde::{Deserialize, Serialize};

use crate::model::rows::ConversationRow;

/// What the cache knows of the customer of a chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Who it is; none where nobody but support's side is in the chat.
    pub person: Option<Participant>,
    /// When the first of their conversations began, this one included.
    pub first_seen: Option<UtcMs>,
    /// How many other conversations they have.
    pub others: u32,
    /// Those of them that were active last.
    pub chats: Vec<CustomerChat>,
    /// The store's revision that this answer reflects: an answer with a lower one is older.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

/// Another conversation of a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CustomerChat {
    /// The conversation.
    pub row: ConversationRow,
    /// Who answered in it last; none where no answer is among its newest messages.
    pub answered: Option<Answered>,
}

/// Who answered in a conversation, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    /// Who it was; none where the cache does not know them.
    pub by: Option<Participant>,
    /// Whether it was me.
    pub mine: bool,
    /// When.
    pub at: UtcMs,
}
