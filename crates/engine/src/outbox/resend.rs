//! Settles a lost answer by sending the message again under its key, where the server says that it takes one
//! (`client_message_id`): it answers with the message that it has, or takes it now. That needs no settle time and
//! no guess. What it refuses, or leaves unanswered too often, is looked for as with any other server.

use std::collections::HashMap;

use store::{LocalId, OutboxEntry};

use crate::{
    context::Context,
    http::failure::Certainty,
    outbox::{
        message_key,
        outcome::{AttemptOutcome, KeyedSend},
        send,
    },
};

/// How often a message is sent again under its key before it is looked for: a server that fails at it each time
/// would be asked without end.
const RESENDS: u32 = 3;

/// The messages whose answer was lost and that were sent under a key, and how often they may be sent again. Only
/// in memory: after a restart they are looked for.
#[derive(Default)]
pub(super) struct KeyedSends(HashMap<LocalId, u32>);

impl KeyedSends {
    pub(super) fn record(&mut self, send: KeyedSend) {
        match send {
            KeyedSend::Unanswered(id) => {
                self.0.entry(id).or_insert(RESENDS);
            }
            KeyedSend::Refused(id) => {
                self.0.remove(&id);
            }
        }
    }

    pub(super) fn retain_unsettled(&mut self, unsettled: &[OutboxEntry]) {
        self.0
            .retain(|id, _| unsettled.iter().any(|entry| entry.local_id == *id));
    }

    /// Whether a message may be sent again under its key; counts it.
    pub(super) fn take(&mut self, context: &Context, id: &LocalId) -> bool {
        if !context.rest.capabilities().client_message_id {
            return false;
        }
        match self.0.get_mut(id) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}

/// Sends a message again whose answer was lost.
pub(super) async fn resend(context: Context, entry: OutboxEntry) -> AttemptOutcome {
    let (id, conversation) = (&entry.local_id, &entry.conversation);
    let key = message_key::message_key(&context, &entry);
    if key.is_none() {
        // The server said meanwhile that it takes none: without one, it would be a second message.
        return AttemptOutcome::done(conversation.clone());
    }
    let answer = send::post(&context, &entry, key.as_deref()).await;
    match answer {
        Ok(message) => {
            tracing::info!(local_id = %id.0, "settled by its key");
            let recorded = send::record_sent(&context, &entry, message).await;
            context.record_disk(&recorded);
            if let Err(error) = recorded {
                tracing::error!(local_id = %id.0, %error, "the settled message is looked for");
            }
            AttemptOutcome::done(entry.conversation)
        }
        Err(failure) => {
            tracing::info!(local_id = %id.0, error = %failure.error, "not settled by its key");
            let refused = failure.certainty == Certainty::Answered;
            context.rate_limit.record::<()>(&Err(failure.error));
            let outcome = AttemptOutcome::done(entry.conversation.clone());
            if refused {
                outcome.with_keyed_send(KeyedSend::Refused(entry.local_id))
            } else {
                outcome
            }
        }
    }
}
