//! Since when a conversation is settled: closed or resolved. Whoever writes after that waits for an answer, for a server
//! may take messages in a resolved one without opening it again. No record says that time: it is the time of the first
//! record with the status, and that may be the time of a message which was said later.

use protocol::{Conversation, ConversationStatus};

use crate::limits::SAME_CHANGE;
use crate::tables::conversations::ConversationRecord;

/// Whether a status (a word of the server's) is that of a settled conversation.
pub(crate) fn is_settled(status: Option<&str>) -> bool {
    matches!(
        status.map(ConversationStatus::from_word),
        Some(ConversationStatus::Closed | ConversationStatus::Resolved)
    )
}

/// Brings the time up to date after a record was taken in. `before`: the status until then.
pub(crate) fn note_settled(
    row: &mut ConversationRecord,
    before: Option<&str>,
    record: &Conversation,
) {
    let status = row.status.as_deref();
    if !is_settled(status) {
        row.settled_at = None;
    } else if row.settled_at.is_none() || before != status {
        row.settled_at = Some(settled_at(row, before, record));
    }
}

fn settled_at(row: &ConversationRecord, before: Option<&str>, record: &Conversation) -> i64 {
    let newest = row.head_at.max(row.last_at);
    let Some(changed_at) = record.updated_at.map(|time| time.0) else {
        // A live `conversation-updated` without a time: what is known until now was said before it.
        return newest.unwrap_or(i64::MIN);
    };
    if before.is_none() && row.head_at.is_none() {
        // Heard of for the first time: how it came to be settled is not known, and old words are nobody's wait.
        return newest.map_or(changed_at, |newest| newest.max(changed_at));
    }
    let last = record.last_message.iter().flatten().next();
    let said_at = last.and_then(|last| last.created_at.or(record.last_message_at));
    match said_at.map(|time| time.0) {
        // Its newest message changed the record last, so the conversation was settled before that.
        Some(said) if said <= changed_at && changed_at.saturating_sub(said) <= SAME_CHANGE => {
            said.saturating_sub(1)
        }
        _ => changed_at,
    }
}
