//! Which conversations have something to send.

use std::collections::HashSet;

use protocol::ConversationId;

use crate::{Error, context::Context};

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
