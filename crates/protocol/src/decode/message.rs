//! Messages, whole and as a conversation's last one (CONTRACT section 4).

use serde_json::Value;

use super::{
    DecodeError,
    fields::{self, Record},
    people,
};
use crate::{
    Attachment, ConversationId, LastMessage, Message, MessageId, MessageKind, Participant,
};

/// Reads a message; `of` is the conversation it belongs to where it does not say so itself.
pub(super) fn read(value: &Value, of: Option<&ConversationId>) -> Result<Message, DecodeError> {
    let record = unwrapped(value).ok_or(DecodeError::WrongShape {
        expected: "message",
    })?;
    let unreadable = |id: Option<String>, reason| DecodeError::Unreadable {
        record: "message",
        id,
        reason,
    };
    let Some(id) = record.own_id().and_then(MessageId::new) else {
        return Err(unreadable(None, "it has no id"));
    };
    let named = record
        .id(&["conversation", "conversationId"])
        .and_then(ConversationId::new);
    let Some(conversation) = named.or_else(|| of.cloned()) else {
        return Err(unreadable(
            Some(id.into_string()),
            "it names no conversation",
        ));
    };
    let file = attachment(record);
    let kind = kind(record).unwrap_or(match file {
        Some(_) => MessageKind::File,
        None => MessageKind::Text,
    });
    let read_at = record.time(&["readAt"]);
    Ok(Message {
        id,
        conversation,
        sender: sender(record),
        content: content(record, &kind, file.as_ref()),
        kind,
        file,
        is_read: record.flag(&["isRead"]).unwrap_or(read_at.is_some()),
        read_at,
        created_at: record.time(&["createdAt"]),
        updated_at: record.time(&["updatedAt"]),
    })
}

/// A conversation's last message: an id, or an object with one.
pub(super) fn last(value: &Value) -> Option<LastMessage> {
    let id = fields::id(value).and_then(MessageId::new)?;
    let record = Record::from_value(value);
    let kind = record.and_then(kind);
    let file = record.and_then(attachment);
    let text = record.and_then(|record| record.text(&["content"]));
    Some(LastMessage {
        id,
        sender: record.and_then(sender),
        kind,
        content: text.or_else(|| file.and_then(|file| file.name)),
        created_at: record.and_then(|record| record.time(&["createdAt"])),
    })
}

/// The message itself, out of a wrapper such as `{message: {…}}` or `{data: {…}}`.
fn unwrapped(value: &Value) -> Option<Record<'_>> {
    let outer = Record::from_value(value)?;
    if outer.own_id().is_some() {
        return Some(outer);
    }
    let inner = ["message", "data"]
        .iter()
        .filter_map(|name| outer.record(name));
    Some(
        inner
            .into_iter()
            .find(|record| record.own_id().is_some())
            .unwrap_or(outer),
    )
}

fn sender(record: Record<'_>) -> Option<Participant> {
    record.get(&["sender", "senderId"]).and_then(people::person)
}

fn kind(record: Record<'_>) -> Option<MessageKind> {
    record
        .label(&["type"])
        .map(|word| MessageKind::from_word(&word))
}

fn attachment(record: Record<'_>) -> Option<Attachment> {
    Some(Attachment {
        url: record.address(&["fileUrl"])?,
        name: record.label(&["fileName"]),
        size: record.count(&["fileSize"]),
    })
}

/// The text. An image's is its address, which may stand in the file's field instead.
fn content(record: Record<'_>, kind: &MessageKind, file: Option<&Attachment>) -> String {
    let text = record.text(&["content"]).unwrap_or_default();
    match (kind, file) {
        (MessageKind::Image, Some(file)) if text.trim().is_empty() => file.url.clone(),
        _ => text,
    }
}
