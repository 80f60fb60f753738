//! Looking for a message whose answer was lost: one look at the newest pages, back to what was known
//! before it was sent, then the store says whether it is there.
//!
//! Only a look that began after the settle time, and went through, may have it sent again. The time
//! begins with the first look that the server answers, and anew whenever it leaves one unanswered: a
//! server that stands still may answer looks, when it goes on, before it carries out what it took.
//! It runs by the monotonic clock, and starts over with each start of the application.

use std::{collections::HashMap, time::Duration};

use store::{LocalId, OutboxEntry, ReconcileOutcome};

use crate::{
    Error, Timing,
    context::Context,
    error::ErrorClass,
    outbox::outcome::{AttemptOutcome, Lookup, later, resend_pause},
    sync::latest,
};

/// The messages that are being looked for.
#[derive(Default)]
pub(super) struct PendingReconciles(HashMap<LocalId, PendingReconcile>);

/// How long a message is still looked for, by the monotonic clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct PendingReconcile {
    /// When the settle time is over; `None` until the server has answered a look.
    deadline: Option<Duration>,
    pub(super) next_lookup: Duration,
}

/// Whether the settle time was over when a look began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SettleTime {
    Running,
    Over,
}

impl PendingReconciles {
    /// Forgets those that are settled.
    pub(super) fn retain_unsettled(&mut self, unsettled: &[OutboxEntry]) {
        self.0
            .retain(|id, _| unsettled.iter().any(|entry| entry.local_id == *id));
    }

    /// That of a message; it begins when the message is seen here first.
    pub(super) fn entry(
        &mut self,
        context: &Context,
        entry: &OutboxEntry,
    ) -> &mut PendingReconcile {
        let now = context.monotonic_now();
        self.0
            .entry(entry.local_id.clone())
            .or_insert(PendingReconcile {
                deadline: None,
                next_lookup: now,
            })
    }

    /// A look came to its end.
    pub(super) fn record_lookup(&mut self, lookup: &Lookup, context: &Context) {
        let (Lookup::Answered(id) | Lookup::Unanswered(id)) = lookup;
        let Some(pending) = self.0.get_mut(id) else {
            return;
        };
        pending.deadline = match lookup {
            Lookup::Unanswered(_) => None,
            Lookup::Answered(_) => {
                let over = context.monotonic_now() + context.timing.settle_after;
                let deadline = pending.deadline.unwrap_or(over);
                pending.next_lookup = pending.next_lookup.min(deadline);
                Some(deadline)
            }
        };
    }

    /// When the next looks are due.
    pub(super) fn next_lookups(&self) -> impl Iterator<Item = Duration> {
        self.0.values().map(|pending| pending.next_lookup)
    }
}

impl PendingReconcile {
    /// A look begins.
    pub(super) fn begin_lookup(&mut self, now: Duration, timing: &Timing) -> SettleTime {
        let next = now + timing.settle_every;
        match self.deadline {
            Some(deadline) if now >= deadline => {
                self.next_lookup = next;
                SettleTime::Over
            }
            Some(deadline) => {
                self.next_lookup = next.min(deadline);
                SettleTime::Running
            }
            None => {
                self.next_lookup = next;
                SettleTime::Running
            }
        }
    }
}

/// Looks for a message once.
pub(super) async fn reconcile(
    context: Context,
    entry: OutboxEntry,
    time: SettleTime,
) -> AttemptOutcome {
    let lookup = look_up(&context, &entry, time).await;
    context.record_disk(&lookup);
    let id = entry.local_id;
    match lookup {
        Ok(()) => AttemptOutcome::done(entry.conversation).with_lookup(Lookup::Answered(id)),
        Err(error) => {
            tracing::info!(local_id = %id.0, %error, "could not look for a message");
            let answered = error.class() == ErrorClass::Refused;
            let pause = resend_pause(&context, 1);
            AttemptOutcome::paused(entry.conversation, pause).with_lookup(if answered {
                Lookup::Answered(id)
            } else {
                Lookup::Unanswered(id)
            })
        }
    }
}

async fn look_up(context: &Context, entry: &OutboxEntry, time: SettleTime) -> Result<(), Error> {
    let (store, id) = (&context.store, &entry.local_id);
    fail::fail_point!("engine.settle.before-look");
    let seen = latest::fetch_back_to(context, &entry.conversation, entry.known_head.as_ref()).await;
    context.rate_limit.record(&seen);
    if let Err(error) = seen {
        if time == SettleTime::Over && error.class() == ErrorClass::Refused {
            // Nobody can look into it any more: the user is asked.
            let unsettled = Error::UnsettledSend(error.detail().unwrap_or_default());
            store
                .mark_failed(id, unsettled.code(), unsettled.detail().as_deref())
                .await?;
            return Ok(());
        }
        return Err(error);
    }
    fail::fail_point!("engine.settle.after-look");
    let settled = store.reconcile(id).await?;
    fail::fail_point!("engine.settle.settled");
    tracing::info!(local_id = %id.0, ?settled, ?time, "looked for a message");
    if settled == ReconcileOutcome::NotFound && time == SettleTime::Over {
        // The first time at once; where each answer is lost, ever more seldom.
        let wait = match entry.attempts {
            0 | 1 => Duration::ZERO,
            more => resend_pause(context, more),
        };
        store
            .back_to_pending(id, later(context.now(), wait))
            .await?;
        fail::fail_point!("engine.settle.queued-again");
    }
    Ok(())
}
