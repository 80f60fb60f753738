//! What messages that were not here before add to their chat's newest message and to its count of unread ones. A
//! burst is mostly that, and counting a chat anew for each of its messages would cost the more the more of them are
//! unread. Whatever else a transaction changed is computed from the tables.

use protocol::{MessageKind, Participant};

use crate::ingest::{unanswered, unread};
use crate::model::positions::{beginning, later, sort_key};
use crate::model::rows::Position;
use crate::tables::conversations::ConversationRecord;
use crate::tables::messages::MessageRecord;

/// What a transaction changed among the messages of a chat.
#[derive(Debug, Default)]
pub(crate) enum MessageChange {
    #[default]
    None,
    /// Only messages that were not here before.
    Arrived(Vec<MessageRecord>),
    /// Messages that were here, or what is shown beside them.
    Other,
}

impl MessageChange {
    /// A message that was not here before.
    pub(crate) fn arrived(&mut self, message: &MessageRecord) {
        match self {
            Self::None => *self = Self::Arrived(vec![message.clone()]),
            Self::Arrived(messages) => messages.push(message.clone()),
            Self::Other => {}
        }
    }

    pub(crate) const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// Brings the newest message, the count of unread ones and since when somebody waits up to date, and gives the ids of the messages that it
/// counted. `None`, and nothing changed, where they have to be computed from the tables.
pub(crate) fn add_arrivals(
    before: Option<&ConversationRecord>,
    now: &mut ConversationRecord,
    change: &MessageChange,
    me: Option<&Participant>,
) -> Option<Vec<String>> {
    let arrivals: &[MessageRecord] = match change {
        MessageChange::None => &[],
        MessageChange::Arrived(messages) => messages,
        MessageChange::Other => return None,
    };
    let before = before.filter(|before| same_basis(before, now))?;
    let head = before.head()?;
    let claim = now.server_unread_position();
    let floor = later(now.seen(), claim.clone()).unwrap_or_else(beginning);
    let is_known = |row: &MessageRecord| {
        now.last_id.as_deref() == Some(&row.id) || sort_key(&row.position()) <= sort_key(&floor)
    };
    let is_older = |row: &MessageRecord| sort_key(&row.position()) <= sort_key(&head);
    if arrivals.iter().any(|row| is_known(row) || is_older(row)) {
        return None;
    }
    let counted = counted(arrivals, claim.as_ref(), me);
    now.unread = before
        .unread
        .saturating_add(i64::try_from(counted.len()).unwrap_or(i64::MAX));
    now.unanswered_since = unanswered::after_arrivals(before, arrivals, me);
    let newest = arrivals
        .iter()
        .max_by_key(|row| (row.sort_time, row.id.as_str()));
    if let Some(newest) = newest {
        now.show_head(newest.clone());
    }
    Some(counted)
}

/// The others' messages among these that are unread.
fn counted(
    arrivals: &[MessageRecord],
    claim: Option<&Position>,
    me: Option<&Participant>,
) -> Vec<String> {
    let me = me.map_or("", |me| me.id.as_str());
    let counts = |row: &&MessageRecord| {
        !row.is_read
            && row.kind != MessageKind::System.as_word()
            && row.sender.as_deref() != Some(me)
            && claim.is_none_or(|claim| claim.id != row.id)
    };
    let ids = arrivals.iter().filter(counts).map(|row| row.id.clone());
    ids.collect()
}

/// Whether what the newest message and the count follow from, beside the messages, is what it was.
fn same_basis(before: &ConversationRecord, now: &ConversationRecord) -> bool {
    let last = |row: &ConversationRecord| {
        let ids = (row.last_id.clone(), row.last_sender.clone());
        (
            ids,
            row.last_at,
            row.last_kind.clone(),
            row.last_content.clone(),
        )
    };
    let read = |row: &ConversationRecord| (row.seen(), row.seen_count, row.read_pending);
    unread::claim_basis(before) == unread::claim_basis(now)
        && read(before) == read(now)
        && last(before) == last(now)
}
