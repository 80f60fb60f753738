//! A message's number: its row in the table and in the index. It grows with the message's time, so that the newest
//! messages of a search are found first. Its upper part is a span of time, its lower one counts within that, so that
//! neighbours in time are neighbours in the index, which takes the less room the closer they are. The order within a
//! span is that of arrival, and a message keeps its number when its time is put right: whoever wants the exact order
//! sorts by time.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;

/// A span is 2^22 ms: 70 minutes.
const SPAN_BITS: u32 = 22;

/// So many messages have room in a span: 2^17, more than a server says in an hour to one person.
const COUNT_BITS: u32 = 17;

/// Where the messages of a span go that is full: behind all others, with room for any number of them.
const OVERFLOW: i64 = 1 << 40;

/// Earlier versions counted messages as they came: 1, 2, 3. All their numbers are lower than this one, and those of the
/// spans from 1990 on are higher.
pub(crate) const OLD_NUMBERS_END: i64 = 1 << 32;

/// The numbers of the messages of a span of time.
fn numbers_of(span: i64) -> RangeInclusive<i64> {
    let first = span << COUNT_BITS;
    if span == OVERFLOW {
        return first..=i64::MAX;
    }
    first..=first + (1 << COUNT_BITS) - 1
}

/// The span of a time (UTC, ms). The first one begins at 1, since no row has the number 0.
fn span(time: i64) -> i64 {
    (time.max(0) >> SPAN_BITS).min(OVERFLOW - 2) + 1
}

/// The lowest number that a message of a time can have.
pub(crate) fn lowest_at(time: i64) -> i64 {
    *numbers_of(span(time)).start()
}

/// The lowest number above all messages of a time.
pub(crate) fn above(time: i64) -> i64 {
    numbers_of(span(time)).end().saturating_add(1)
}

/// Whether two messages were said within one span of time, as far as their numbers tell.
pub(crate) fn are_of_one_span(one: i64, other: i64) -> bool {
    one >> COUNT_BITS == other >> COUNT_BITS
}

/// Gives numbers to messages with these times that have none.
pub(crate) async fn assign(
    conn: &mut SqliteConnection,
    times: &[i64],
) -> Result<Vec<i64>, StoreError> {
    let mut spans: Vec<i64> = times.iter().map(|time| span(*time)).collect();
    spans.push(OVERFLOW);
    spans.sort_unstable();
    spans.dedup();
    let mut next = load_next(conn, &spans).await?;
    let mut numbers = Vec::with_capacity(times.len());
    for time in times {
        let span = span(*time);
        let free = next.get(&span).copied();
        let place = match free.filter(|number| numbers_of(span).contains(number)) {
            Some(_) => span,
            None => OVERFLOW,
        };
        let number = next
            .entry(place)
            .or_insert_with(|| *numbers_of(place).start());
        numbers.push(*number);
        *number += 1;
    }
    Ok(numbers)
}

/// The first free number of each span.
async fn load_next(
    conn: &mut SqliteConnection,
    spans: &[i64],
) -> Result<HashMap<i64, i64>, StoreError> {
    let asked = spans.iter().map(|&span| {
        let numbers = numbers_of(span);
        serde_json::json!([span, numbers.start(), numbers.end()])
    });
    let asked = serde_json::Value::from_iter(asked).to_string();
    let rows = sqlx::query!(
        r#"SELECT span.value ->> 0 AS "span!: i64",
               (SELECT MAX(number) FROM messages
                WHERE number BETWEEN span.value ->> 1 AND span.value ->> 2) AS "last?: i64"
           FROM json_each(?) AS span"#,
        asked
    )
    .fetch_all(conn)
    .await?;
    let next = |last: Option<i64>, span| last.map_or(*numbers_of(span).start(), |last| last + 1);
    Ok(rows
        .into_iter()
        .map(|row| (row.span, next(row.last, row.span)))
        .collect())
}
