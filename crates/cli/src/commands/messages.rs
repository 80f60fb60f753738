//! `messages`: refreshed from the server first, as far back as asked; without the server, from the
//! cache.

use engine::{Engine, Error, Fetched};
use protocol::{ConversationId, MessageId};
use store::{MessageRow, MessageWindow, Messages as Window, Older, Position};

use crate::{
    arguments::Messages,
    cache_fallback::{self, Freshness},
    cli_error::CliError,
    output::{self, Output},
};

/// How many rows one page of the search for a message has.
const PAGE_SIZE: u32 = 200;

pub(super) async fn list(engine: &Engine, output: Output, which: Messages) -> Result<(), CliError> {
    let Messages {
        conversation,
        limit,
        before,
    } = which;
    let freshness = refresh(engine, &conversation, limit).await?;
    let window = match before {
        None => MessageWindow::Newest { limit },
        Some(message) => {
            let position = position_of(engine, &conversation, &message, freshness).await?;
            MessageWindow::Before { position, limit }
        }
    };
    let rows = load_window(engine, &conversation, window, freshness)
        .await?
        .rows;
    for row in newest_rows(&rows, limit) {
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
) -> Result<Freshness, CliError> {
    let known = engine.conversation(conversation).await.is_ok();
    if !known
        && cache_fallback::fall_back_to_cache(engine.refresh_inbox().await)? == Freshness::Cached
    {
        return Err(Error::Unreachable(format!("{conversation} is not in the cache")).into());
    }
    cache_fallback::fall_back_to_cache(engine.refresh_messages(conversation, limit).await)
}

/// The newest `limit` rows that the server has, and the unsent ones.
fn newest_rows(rows: &[MessageRow], limit: u32) -> impl Iterator<Item = &MessageRow> {
    let sent = rows.iter().filter(|row| row.id.is_some()).count();
    let surplus = sent.saturating_sub(usize::try_from(limit).unwrap_or(usize::MAX));
    rows.iter().skip(surplus)
}

/// Fetches until the window is full, or the conversation's first message is reached.
async fn load_window(
    engine: &Engine,
    conversation: &ConversationId,
    window: MessageWindow,
    freshness: Freshness,
) -> Result<Window, CliError> {
    let wanted = match &window {
        MessageWindow::Newest { limit } | MessageWindow::Before { limit, .. } => *limit,
        _ => 0,
    };
    loop {
        let rows = engine.messages(conversation, window.clone()).await?;
        let held = rows.rows.iter().filter(|row| row.id.is_some()).count();
        let full = u32::try_from(held).is_ok_and(|held| held >= wanted);
        let gap = rows
            .rows
            .iter()
            .find(|row| row.gap_before)
            .and_then(position);
        if freshness == Freshness::Cached
            || (gap.is_none() && (full || rows.older == Older::Nothing))
        {
            if gap.is_some() {
                output::warn("the cache lacks messages in between");
            }
            return Ok(rows);
        }
        let revision = rows.revision;
        let fetched = match gap {
            Some(position) => engine.fill_gap(conversation, position).await,
            None => engine.fetch_older(conversation).await,
        };
        let Ok(fetched) = fetched else {
            cache_fallback::fall_back_to_cache(fetched)?;
            return Ok(rows);
        };
        let again = engine.messages(conversation, window.clone()).await?;
        // Without this check a server that gives nothing new would be asked for ever.
        if fetched == Fetched::Beginning || again.revision == revision {
            return Ok(again);
        }
    }
}

/// The position of a message in its conversation, searched from the newest message backwards.
async fn position_of(
    engine: &Engine,
    conversation: &ConversationId,
    message: &MessageId,
    freshness: Freshness,
) -> Result<Position, CliError> {
    let mut window = MessageWindow::Newest { limit: PAGE_SIZE };
    loop {
        let rows = load_window(engine, conversation, window, freshness).await?;
        let found = rows
            .rows
            .iter()
            .find(|row| row.id.as_ref() == Some(message));
        if let Some(position) = found.and_then(position) {
            return Ok(position);
        }
        match (rows.start, rows.older) {
            (Some(position), Older::Cached) => {
                window = MessageWindow::Before {
                    position,
                    limit: PAGE_SIZE,
                };
            }
            (Some(position), Older::OnServer) if freshness == Freshness::Fresh => {
                window = MessageWindow::Before {
                    position,
                    limit: PAGE_SIZE,
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

fn position(row: &MessageRow) -> Option<Position> {
    Some(Position {
        created_at: row.created_at?,
        id: row.id.as_ref()?.as_str().to_owned(),
    })
}
