//! How an attempt to send or to reconcile a message ended.

use std::time::Duration;

use protocol::{ConversationId, UtcMs};
use store::{Backoff, LocalId};

use crate::context::Context;

/// After so many attempts that the server answered with an error of its own, the user decides.
pub(super) const FAIL_AFTER: u32 = 8;

/// The end of an attempt.
pub(crate) struct AttemptOutcome {
    pub(crate) conversation: ConversationId,
    /// How long nothing of this conversation is to leave.
    pub(crate) pause: Option<Duration>,
    /// What became of a look, if it was one.
    pub(crate) lookup: Option<Lookup>,
    /// What became of a message that was sent under a key, where it is not settled.
    pub(crate) keyed_send: Option<KeyedSend>,
}

impl AttemptOutcome {
    pub(crate) fn done(conversation: ConversationId) -> Self {
        Self {
            conversation,
            pause: None,
            lookup: None,
            keyed_send: None,
        }
    }

    pub(crate) fn paused(conversation: ConversationId, pause: Duration) -> Self {
        Self {
            conversation,
            pause: Some(pause),
            lookup: None,
            keyed_send: None,
        }
    }

    pub(crate) fn with_keyed_send(self, keyed_send: KeyedSend) -> Self {
        Self {
            keyed_send: Some(keyed_send),
            ..self
        }
    }

    pub(crate) fn with_lookup(self, lookup: Lookup) -> Self {
        Self {
            lookup: Some(lookup),
            ..self
        }
    }
}

/// How sending a message under a key ended, other than well.
#[derive(Clone, Debug)]
pub(crate) enum KeyedSend {
    /// It may be sent again under the same key.
    Unanswered(LocalId),
    /// The server does not take it: whether it has it from before is found out by looking.
    Refused(LocalId),
}

/// Whether the server answered a look, for which message.
#[derive(Clone, Debug)]
pub(crate) enum Lookup {
    Answered(LocalId),
    /// The server is there, and the chat cannot be read.
    ChatUnreadable(LocalId),
    Unanswered(LocalId),
}

/// The pause before a message is tried again after so many attempts.
pub(crate) fn resend_pause(context: &Context, attempts: u32) -> Duration {
    let timing = &context.timing;
    Backoff::new(timing.resend_first, timing.resend_longest).pause(attempts)
}

pub(crate) fn later(now: UtcMs, wait: Duration) -> UtcMs {
    UtcMs(
        now.0
            .saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)),
    )
}
