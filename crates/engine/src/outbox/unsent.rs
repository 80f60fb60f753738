//! Which conversations have something to send.

use std::collections::HashSet;

use protocol::ConversationId;
use store::{OutboxEntry, ScheduleKind};
use tokio::{sync::broadcast::error::RecvError, time::timeout};

use crate::{Error, context::Context, limits::SENT_BEFORE_CLOSING};

/// The conversations that have something to send or to look for.
pub(crate) async fn unsent_conversations(context: &Context) -> Result<Vec<ConversationId>, Error> {
    let mut found: Vec<ConversationId> = Vec::new();
    let mut seen = HashSet::new();
    for entry in context.store.outbox().await?.entries {
        let to_send = entry.state.is_unsent() && entry.hold.is_none();
        if to_send && seen.insert(entry.conversation.clone()) {
            found.push(entry.conversation);
        }
    }
    Ok(found)
}

/// Waits until what is about to leave in a conversation has left: once it is closed the server takes nothing more, and an
/// answer that can still be taken back would stay here. For [`SENT_BEFORE_CLOSING`] at most, and not without a connection.
pub(crate) async fn wait_until_sent(context: &Context, id: &ConversationId) -> Result<(), Error> {
    let mut changes = context.store.changes();
    let sent = async {
        while context.is_up() && is_about_to_send(context, id).await? {
            if matches!(changes.recv().await, Err(RecvError::Closed)) {
                break;
            }
        }
        Ok(())
    };
    timeout(SENT_BEFORE_CLOSING, sent).await.unwrap_or(Ok(()))
}

async fn is_about_to_send(context: &Context, id: &ConversationId) -> Result<bool, Error> {
    let now = context.now();
    let leaves = |entry: &OutboxEntry| {
        let for_later = entry
            .schedule
            .is_some_and(|one| one.kind != ScheduleKind::TakeBack && one.at > now);
        entry.state.is_unsent() && entry.hold.is_none() && !for_later
    };
    let entries = context.store.outbox().await?.entries;
    Ok(entries
        .iter()
        .any(|entry| entry.conversation == *id && leaves(entry)))
}
