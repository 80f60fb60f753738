//! How a message's way, or a look for it, ended.

use std::time::Duration;

use protocol::{ConversationId, UtcMs};
use store::LocalId;

use crate::context::Context;

/// The end of a flight.
pub(crate) struct AttemptOutcome {
    pub(crate) conversation: ConversationId,
    /// How long nothing of this conversation is to leave.
    pub(crate) pause: Option<Duration>,
    /// What became of a look, if it was one.
    pub(crate) lookup: Option<Lookup>,
}

impl AttemptOutcome {
    pub(crate) fn done(conversation: ConversationId) -> Self {
        Self {
            conversation,
            pause: None,
            lookup: None,
        }
    }

    pub(crate) fn paused(conversation: ConversationId, pause: Duration) -> Self {
        Self {
            conversation,
            pause: Some(pause),
            lookup: None,
        }
    }

    pub(crate) fn with_lookup(self, lookup: Lookup) -> Self {
        Self {
            lookup: Some(lookup),
            ..self
        }
    }
}

/// Whether the server answered a look, for which message.
#[derive(Clone, Debug)]
pub(crate) enum Lookup {
    Answered(LocalId),
    Unanswered(LocalId),
}

/// A pause that doubles with each attempt, with jitter.
pub(crate) fn backoff(context: &Context, attempts: u32) -> Duration {
    let timing = &context.timing;
    let nominal = timing.resend_first.saturating_mul(1 << attempts.min(10));
    let factor = 0.75 + rand::random::<f64>() / 2.0;
    nominal.min(timing.resend_longest).mul_f64(factor)
}

pub(crate) fn later(now: UtcMs, wait: Duration) -> UtcMs {
    UtcMs(
        now.0
            .saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)),
    )
}
