//! Short ways to say what is expected.
use protocol::{
    Conversation, ConversationId, Message, MessageId, MessageKind, OrderId, Participant, Role,
    UnreadCounts, UserId, UtcMs,
};

pub fn conversation_id(raw: &str) -> ConversationId {
    ConversationId::new(raw).unwrap()
}

pub fn message_id(raw: &str) -> MessageId {
    MessageId::new(raw).unwrap()
}

pub fn user_id(raw: &str) -> UserId {
    UserId::new(raw).unwrap()
}

pub fn order_id(raw: &str) -> OrderId {
    OrderId::new(raw).unwrap()
}

pub fn at(iso: &str) -> Option<UtcMs> {
    Some(UtcMs::parse(iso).expect("a test's own time must be readable"))
}

/// Somebody of whom only the id is known.
pub fn only(id: &str) -> Participant {
    Participant {
        id: user_id(id),
        name: None,
        role: None,
        phone: None,
    }
}

pub fn person(id: &str, name: &str, role: Role) -> Participant {
    Participant {
        id: user_id(id),
        name: Some(name.to_owned()),
        role: Some(role),
        phone: None,
    }
}

pub fn live(id: &str, name: &str, role: Role, phone: &str) -> Participant {
    Participant {
        phone: Some(phone.to_owned()),
        ..person(id, name, role)
    }
}

/// A text of nobody, without times.
pub fn text(id: &str, conversation: &str, content: &str) -> Message {
    Message {
        id: message_id(id),
        conversation: conversation_id(conversation),
        sender: None,
        kind: MessageKind::Text,
        content: content.to_owned(),
        file: None,
        is_read: false,
        read_at: None,
        created_at: None,
        updated_at: None,
    }
}

/// A conversation record that speaks of nothing but its id.
pub fn bare(id: &str) -> Conversation {
    Conversation {
        id: conversation_id(id),
        participants: None,
        support_side: Vec::new(),
        subject: None,
        status: None,
        support_type: None,
        related_order: None,
        last_message: None,
        last_message_at: None,
        unread: UnreadCounts::default(),
        created_at: None,
        updated_at: None,
    }
}
