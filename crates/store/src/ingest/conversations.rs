//! Takes a conversation record into its row. A record may be whole or in part, late or early:
//! each field decides by the time of the record that it is from (CONTRACT section 2,
//! `conversation-updated`).

use protocol::{Conversation, LastMessage};

use crate::db::json;
use crate::tables::conversations::ConversationRecord;
use crate::tables::last_writer_wins::{Stamped, supersedes};
use crate::tables::people::Sighting;

/// What a record says is now what the row says, as far as nothing newer is known.
pub(crate) fn merge(row: &mut ConversationRecord, record: &Conversation) {
    let at = record.updated_at.map(|time| time.0);
    row.known |= is_whole(record);
    if let Some(subject) = &record.subject
        && supersedes(row.subject_at, at)
    {
        row.subject.clone_from(subject);
        row.subject_at = at.or(row.subject_at);
    }
    let status = record.status.as_ref().map(|word| word.as_word().to_owned());
    Stamped {
        value: &mut row.status,
        at: &mut row.status_at,
    }
    .take(status, at);
    let kind = record
        .support_type
        .as_ref()
        .map(|word| word.as_word().to_owned());
    Stamped {
        value: &mut row.support_type,
        at: &mut row.support_type_at,
    }
    .take(kind, at);
    let order = record
        .related_order
        .as_ref()
        .map(|id| id.as_str().to_owned());
    Stamped {
        value: &mut row.related_order,
        at: &mut row.related_order_at,
    }
    .take(order, at);
    let people = record
        .participants
        .as_ref()
        .filter(|people| !people.is_empty());
    let people = people.map(|people| json::array(people.iter().map(|person| person.id.as_str())));
    Stamped {
        value: &mut row.participants,
        at: &mut row.participants_at,
    }
    .take(people, at);
    let side = (!record.support_side.is_empty())
        .then(|| json::array(record.support_side.iter().map(protocol::UserId::as_str)));
    Stamped {
        value: &mut row.support_side,
        at: &mut row.support_side_at,
    }
    .take(side, at);
    row.created_at = earliest(row.created_at, record.created_at.map(|time| time.0));
    row.updated_at = row.updated_at.max(at);
    row.last_message_at = row
        .last_message_at
        .max(record.last_message_at.map(|time| time.0));
    if let Some(Some(last)) = &record.last_message {
        merge_last(row, last, place_of_last(record, last));
    }
    merge_claim(row, record, at);
}

/// Whether a record tells more than what has changed: a live `conversation-updated` is
/// `{conversationId, status, lastMessage?, updatedAt?}`, and leaves open who is in it.
fn is_whole(record: &Conversation) -> bool {
    record.participants.is_some()
        || record.created_at.is_some()
        || record.support_type.is_some()
        || record.subject.is_some()
}

/// Everybody that a record tells something of.
pub(crate) fn sightings(record: &Conversation) -> Vec<Sighting> {
    let at = record.updated_at.or(record.created_at).map(|time| time.0);
    let last = record.last_message.iter().flatten().filter_map(|last| {
        let at = last.created_at.map(|time| time.0).or(at);
        Some(Sighting {
            person: last.sender.clone()?,
            at,
        })
    });
    let people = record.participants.iter().flatten();
    people
        .map(|person| Sighting {
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

/// The last message's place, as well as the record tells it: the live dialect may name an id only.
fn place_of_last(record: &Conversation, last: &LastMessage) -> (i64, String) {
    let at = last
        .created_at
        .or(record.last_message_at)
        .or(record.updated_at);
    (
        at.map_or(i64::MIN, |time| time.0),
        last.id.as_str().to_owned(),
    )
}

fn merge_last(row: &mut ConversationRecord, last: &LastMessage, place: (i64, String)) {
    let known = row
        .last_id
        .clone()
        .map(|id| (row.last_at.unwrap_or(i64::MIN), id));
    let same = known.as_ref().is_some_and(|(_, id)| *id == place.1);
    if !same && known.is_some_and(|known| known > place) {
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
        Some(place.0)
    };
    row.last_id = Some(place.1);
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
fn merge_claim(row: &mut ConversationRecord, record: &Conversation, stamp: Option<i64>) {
    let counts = record.unread;
    if counts.mine.is_none() && counts.support.is_none() && counts.participant.is_none() {
        return;
    }
    let place = match &record.last_message {
        Some(Some(last)) => place_of_last(record, last),
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
    let known = row.claim_at.zip(row.claim_id.clone());
    let outdated = match (row.claim_stamp, stamp) {
        (Some(known), Some(new)) if known != new => new < known,
        _ => known.is_some_and(|known| place < known),
    };
    if outdated {
        return;
    }
    row.claim_mine = counts.mine.map(i64::from);
    row.claim_support = counts.support.map(i64::from);
    row.claim_participant = counts.participant.map(i64::from);
    row.claim_stamp = stamp.or(row.claim_stamp);
    row.claim_at = Some(place.0);
    row.claim_id = Some(place.1);
}
