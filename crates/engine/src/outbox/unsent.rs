//! Which conversations have something to send.

use std::collections::HashSet;

use protocol::ConversationId;
use store::OutboxState;

use crate::{Error, context::Context};

/// The conversations that have something to send or to look for.
pub(crate) async fn unsent_conversations(context: &Context) -> Result<Vec<ConversationId>, Error> {
    let mut found: Vec<ConversationId> = Vec::new();
    let mut seen = HashSet::new();
    for entry in context.store.outbox().await? {
        let waits = match entry.state {
            OutboxState::Pending => entry.hold.is_none(),
            OutboxState::Sending | OutboxState::Checking => true,
            OutboxState::Failed { .. } | OutboxState::Cancelled { .. } => false,
        };
        if waits && seen.insert(entry.conversation.clone()) {
            found.push(entry.conversation);
        }
    }
    Ok(found)
}
