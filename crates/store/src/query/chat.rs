//! A chat's messages, by window: always from a key, never from an offset. Those that the server
//! does not have yet come after all others.

use protocol::{ConversationId, MessageId, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::ingest::first_unread;
use crate::model::chat_window::{FirstUnread, MessageWindow, Messages, Older};
use crate::model::positions::sort_key;
use crate::model::rows::{MessageRow, Position};
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::fetched_ranges::{self, FetchedRange};
use crate::tables::messages::{self, MessageRecord};
use crate::{Store, StoreError};

/// How many messages stand before the first unread one, for context.
const CONTEXT: i64 = 10;

/// A window around a place goes on for this many times its limit at most. What follows is loaded as the reader gets
/// there: of thousands of unread messages only the first are drawn.
const AHEAD: i64 = 4;

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
        let read = chat.as_ref().and_then(ConversationRecord::seen);
        Ok(builder.message(record, read.as_ref(), chat.map_or(0, |chat| chat.layout)))
    }

    async fn chat_window(&self, id: &str, window: &MessageWindow) -> Result<Messages, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::Conversation(id)).await?;
        let (cache, revision) = (&mut snapshot.cache, snapshot.revision);
        let chat = conversations::load_one(cache, id).await?;
        let chat = chat.unwrap_or_else(|| ConversationRecord::blank(id));
        let ranges = fetched_ranges::load_ranges(cache, id).await?;
        let first_unread = match window {
            MessageWindow::FirstUnread { .. } => {
                let me = snapshot.me.as_ref();
                first_unread::locate_first_unread(cache, &chat, me, &ranges).await?
            }
            _ => FirstUnread::Nothing,
        };
        let window = read(cache, id, window, &first_unread).await?;
        let complete_until = self.complete_until_of(cache, &chat, &ranges).await?;
        let gaps = gaps(&window, &ranges, self.is_followed(id));
        let builder = RowBuilder::for_messages(&mut snapshot, &window.records).await?;
        let position = chat.seen();
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
            end: (!window.newest)
                .then(|| window.records.last().map(MessageRecord::position))
                .flatten(),
            first_unread,
            complete_until,
            revision,
        })
    }
}

async fn read(
    conn: &mut SqliteConnection,
    id: &str,
    window: &MessageWindow,
    first_unread: &FirstUnread,
) -> Result<Window, StoreError> {
    match window {
        MessageWindow::Newest { limit } => newest(conn, id, i64::from(*limit)).await,
        MessageWindow::FirstUnread { limit } => match first_unread {
            FirstUnread::Here { position } => around(conn, id, position, i64::from(*limit)).await,
            _ => newest(conn, id, i64::from(*limit)).await,
        },
        MessageWindow::Around { position, limit } => {
            around(conn, id, position, i64::from(*limit)).await
        }
        MessageWindow::Before { position, limit } => {
            let records = messages::load_before(conn, id, position, i64::from(*limit) + 1).await?;
            Ok(cut_older(records, i64::from(*limit)))
        }
        MessageWindow::After { position, limit } => after(conn, id, position, *limit).await,
        MessageWindow::From { position, until } => {
            let records = match until {
                Some(until) => messages::load_between(conn, id, position, until).await?,
                None => messages::load_from(conn, id, position, i64::MAX).await?,
            };
            let before = messages::load_before(conn, id, position, 1).await?;
            Ok(Window {
                before: before.into_iter().next(),
                records,
                newest: until.is_none(),
            })
        }
    }
}

async fn newest(conn: &mut SqliteConnection, id: &str, limit: i64) -> Result<Window, StoreError> {
    let records = messages::load_newest(conn, id, limit + 1).await?;
    Ok(Window {
        newest: true,
        ..cut_older(records, limit)
    })
}

async fn after(
    conn: &mut SqliteConnection,
    id: &str,
    position: &Position,
    limit: u32,
) -> Result<Window, StoreError> {
    // The place itself comes too, for the gap that may follow it.
    let records = messages::load_from(conn, id, position, i64::from(limit) + 2).await?;
    let at = usize::from(records.first().map(MessageRecord::position).as_ref() == Some(position));
    let mut records = records.into_iter();
    let before = records.by_ref().take(at).last();
    Ok(Window {
        before,
        ..cut_newer(records.collect(), i64::from(limit))
    })
}

/// From some messages before a place on: to the newest, where that is not much more than `limit`.
async fn around(
    conn: &mut SqliteConnection,
    id: &str,
    position: &Position,
    limit: i64,
) -> Result<Window, StoreError> {
    let most = limit.saturating_mul(AHEAD);
    let newer = messages::load_from(conn, id, position, most + 1).await?;
    let newer = cut_newer(newer, most);
    let long = i64::try_from(newer.records.len()).unwrap_or(i64::MAX);
    let missing = limit.saturating_sub(long).max(CONTEXT);
    let older = messages::load_before(conn, id, position, missing + 1).await?;
    let Window {
        before,
        mut records,
        ..
    } = cut_older(older, missing);
    records.extend(newer.records);
    Ok(Window {
        before,
        records,
        newest: newer.newest,
    })
}

/// Makes a window that ends in its middle of records that come newest first, perhaps one too many.
fn cut_older(mut records: Vec<MessageRecord>, limit: i64) -> Window {
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
        newest: false,
    }
}

/// Makes a window of records that come oldest first; where they are too many, it does not reach the newest.
fn cut_newer(mut records: Vec<MessageRecord>, limit: i64) -> Window {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let newest = records.len() <= limit;
    records.truncate(limit);
    Window {
        before: None,
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
