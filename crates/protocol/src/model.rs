//! The one model that both dialects of the wire decode into.

use serde::{Deserialize, Serialize};

use crate::{
    ConversationId, ConversationStatus, MessageId, MessageKind, OrderId, Role, SupportType, UserId,
    UtcMs,
};

/// A person as a record names them. Live records often carry only the id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// Who.
    pub id: UserId,
    /// Display name (`name`, or `username` in the live dialect).
    pub name: Option<String>,
    /// What they are on the platform.
    pub role: Option<Role>,
    /// Phone number (live dialect).
    pub phone: Option<String>,
}

/// A file that a message carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Where it lies.
    pub url: String,
    /// Its name, as the sender's device had it.
    pub name: Option<String>,
    /// Its size in bytes, where the server says so.
    #[cfg_attr(feature = "specta", specta(type = Option<f64>))]
    pub size: Option<u64>,
}

/// A message that the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Unique on the server.
    pub id: MessageId,
    /// The conversation it belongs to.
    pub conversation: ConversationId,
    /// Who wrote it; `None` where the server names nobody.
    pub sender: Option<Participant>,
    /// What it carries.
    pub kind: MessageKind,
    /// Text, or an image's address.
    pub content: String,
    /// The file of a [`MessageKind::File`].
    pub file: Option<Attachment>,
    /// Whether the other side has read it.
    pub is_read: bool,
    /// When it was read, where the server says so.
    pub read_at: Option<UtcMs>,
    /// When the server stored it; may be missing.
    pub created_at: Option<UtcMs>,
    /// When the server last changed it.
    pub updated_at: Option<UtcMs>,
}

/// The last message as a conversation record names it: an id at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastMessage {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it, where the record says so.
    pub sender: Option<Participant>,
    /// What it carries, where the record says so.
    pub kind: Option<MessageKind>,
    /// Its text, where the record says so.
    pub content: Option<String>,
    /// When it was written, where the record says so.
    pub created_at: Option<UtcMs>,
}

/// How many messages are unread, and for whom (CONTRACT section 4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnreadCounts {
    /// `unreadCount`: for whoever asked (documented dialect).
    pub mine: Option<u32>,
    /// `unreadCountSupport`: for support's side (live dialect).
    pub support: Option<u32>,
    /// `unreadCountParticipant`: for the other side (live dialect).
    pub participant: Option<u32>,
}

/// A conversation record, whole or in part: an event may carry only some fields
/// (CONTRACT section 2, `conversation-updated`), and what it lacks must not be forgotten.
/// The outer `Option` says whether the record speaks of the field at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Unique on the server.
    pub id: ConversationId,
    /// Everybody in it, support's side first; `None` when the record does not say.
    pub participants: Option<Vec<Participant>>,
    /// Ids of the participants on support's side (`admin`, `restaurant` in the live dialect;
    /// by role in the documented one). Decides which unread count is mine.
    pub support_side: Vec<UserId>,
    /// What it is about.
    pub subject: Option<Option<String>>,
    /// How far it is.
    pub status: Option<ConversationStatus>,
    /// General support or an order's chat.
    pub support_type: Option<SupportType>,
    /// The order of an order's chat.
    pub related_order: Option<OrderId>,
    /// The newest message.
    pub last_message: Option<Option<LastMessage>>,
    /// When the newest message was written (`lastMessageAt`, live dialect).
    pub last_message_at: Option<UtcMs>,
    /// Unread counts.
    pub unread: UnreadCounts,
    /// When it was opened.
    pub created_at: Option<UtcMs>,
    /// When it was last changed.
    pub updated_at: Option<UtcMs>,
}

/// A record that could not be read, and what was made out of it (CONTRACT section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The record's id, where it could be made out.
    pub id: Option<String>,
    /// Why, for the log.
    pub reason: String,
}

/// A page of messages, **in the order the server sent it**.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessagePage {
    /// The readable messages.
    pub messages: Vec<Message>,
    /// How many the conversation has, where the server says so.
    pub total: Option<u64>,
    /// How many records the page carried, readable or not: the page's fullness.
    pub records: usize,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
}

/// A list of conversations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationList {
    /// The readable conversations.
    pub conversations: Vec<Conversation>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
}

/// The answer to a sign-in (CONTRACT section 1).
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who signed in.
    pub user: Option<Participant>,
    /// The bearer token. Never logged: `Debug` hides it.
    pub token: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// What a token says of itself. Decoded, never verified (CONTRACT section 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenClaims {
    /// Whose it is: `userId`, then `_id`, `id`, `sub`.
    pub user: UserId,
    /// The role, where it is named.
    pub role: Option<Role>,
    /// When it ends, where it is named.
    pub expires_at: Option<UtcMs>,
}

/// An error body of the server (CONTRACT section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The HTTP status the body names.
    pub status: Option<u16>,
    /// `message`, a string or several.
    pub messages: Vec<String>,
    /// `error`, the status's name.
    pub error: Option<String>,
}

/// The event `exception`: a join that was refused (CONTRACT section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// What the server says.
    pub message: String,
    /// The conversation that it speaks of, where `cause` names one.
    pub conversation: Option<ConversationId>,
}

/// The acknowledgement of a join or leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomAck {
    /// Whether it was carried out.
    pub success: bool,
    /// Which conversation.
    pub conversation: Option<ConversationId>,
}
