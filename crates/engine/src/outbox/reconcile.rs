//! Finds out whether a message whose answer was lost has reached the server. A lookup fetches the newest
//! pages, back to the head that was known before the send; then the store searches them.
//!
//! Only a completed lookup that began after the settle time may queue the message again, since a
//! duplicate is worse than a delay. The settle time begins with the first lookup that the server
//! answers, and begins anew after each unanswered lookup: a stalled server that resumes may answer
//! lookups before it processes the requests that it had accepted. The monotonic clock measures the
//! settle time, so each start of the application begins it anew.
//!
//! A chat that the server refuses to show, or that cannot be read so often in a row, leaves the message to the user: no
//! lookup would ever settle it.

use std::{collections::HashMap, time::Duration};

use store::{LocalId, OutboxEntry, OutboxState, ReconcileOutcome};

use crate::{
    Error, Timing,
    context::Context,
    error::ErrorClass,
    outbox::outcome::{AttemptOutcome, FAIL_AFTER, Lookup, later, resend_pause},
    sync::{chat_failure::is_of_one_chat, latest},
};

#[derive(Default)]
pub(super) struct PendingReconciles(HashMap<LocalId, PendingReconcile>);

/// The lookups of one message; times of the monotonic clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct PendingReconcile {
    /// The end of the settle time; `None` until the server has answered a lookup.
    deadline: Option<Duration>,
    pub(super) next_lookup: Duration,
    /// How many lookups in a row could not read the chat, though the server was there.
    pub(super) unreadable: u32,
}

/// One lookup.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    pub(super) time: SettleTime,
    /// As in [`PendingReconcile`], before this one.
    pub(super) unreadable: u32,
}

/// Whether the settle time was over when a lookup began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SettleTime {
    Running,
    Over,
}

impl PendingReconciles {
    pub(super) fn retain_unsettled(&mut self, unsettled: &[OutboxEntry]) {
        self.0
            .retain(|id, _| unsettled.iter().any(|entry| entry.local_id == *id));
    }

    /// Creates the entry on the first call, with a lookup due at once.
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
                unreadable: 0,
            })
    }

    /// The first answer starts the settle time; an unanswered lookup cancels it.
    pub(super) fn record_lookup(&mut self, lookup: &Lookup, context: &Context) {
        let (Lookup::Answered(id) | Lookup::ChatUnreadable(id) | Lookup::Unanswered(id)) = lookup;
        let Some(pending) = self.0.get_mut(id) else {
            return;
        };
        pending.unreadable = match lookup {
            Lookup::Answered(_) => 0,
            Lookup::ChatUnreadable(_) => pending.unreadable.saturating_add(1),
            Lookup::Unanswered(_) => pending.unreadable,
        };
        pending.deadline = match lookup {
            Lookup::Unanswered(_) | Lookup::ChatUnreadable(_) => None,
            Lookup::Answered(_) => {
                let over = context.monotonic_now() + context.timing.settle_after;
                let deadline = pending.deadline.unwrap_or(over);
                pending.next_lookup = pending.next_lookup.min(deadline);
                Some(deadline)
            }
        };
    }

    /// Times of the monotonic clock, in no order.
    pub(super) fn next_lookups(&self) -> impl Iterator<Item = Duration> {
        self.0.values().map(|pending| pending.next_lookup)
    }
}

impl PendingReconcile {
    /// Schedules the next lookup. The end of the settle time brings it forward, because only a lookup
    /// after that end can decide.
    pub(super) fn begin_lookup(&mut self, now: Duration, timing: &Timing) -> Attempt {
        let next = now + timing.settle_every;
        let time = match self.deadline {
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
        };
        Attempt {
            time,
            unreadable: self.unreadable,
        }
    }
}

/// Performs one lookup.
pub(super) async fn reconcile(
    context: Context,
    entry: OutboxEntry,
    attempt: Attempt,
) -> AttemptOutcome {
    let lookup = look_up(&context, &entry, attempt).await;
    context.record_disk(&lookup);
    let id = entry.local_id;
    match lookup {
        Ok(lookup) => {
            let outcome = match lookup {
                Lookup::Answered(_) => AttemptOutcome::done(entry.conversation),
                _ => {
                    let pause = resend_pause(&context, attempt.unreadable.max(1));
                    AttemptOutcome::paused(entry.conversation, pause)
                }
            };
            outcome.with_lookup(lookup)
        }
        Err(error) => {
            tracing::info!(local_id = %id.0, %error, "could not look for a message");
            let pause = resend_pause(&context, 1);
            AttemptOutcome::paused(entry.conversation, pause).with_lookup(Lookup::Unanswered(id))
        }
    }
}

async fn look_up(
    context: &Context,
    entry: &OutboxEntry,
    attempt: Attempt,
) -> Result<Lookup, Error> {
    let (store, id, time) = (&context.store, &entry.local_id, attempt.time);
    fail::fail_point!("engine.settle.before-look");
    let seen = latest::fetch_back_to(context, &entry.conversation, entry.known_head.as_ref()).await;
    context.rate_limit.record(&seen);
    if let Err(error) = seen {
        return cannot_look(context, entry, attempt, error).await;
    }
    fail::fail_point!("engine.settle.after-look");
    let settled = store.reconcile(id).await?;
    fail::fail_point!("engine.settle.settled");
    tracing::info!(local_id = %id.0, ?settled, ?time, "looked for a message");
    if settled == ReconcileOutcome::NotFound && time == SettleTime::Over {
        // The first repeat goes out at once. Later repeats wait longer each time, because a server
        // that loses every answer would otherwise be flooded.
        let wait = match entry.attempts {
            0 | 1 => Duration::ZERO,
            more => resend_pause(context, more),
        };
        let leaves = store
            .back_to_pending(id, later(context.now(), wait))
            .await?;
        let left = store.outbox_entry(id).await?;
        if !leaves && left.is_some_and(|left| left.state == OutboxState::Checking) {
            // The server has said that it has it, and does not show it: nothing will settle that.
            let unsettled = Error::UnsettledSend(String::new());
            store.mark_failed(id, unsettled.code(), None).await?;
        }
        fail::fail_point!("engine.settle.queued-again");
    }
    Ok(Lookup::Answered(id.clone()))
}

/// The chat could not be read. Where that is for good, or for too long while the server is there, only the user can
/// decide.
async fn cannot_look(
    context: &Context,
    entry: &OutboxEntry,
    attempt: Attempt,
    error: Error,
) -> Result<Lookup, Error> {
    let id = &entry.local_id;
    let is_refused = error.class() == ErrorClass::Refused;
    if !is_refused && !is_of_one_chat(context, &error).await? {
        return Err(error);
    }
    let over = match is_refused {
        true => attempt.time == SettleTime::Over,
        false => attempt.unreadable + 1 >= FAIL_AFTER,
    };
    tracing::info!(local_id = %id.0, %error, over, "the chat of a message cannot be read");
    if over {
        let unsettled = Error::UnsettledSend(error.detail().unwrap_or_default());
        let store = &context.store;
        store
            .mark_failed(id, unsettled.code(), unsettled.detail().as_deref())
            .await?;
    }
    Ok(match is_refused {
        true => Lookup::Answered(id.clone()),
        false => Lookup::ChatUnreadable(id.clone()),
    })
}
