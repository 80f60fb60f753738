//! What happened since midnight: the waits that ended, walked through chat by chat.

use std::collections::HashMap;

use protocol::{MessageKind, Participant, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::limits::{DAY_LOOKBACK, DAY_MESSAGES, DAY_MESSAGES_AT_ONCE};
use crate::model::inbox_view::{InboxSort, InboxView};
use crate::model::rows::InboxFilter;
use crate::model::today::{DayAsked, Today, TodayHour};
use crate::tables::askers::{Askers, Meaning};
use crate::tables::conversations;
use crate::tables::messages_of_day::{self, MessageOfDay};
use crate::{Store, StoreError};

/// A wait that somebody ended with an answer.
struct EndedWait {
    at: i64,
    length: i64,
    mine: bool,
}

/// What a walk over the chats finds.
#[derive(Default)]
struct Found {
    /// When somebody asked.
    asked: Vec<i64>,
    ended: Vec<EndedWait>,
}

impl Store {
    /// A day in numbers, from what is in the cache.
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache.
    pub async fn today(&self, day: &DayAsked) -> Result<Today, StoreError> {
        let view = InboxView {
            filter: InboxFilter::Unanswered,
            sort: InboxSort::Waiting,
        };
        let inbox = self.inbox(view, 1).await?;
        let longest_open = inbox.rows.first().and_then(|row| row.unanswered_since);
        let (found, more) = self.read(|| self.walk_day(day)).await?;
        let mut lengths: Vec<i64> = found.ended.iter().map(|wait| wait.length).collect();
        lengths.sort_unstable();
        let open = longest_open.map(|since| day.until.0.saturating_sub(since.0).max(0));
        let mine = found.ended.iter().filter(|wait| wait.mine).count();
        Ok(Today {
            answered: count(lengths.len()),
            answered_by_me: count(mine),
            median_wait: median(&lengths),
            longest_wait: lengths.last().copied().into_iter().chain(open).max(),
            waiting: inbox.counts.unanswered,
            hours: by_hour(&found, &day.hours),
            more,
        })
    }

    async fn walk_day(&self, day: &DayAsked) -> Result<(Found, bool), StoreError> {
        let Some(midnight) = day.hours.first().map(|at| at.0) else {
            return Ok((Found::default(), false));
        };
        let mut conn = self.read_cache().await?;
        let since = midnight.saturating_sub(DAY_LOOKBACK);
        let (mut rows, more) = load(&mut conn, since).await?;
        rows.sort_by(|one, other| {
            let place = (&one.conversation, one.sort_time, &one.id);
            place.cmp(&(&other.conversation, other.sort_time, &other.id))
        });
        let me = self.me();
        let mut found = Found::default();
        for chats in chats_at_once(&rows) {
            let ids = chats.iter().filter_map(|chat| chat.first());
            let ids = ids.map(|row| row.conversation.as_str());
            let records = conversations::load_by_ids(&mut conn, ids).await?;
            for chat in chats {
                let id = chat.first().map(|row| row.conversation.as_str());
                if let Some(record) = id.and_then(|id| records.get(id)) {
                    let askers = Askers::of(record, me.as_ref());
                    walk_chat(chat, &askers, me.as_ref(), midnight, &mut found);
                }
            }
        }
        Ok((found, more))
    }
}

/// The messages since a time, read in steps, and whether there were too many.
async fn load(
    conn: &mut SqliteConnection,
    since: i64,
) -> Result<(Vec<MessageOfDay>, bool), StoreError> {
    let mut rows: Vec<MessageOfDay> = Vec::new();
    loop {
        let next = rows.last().map_or(0, |row| row.number.saturating_add(1));
        let step = messages_of_day::load_since(conn, since, next, DAY_MESSAGES_AT_ONCE).await?;
        let last = i64::try_from(step.len()).unwrap_or(i64::MAX) < DAY_MESSAGES_AT_ONCE;
        rows.extend(step);
        if last || rows.len() >= DAY_MESSAGES {
            return Ok((rows, !last));
        }
    }
}

/// The messages of each chat, some hundred chats at a time.
fn chats_at_once(rows: &[MessageOfDay]) -> Vec<Vec<&[MessageOfDay]>> {
    const CHATS: usize = 500;
    let chats: Vec<&[MessageOfDay]> = rows
        .chunk_by(|one, next| one.conversation == next.conversation)
        .collect();
    chats.chunks(CHATS).map(<[_]>::to_vec).collect()
}

/// Follows one chat: a wait begins with the first message that asks, and ends with what answers it. The server's own
/// lines end one without an answer.
fn walk_chat(
    rows: &[MessageOfDay],
    askers: &Askers<'_>,
    me: Option<&Participant>,
    midnight: i64,
    found: &mut Found,
) {
    let mut since = None;
    for row in rows {
        let today = row.sort_time >= midnight;
        match askers.meaning(row.sender.as_deref(), &row.kind) {
            Meaning::Asks => {
                since = since.or(Some(row.sort_time));
                if today {
                    found.asked.push(row.sort_time);
                }
            }
            Meaning::Answers => {
                let began = since.take();
                let said = row.kind != MessageKind::System.as_word();
                if let Some(began) = began.filter(|_| today && said) {
                    found.ended.push(EndedWait {
                        at: row.sort_time,
                        length: row.sort_time.saturating_sub(began),
                        mine: me.is_some_and(|me| row.sender.as_deref() == Some(me.id.as_str())),
                    });
                }
            }
        }
    }
}

fn by_hour(found: &Found, hours: &[UtcMs]) -> Vec<TodayHour> {
    let hour_of = |at: i64| hours.partition_point(|hour| hour.0 <= at).checked_sub(1);
    let tally = |times: &mut dyn Iterator<Item = i64>| {
        let mut counts: HashMap<usize, u32> = HashMap::new();
        for hour in times.filter_map(hour_of) {
            *counts.entry(hour).or_default() += 1;
        }
        counts
    };
    let asked = tally(&mut found.asked.iter().copied());
    let answered = tally(&mut found.ended.iter().map(|wait| wait.at));
    let each = hours.iter().enumerate();
    each.map(|(index, at)| TodayHour {
        at: *at,
        asked: asked.get(&index).copied().unwrap_or_default(),
        answered: answered.get(&index).copied().unwrap_or_default(),
    })
    .collect()
}

/// The middle of sorted lengths; of two middle ones their mean.
fn median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get((sorted.len() / 2).checked_sub(1)?)?;
    Some(lower.midpoint(upper))
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
