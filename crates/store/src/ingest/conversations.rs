//! Takes a conversation record into its row. A record may be whole or in part, late or early:
//! each field decides by the time of the record that it is from (CONTRACT section 2,
//! `conversation-updated`).

use protocol::{Conversation, LastMessage, UtcMs};

use crate::db::json;
use crate::ingest::openings::{self, Heard};
use crate::model::rows::Position;
use crate::tables::conversations::ConversationRecord;
use crate::tables::last_writer_wins::{set_if_newer, supersedes};
use crate::tables::people::ParticipantUpdate;

/// Merges a record into its row: each field that is not older than the row's.
pub(crate) fn merge_record(row: &mut ConversationRecord, record: &Conversation, heard: Heard) {
    let at = record.updated_at.map(|time| time.0);
    row.known |= is_whole(record);
    if let Some(subject) = &record.subject
        && supersedes(row.subject_at, at)
    {
        row.subject.clone_from(subject);
        row.subject_at = at.or(row.subject_at);
    }
    let status = record.status.as_ref().map(|word| word.as_word().to_owned());
    set_if_newer((&mut row.status, &mut row.status_at), status, at);
    let kind = record
        .support_type
        .as_ref()
        .map(|word| word.as_word().to_owned());
    set_if_newer((&mut row.support_type, &mut row.support_type_at), kind, at);
    let order = record
        .related_order
        .as_ref()
        .map(|id| id.as_str().to_owned());
    set_if_newer(
        (&mut row.related_order, &mut row.related_order_at),
        order,
        at,
    );
    let people = record
        .participants
        .as_ref()
        .filter(|people| !people.is_empty());
    let people =
        people.map(|people| json::to_array(people.iter().map(|person| person.id.as_str())));
    set_if_newer(
        (&mut row.participants, &mut row.participants_at),
        people,
        at,
    );
    let side = (!record.support_side.is_empty())
        .then(|| json::to_array(record.support_side.iter().map(protocol::UserId::as_str)));
    set_if_newer((&mut row.support_side, &mut row.support_side_at), side, at);
    row.created_at = earliest(row.created_at, record.created_at.map(|time| time.0));
    row.updated_at = row.updated_at.max(at);
    row.last_message_at = row
        .last_message_at
        .max(record.last_message_at.map(|time| time.0));
    if let Some(Some(last)) = &record.last_message {
        merge_last_message(row, last, position_of_last(record, last));
    }
    merge_server_unread(row, record, at, heard);
}

/// Whether a record is whole: a live `conversation-updated` is `{conversationId, status, lastMessage?,
/// updatedAt?}`, and leaves open who is in it.
fn is_whole(record: &Conversation) -> bool {
    record.participants.is_some()
        || record.created_at.is_some()
        || record.support_type.is_some()
        || record.subject.is_some()
}

/// What a record says about its participants.
pub(crate) fn participant_updates(record: &Conversation) -> Vec<ParticipantUpdate> {
    let at = record.updated_at.or(record.created_at).map(|time| time.0);
    let last = record.last_message.iter().flatten().filter_map(|last| {
        let at = last.created_at.map(|time| time.0).or(at);
        Some(ParticipantUpdate {
            person: last.sender.clone()?,
            at,
        })
    });
    let people = record.participants.iter().flatten();
    people
        .map(|person| ParticipantUpdate {
            person: person.clone(),
            at,
        })
        .chain(last)
        .collect()
}

fn earliest(known: Option<i64>, new: Option<i64>) -> Option<i64> {
    match (known, new) {
        (Some(known), Some(new)) => Some(known.min(new)),
        (known, new) => known.or(new),
    }
}

/// The last message's position, as far as the record says it: a live record may name an id only.
fn position_of_last(record: &Conversation, last: &LastMessage) -> (i64, String) {
    let at = last
        .created_at
        .or(record.last_message_at)
        .or(record.updated_at);
    (
        at.map_or(i64::MIN, |time| time.0),
        last.id.as_str().to_owned(),
    )
}

fn merge_last_message(row: &mut ConversationRecord, last: &LastMessage, position: (i64, String)) {
    let known = row
        .last_id
        .clone()
        .map(|id| (row.last_at.unwrap_or(i64::MIN), id));
    let same = known.as_ref().is_some_and(|(_, id)| *id == position.1);
    if !same && known.is_some_and(|known| known > position) {
        return;
    }
    if !same {
        row.last_sender = None;
        row.last_kind = None;
        row.last_content = None;
    }
    row.last_at = if same && last.created_at.is_none() {
        row.last_at
    } else {
        Some(position.0)
    };
    row.last_id = Some(position.1);
    row.last_sender = last
        .sender
        .as_ref()
        .map(|s| s.id.as_str().to_owned())
        .or(row.last_sender.take());
    row.last_kind = last
        .kind
        .as_ref()
        .map(|k| k.as_word().to_owned())
        .or(row.last_kind.take());
    row.last_content = last.content.clone().or(row.last_content.take());
}

/// A count of unread messages is a claim about those up to the newest one that its record knew.
/// Messages after that place are counted here, and what I have read since is not brought back.
fn merge_server_unread(
    row: &mut ConversationRecord,
    record: &Conversation,
    stamp: Option<i64>,
    heard: Heard,
) {
    let counts = record.unread;
    if counts.mine.is_none() && counts.support.is_none() && counts.participant.is_none() {
        return;
    }
    let position = match &record.last_message {
        Some(Some(last)) => position_of_last(record, last),
        // The record says that there is no message at all.
        Some(None) => (i64::MIN, String::new()),
        None => {
            let at = record
                .last_message_at
                .or(record.updated_at)
                .map(|time| time.0);
            (at.or(row.head_at).unwrap_or(i64::MIN), String::new())
        }
    };
    let known = row
        .server_unread_until_time
        .zip(row.server_unread_until_id.clone());
    let outdated = match (row.server_unread_as_of, stamp) {
        (Some(known), Some(new)) if known != new => new < known,
        _ => known.is_some_and(|known| position < known),
    };
    if outdated {
        return;
    }
    let until = Position {
        created_at: UtcMs(position.0),
        id: position.1.clone(),
    };
    if let Some(opened_at) = openings::opened_by_others(row, (counts, &until), stamp, heard) {
        row.opened_at = Some(opened_at);
    }
    row.server_unread_mine = counts.mine.map(i64::from);
    row.server_unread_support = counts.support.map(i64::from);
    row.server_unread_participant = counts.participant.map(i64::from);
    row.server_unread_as_of = stamp.or(row.server_unread_as_of);
    row.server_unread_until_time = Some(position.0);
    row.server_unread_until_id = Some(position.1);
}
