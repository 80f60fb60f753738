//! Conversations, whole and in part (CONTRACT sections 2 and 4).

use serde_json::Value;

use super::{
    DecodeError,
    fields::{self, Record},
    limits::{self, MAX_UNREAD},
    message, people,
};
use crate::{
    Conversation, ConversationId, ConversationStatus, LastMessage, OrderId, SupportType,
    UnreadCounts, visible::is_blank,
};

/// Reads a conversation; whatever it does not speak of stays `None`.
pub(super) fn read(value: &Value) -> Result<Conversation, DecodeError> {
    let record = unwrapped(value).ok_or(DecodeError::WrongShape {
        expected: "conversation",
    })?;
    let Some(id) = id(record) else {
        return Err(DecodeError::Unreadable {
            record: "conversation",
            id: None,
            reason: "it has no id",
        });
    };
    let people = people::people(record);
    Ok(Conversation {
        id,
        participants: people.everybody,
        support_side: people.support_side,
        subject: subject(record),
        status: record
            .label(&["status"])
            .map(|word| ConversationStatus::from_word(&word)),
        support_type: record
            .label(&["supportType"])
            .map(|word| SupportType::from_word(&word)),
        related_order: record.id(&["relatedOrder"]).and_then(OrderId::new),
        last_message: last_message(record),
        last_message_at: record.time(&["lastMessageAt"]),
        unread: UnreadCounts {
            mine: unread(record, "unreadCount"),
            support: unread(record, "unreadCountSupport"),
            participant: unread(record, "unreadCountParticipant"),
        },
        created_at: record.time(&["createdAt"]),
        updated_at: record.time(&["updatedAt"]),
    })
}

/// `conversationId` is what a partial `conversation-updated` of the live server carries.
fn id(record: Record<'_>) -> Option<ConversationId> {
    record
        .id(&["_id", "id", "conversationId"])
        .and_then(ConversationId::new)
}

/// The conversation itself, out of a wrapper such as `{conversation: {…}}` or `{data: {…}}`.
fn unwrapped(value: &Value) -> Option<Record<'_>> {
    let outer = Record::from_value(value)?;
    if id(outer).is_some() {
        return Some(outer);
    }
    let inner = ["conversation", "data"]
        .iter()
        .filter_map(|name| outer.record(name));
    Some(
        inner
            .into_iter()
            .find(|record| id(*record).is_some())
            .unwrap_or(outer),
    )
}

/// A subject of which nothing can be seen is none.
fn subject(record: Record<'_>) -> Option<Option<String>> {
    match record.raw("subject")? {
        Value::Null => Some(None),
        said => fields::text(said).map(|text| (!is_blank(&text)).then(|| fields::label(text))),
    }
}

fn last_message(record: Record<'_>) -> Option<Option<LastMessage>> {
    match record.raw("lastMessage")? {
        Value::Null => Some(None),
        said => message::last(said).map(|mut last| {
            last.content = last
                .content
                .map(|text| limits::cut(text, MAX_LAST_MESSAGE_CHARS));
            Some(last)
        }),
    }
}

/// How many characters of a last message are kept: five times what a row of the list shows. The message itself comes
/// with its page.
const MAX_LAST_MESSAGE_CHARS: usize = 1_000;

fn unread(record: Record<'_>, name: &str) -> Option<u32> {
    record
        .count(&[name])
        .map(|count| u32::try_from(count).map_or(MAX_UNREAD, |count| count.min(MAX_UNREAD)))
}
