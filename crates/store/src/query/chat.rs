//! A chat's messages, by window: always from a key, never from an offset. Those that the server
//! does not have yet come after all others.

use protocol::{ConversationId, MessageId, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::ingest::unread;
use crate::model::positions::sort_key;
use crate::model::rows::{MessageRow, MessageWindow, Messages, Older, Position};
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::fetched_ranges::{self, FetchedRange};
use crate::tables::messages::{self, MessageRecord};
use crate::{Store, StoreError};

/// How many messages stand before the first unread one, for context.
const CONTEXT: i64 = 10;

/// More than this many unread messages are not read at once: a chat that was left alone for weeks
/// opens within them, and the first one is reached as older history is.
const MOST: i64 = 1_000;

/// A window of records, oldest first, and the record just before it.
struct Window {
    before: Option<MessageRecord>,
    records: Vec<MessageRecord>,
    /// Whether it reaches the chat's newest message.
    newest: bool,
}

impl Store {
    /// A window of a chat, oldest message first.
    pub async fn messages(
        &self,
        conversation: &ConversationId,
        window: MessageWindow,
    ) -> Result<Messages, StoreError> {
        let id = conversation.as_str();
        self.read(|| self.chat_window(id, &window)).await
    }

    /// One message that the server has. Its `gap_before` is not computed.
    pub async fn message(&self, id: &MessageId) -> Result<Option<MessageRow>, StoreError> {
        self.read(|| self.message_row(id)).await
    }

    async fn message_row(&self, id: &MessageId) -> Result<Option<MessageRow>, StoreError> {
        let ids = crate::db::json::to_array(std::iter::once(id.as_str()));
        let found = messages::load_by_ids(&mut *self.read_cache().await?, &ids).await?;
        let Some(found) = found.first() else {
            return Ok(None);
        };
        let mut snapshot = Snapshot::open(self, Scope::Conversation(&found.conversation)).await?;
        let records = messages::load_by_ids(&mut snapshot.cache, &ids).await?;
        let Some(record) = records.first() else {
            return Ok(None);
        };
        let chat = conversations::load_one(&mut snapshot.cache, &record.conversation).await?;
        let builder = RowBuilder::for_messages(&mut snapshot, &records).await?;
        let read = chat.as_ref().and_then(ConversationRecord::read);
        Ok(builder.message(record, read.as_ref(), chat.map_or(0, |chat| chat.layout)))
    }

    async fn chat_window(&self, id: &str, window: &MessageWindow) -> Result<Messages, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::Conversation(id)).await?;
        let (cache, revision) = (&mut snapshot.cache, snapshot.revision);
        let chat = conversations::load_one(cache, id).await?;
        let chat = chat.unwrap_or_else(|| ConversationRecord::blank(id));
        let first_unread = match window {
            MessageWindow::FirstUnread { .. } => {
                unread::first_unread(cache, &chat, snapshot.me.as_ref()).await?
            }
            _ => None,
        };
        let window = read(cache, id, window, first_unread.as_ref()).await?;
        let ranges = fetched_ranges::load_ranges(cache, id).await?;
        let complete_until = self.complete_until_of(cache, &chat, &ranges).await?;
        let gaps = gaps(&window, &ranges, self.is_followed(id));
        let builder = RowBuilder::for_messages(&mut snapshot, &window.records).await?;
        let position = chat.read();
        let mut rows: Vec<MessageRow> = Vec::with_capacity(window.records.len());
        for (record, gap_before) in window.records.iter().zip(gaps) {
            if let Some(row) = builder.message(record, position.as_ref(), chat.layout) {
                rows.push(MessageRow { gap_before, ..row });
            }
        }
        if window.newest {
            rows.extend(builder.waiting(id));
        }
        Ok(Messages {
            rows,
            start: window.records.first().map(MessageRecord::position),
            older: older(&window, &ranges),
            first_unread: first_unread.map(|position| position.id),
            complete_until,
            revision,
        })
    }
}

