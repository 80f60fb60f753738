//! The backend's records, as its tables hold them and its rules see them.

use protocol::{
    Attachment, ConversationId, ConversationStatus, MessageId, MessageKind, OrderId, Role, UserId,
    UtcMs,
};

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) phone: Option<String>,
}

/// Which of an account's tokens are good: those of its newest version. Signing out begins a new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct TokenVersion(pub(crate) i64);

/// A member of a conversation, with their unread count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) person: Person,
    pub(crate) unread: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConversationRecord {
    pub(crate) id: ConversationId,
    pub(crate) subject: String,
    pub(crate) status: ConversationStatus,
    pub(crate) related_order: Option<OrderId>,
    pub(crate) members: Vec<Member>,
    pub(crate) last_message: Option<MessageRecord>,
    pub(crate) created_at: UtcMs,
    pub(crate) updated_at: UtcMs,
}

impl ConversationRecord {
    pub(crate) fn member(&self, person: &UserId) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| member.person.id == *person)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MessageRecord {
    pub(crate) id: MessageId,
    pub(crate) conversation: ConversationId,
    pub(crate) sender: Person,
    pub(crate) kind: MessageKind,
    pub(crate) content: String,
    pub(crate) file: Option<Attachment>,
    pub(crate) read_at: Option<UtcMs>,
    pub(crate) created_at: UtcMs,
}

/// What somebody wants to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewMessage {
    pub(crate) kind: MessageKind,
    pub(crate) content: String,
    pub(crate) file: Option<Attachment>,
    pub(crate) client_id: Option<ClientMessageId>,
}

/// What the sender calls a message: the same one again is the same message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClientMessageId(pub(crate) String);

impl NewMessage {
    pub(crate) fn text(content: impl Into<String>) -> Self {
        Self {
            kind: MessageKind::Text,
            content: content.into(),
            file: None,
            client_id: None,
        }
    }
}

/// An order, as far as its chat needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OrderRecord {
    pub(crate) id: OrderId,
    pub(crate) number: i64,
    pub(crate) customer: Option<UserId>,
    pub(crate) restaurant: Option<UserId>,
}

/// An account to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct NewUser {
    /// What they sign in with; unique.
    pub username: String,
    /// The name that others see.
    pub name: String,
    /// What they may do (CONTRACT section 3).
    pub role: Role,
    /// Phone number; it serves as a username too.
    pub phone: Option<String>,
    /// Whether the phone number was verified; if not, signing in is refused with 403.
    pub phone_checked: bool,
    /// `None`: only a token that was issued gets in.
    pub password: Option<String>,
}

impl NewUser {
    /// An account without phone number and password.
    #[must_use]
    pub fn new(username: impl Into<String>, name: impl Into<String>, role: Role) -> Self {
        Self {
            username: username.into(),
            name: name.into(),
            role,
            phone: None,
            phone_checked: true,
            password: None,
        }
    }

    /// The same account with a password.
    #[must_use]
    pub fn with_password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser")
            .field("username", &self.username)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
