//! `inbox`: the list of conversations, refreshed from the server first.

use engine::Engine;
use protocol::ConversationStatus;
use store::InboxFilter;

use crate::{arguments::Inbox, cache_fallback, cli_error::CliError, output::Output};

pub(super) async fn list(engine: &Engine, output: Output, which: Inbox) -> Result<(), CliError> {
    cache_fallback::fall_back_to_cache(engine.refresh_inbox().await)?;
    let status = which.status.map(ConversationStatus::from);
    let filter = match &status {
        None if which.starred => InboxFilter::Starred,
        None => InboxFilter::All,
        Some(ConversationStatus::Closed | ConversationStatus::Resolved) => InboxFilter::Closed,
        Some(_) => InboxFilter::Open,
    };
    // The cache's filters are coarser than a status, so the limit applies after both.
    let wanted = which.limit.unwrap_or(u32::MAX);
    let asked = if status.is_some() { u32::MAX } else { wanted };
    let inbox = engine.inbox(filter, asked).await?;
    let rows = inbox
        .rows
        .iter()
        .filter(|row| status.as_ref().is_none_or(|wanted| row.status == *wanted));
    for row in rows.take(usize::try_from(wanted).unwrap_or(usize::MAX)) {
        output.conversation(row)?;
    }
    Ok(())
}