async fn read(
    conn: &mut SqliteConnection,
    id: &str,
    window: &MessageWindow,
    first_unread: Option<&Position>,
) -> Result<Window, StoreError> {
    match window {
        MessageWindow::Newest { limit } => newest(conn, id, i64::from(*limit)).await,
        MessageWindow::FirstUnread { limit } => match first_unread {
            None => newest(conn, id, i64::from(*limit)).await,
            Some(position) => around(conn, id, position, i64::from(*limit)).await,
        },
        MessageWindow::Before { position, limit } => {
            let records = messages::load_before(conn, id, position, i64::from(*limit) + 1).await?;
            Ok(cut(records, i64::from(*limit), false))
        }
        MessageWindow::From { position } => {
            let records = messages::load_from(conn, id, position, i64::MAX).await?;
            let before = messages::load_before(conn, id, position, 1).await?;
            Ok(Window {
                before: before.into_iter().next(),
                ..cut(records, i64::MAX, true)
            })
        }
    }
}

async fn newest(conn: &mut SqliteConnection, id: &str, limit: i64) -> Result<Window, StoreError> {
    Ok(cut(
        messages::load_newest(conn, id, limit + 1).await?,
        limit,
        true,
    ))
}

/// From some messages before a place to the newest, at least `limit` long where there are as many.
async fn around(
    conn: &mut SqliteConnection,
    id: &str,
    position: &Position,
    limit: i64,
) -> Result<Window, StoreError> {
    let mut records = messages::load_from(conn, id, position, MOST + 1).await?;
    if records.len() > usize::try_from(MOST).unwrap_or(usize::MAX) {
        return Ok(cut(records, MOST, true));
    }
    let long = i64::try_from(records.len()).unwrap_or(i64::MAX);
    let missing = limit.saturating_sub(long).max(CONTEXT);
    records.extend(messages::load_before(conn, id, position, missing + 1).await?);
    Ok(cut(records, long.saturating_add(missing), true))
}

/// Makes a window of records that come newest first, perhaps one too many.
fn cut(mut records: Vec<MessageRecord>, limit: i64, newest: bool) -> Window {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let before = if records.len() > limit {
        records.pop()
    } else {
        None
    };
    records.reverse();
    Window {
        before,
        records,
        newest,
    }
}

/// Before which records the cache lacks messages: where two neighbours do not lie in one range. Of
/// messages that came after the newest range nothing is known but that; in a chat that is followed they leave
/// no hole. Of messages outside every range before its end nothing at all is known.
fn gaps(window: &Window, ranges: &[FetchedRange], followed: bool) -> Vec<bool> {
    let held = |record: &MessageRecord| {
        let position = record.position();
        ranges.iter().position(|range| range.contains(&position))
    };
    let newest_is_followed = |record: &MessageRecord| {
        let top = ranges.last();
        followed && top.is_some_and(|top| sort_key(&top.to) < sort_key(&record.position()))
    };
    let is_past = |record: &MessageRecord| {
        let top = ranges.last();
        top.is_some_and(|top| sort_key(&record.position()) < sort_key(&top.to))
    };
    let mut previous = window.before.as_ref().map(held);
    let mut gaps = Vec::with_capacity(window.records.len());
    for record in &window.records {
        let this = held(record);
        let parted =
            previous.is_some_and(|previous| previous != this || this.is_none() && is_past(record));
        gaps.push(parted && !newest_is_followed(record));
        previous = Some(this);
    }
    gaps
}

fn older(window: &Window, ranges: &[FetchedRange]) -> Older {
    if window.before.is_some() {
        return Older::Cached;
    }
    let begins = match window.records.first() {
        Some(first) => ranges
            .iter()
            .any(|range| range.reaches_beginning() && range.contains(&first.position())),
        None => ranges.iter().any(FetchedRange::reaches_beginning),
    };
    if begins {
        Older::Nothing
    } else {
        Older::OnServer
    }
}

/// Up to which place nothing is missing that the server had when it was last asked.
pub(crate) fn complete_until(ranges: &[FetchedRange]) -> Option<Position> {
    let top = ranges.last()?;
    (top.to.created_at > UtcMs(i64::MIN)).then(|| top.to.clone())
}
