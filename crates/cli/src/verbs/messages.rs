//! `messages`: as far back as asked, refreshed from the server first; with the server away, what
//! the cache holds.

use engine::{Engine, Error, Fetched};
use protocol::{ConversationId, MessageId};
use store::{MessageRow, MessageWindow, Messages as Window, Older, Position};

use crate::{
    arguments::Messages,
    output::{self, Output},
    problem::Problem,
    reach::{self, Freshness},
};

/// How many rows a look back takes at once.
const STRIDE: u32 = 200;

pub(super) async fn list(engine: &Engine, output: Output, which: Messages) -> Result<(), Problem> {
    let Messages {
        conversation,
        limit,
        before,
    } = which;
    let freshness = refresh(engine, &conversation, limit).await?;
    let window = match before {
        None => MessageWindow::Newest { limit },
        Some(message) => {
            let place = place_of(engine, &conversation, &message, freshness).await?;
            MessageWindow::Before {
                position: place,
                limit,
            }
        }
    };
    let rows = complete(engine, &conversation, window, freshness)
        .await?
        .rows;
    for row in newest(&rows, limit) {
        output.message(row)?;
    }
    Ok(())
}

/// Fetches as far back as asked. A conversation that the cache does not know is looked up first:
/// live messages name their senders by id only, and its record knows the names.
async fn refresh(
    engine: &Engine,
    conversation: &ConversationId,
    limit: u32,
) -> Result<Freshness, Problem> {
    let known = engine.conversation(conversation).await.is_ok();
    if !known && reach::tolerate(engine.refresh_inbox().await)? == Freshness::Cached {
        return Err(Error::Unreachable(format!("{conversation} is not in the cache")).into());
    }
    reach::tolerate(engine.refresh_messages(conversation, limit).await)
}

/// The newest `limit` of the server's, and those that are not sent yet.
fn newest(rows: &[MessageRow], limit: u32) -> impl Iterator<Item = &MessageRow> {
    let sent = rows.iter().filter(|row| row.id.is_some()).count();
    let surplus = sent.saturating_sub(usize::try_from(limit).unwrap_or(usize::MAX));
    rows.iter().skip(surplus)
}

/// Fetches until the window is full, or the chat's beginning is reached.
async fn complete(
    engine: &Engine,
    conversation: &ConversationId,
    window: MessageWindow,
    freshness: Freshness,
) -> Result<Window, Problem> {
    let wanted = match &window {
        MessageWindow::Newest { limit } | MessageWindow::Before { limit, .. } => *limit,
        MessageWindow::FirstUnread { .. } | MessageWindow::From { .. } => 0,
    };
    loop {
        let rows = engine.messages(conversation, window.clone()).await?;
        let held = rows.rows.iter().filter(|row| row.id.is_some()).count();
        let full = u32::try_from(held).is_ok_and(|held| held >= wanted);
        let gap = rows.rows.iter().find(|row| row.gap_before).and_then(place);
        if freshness == Freshness::Cached
            || (gap.is_none() && (full || rows.older == Older::Nothing))
        {
            if gap.is_some() {
                output::remark("the cache lacks messages in between");
            }
            return Ok(rows);
        }
        let revision = rows.revision;
        let fetched = match gap {
            Some(place) => engine.fill_gap(conversation, place).await,
            None => engine.fetch_older(conversation).await,
        };
        let Ok(fetched) = fetched else {
            reach::tolerate(fetched)?;
            return Ok(rows);
        };
        let again = engine.messages(conversation, window.clone()).await?;
        // A server that has no more, or gives nothing new, must not be asked for ever.
        if fetched == Fetched::Beginning || again.revision == revision {
            return Ok(again);
        }
    }
}

/// Where a message stands in its chat, looking back as far as it takes.
async fn place_of(
    engine: &Engine,
    conversation: &ConversationId,
    message: &MessageId,
    freshness: Freshness,
) -> Result<Position, Problem> {
    let mut window = MessageWindow::Newest { limit: STRIDE };
    loop {
        let rows = complete(engine, conversation, window, freshness).await?;
        let found = rows
            .rows
            .iter()
            .find(|row| row.id.as_ref() == Some(message));
        if let Some(place) = found.and_then(place) {
            return Ok(place);
        }
        match (rows.start, rows.older) {
            (Some(place), Older::Cached) => {
                window = MessageWindow::Before {
                    position: place,
                    limit: STRIDE,
                };
            }
            (Some(place), Older::OnServer) if freshness == Freshness::Fresh => {
                window = MessageWindow::Before {
                    position: place,
                    limit: STRIDE,
                };
            }
            (_, Older::Nothing) | (None, _) => {
                return Err(Error::NotFound(format!("message {message}")).into());
            }
            _ => {
                return Err(
                    Error::Unreachable(format!("message {message} is not in the cache")).into(),
                );
            }
        }
    }
}

fn place(row: &MessageRow) -> Option<Position> {
    Some(Position {
        created_at: row.created_at?,
        id: row.id.as_ref()?.as_str().to_owned(),
    })
}
