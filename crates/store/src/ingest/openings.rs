//! When somebody else of support opened a conversation. The live server counts what support has not read
//! (`unreadCountSupport`, CONTRACT section 4): where that count is none for messages that this program holds for unread,
//! somebody else read them. The documented server counts for each person alone, so nothing is known there, and nothing
//! is guessed.

use protocol::UnreadCounts;

use crate::limits::OPENING_UNCERTAINTY;
use crate::model::rows::Position;
use crate::tables::conversations::ConversationRecord;

/// When a record was heard, by the server's clock (UTC, ms).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub(crate) now: i64,
    /// As of when the last whole list was taken in; 0 before the first.
    pub(crate) listed_at: i64,
}

/// When others opened it, where these counts of the messages up to a place show that they did: at the time of the
/// record's last change, if that lies after all that was known, else when it was heard. Nothing where that would be too
/// inexact, as after a night without a connection.
pub(crate) fn opened_by_others(
    row: &ConversationRecord,
    (counts, until): (UnreadCounts, &Position),
    changed_at: Option<i64>,
    heard: Heard,
) -> Option<i64> {
    let supports = counts.mine.is_none() && counts.support == Some(0);
    let head = row.head().filter(|_| row.unread > 0)?;
    // A record may name its newest message by its time alone, and that by some milliseconds off.
    let covers_all = until.id == head.id || until.created_at >= head.created_at;
    if !supports || !covers_all {
        return None;
    }
    // My receipt marks all that the server has by then, also what came on its way there.
    let newest = until.created_at.0;
    let is_mine = row.server_unread_mine.is_some()
        || row.read_pending
        || row.told_read_at.is_some_and(|told| newest <= told);
    if is_mine {
        return None;
    }
    let unread_until = newest.max(heard.listed_at);
    match changed_at {
        Some(changed_at) if changed_at > unread_until => Some(changed_at.min(heard.now)),
        _ => (heard.now.saturating_sub(unread_until) <= OPENING_UNCERTAINTY).then_some(heard.now),
    }
}
