//! Looking for a message whose answer was lost: one look at the newest pages, back to what was known
//! before it was sent, then the store says whether it is there.
//!
//! Only a look that began after the settle time, and went through, may have it sent again. The time
//! begins with the first look that the server answers, and anew whenever it leaves one unanswered: a
//! server that stands still may answer looks, when it goes on, before it carries out what it took.
//! It runs by the steady clock, and begins anew with each start of the application.

use std::{collections::HashMap, time::Duration};

use store::{LocalId, OutboxEntry, Settled};

use crate::{
    Error, Timing,
    context::Context,
    outbox::outcome::{Landing, Looked, backoff, later},
    sync::latest,
};

/// The messages that are being looked for.
#[derive(Default)]
pub(super) struct Watches(HashMap<LocalId, Watch>);

/// How long a message is still looked for, by the steady clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watch {
    /// When the settle time is over; `None` until the server has answered a look.
    deadline: Option<Duration>,
    pub(super) next_look: Duration,
}

/// Whether the settle time was over when a look began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    Running,
    Over,
}

impl Watches {
    /// Forgets those that are settled.
    pub(super) fn keep(&mut self, unsettled: &[OutboxEntry]) {
        self.0
            .retain(|id, _| unsettled.iter().any(|entry| entry.local_id == *id));
    }

    /// That of a message; it begins when the message is seen here first.
    pub(super) fn of(&mut self, context: &Context, entry: &OutboxEntry) -> &mut Watch {
        let now = context.steady_now();
        self.0.entry(entry.local_id.clone()).or_insert(Watch {
            deadline: None,
            next_look: now,
        })
    }

    /// A look came to its end.
    pub(super) fn note(&mut self, looked: &Looked, context: &Context) {
        let (Looked::Answered(id) | Looked::Unanswered(id)) = looked;
        let Some(watch) = self.0.get_mut(id) else {
            return;
        };
        watch.deadline = match looked {
            Looked::Unanswered(_) => None,
            Looked::Answered(_) => {
                let over = context.steady_now() + context.timing.settle_after;
                let deadline = watch.deadline.unwrap_or(over);
                watch.next_look = watch.next_look.min(deadline);
                Some(deadline)
            }
        };
    }

    /// When the next looks are due.
    pub(super) fn next_looks(&self) -> impl Iterator<Item = Duration> {
        self.0.values().map(|watch| watch.next_look)
    }
}

impl Watch {
    /// A look begins.
    pub(super) fn look(&mut self, now: Duration, timing: &Timing) -> Time {
        let next = now + timing.settle_every;
        match self.deadline {
            Some(deadline) if now >= deadline => {
                self.next_look = next;
                Time::Over
            }
            Some(deadline) => {
                self.next_look = next.min(deadline);
                Time::Running
            }
            None => {
                self.next_look = next;
                Time::Running
            }
        }
    }
}

/// Looks for a message once.
pub(super) async fn settle(context: Context, entry: OutboxEntry, time: Time) -> Landing {
    let looked = look(&context, &entry, time).await;
    context.note_disk(&looked);
    let id = entry.local_id;
    match looked {
        Ok(()) => Landing::done(entry.conversation).after(Looked::Answered(id)),
        Err(error) => {
            tracing::info!(local_id = %id.0, %error, "could not look for a message");
            let answered = error.is_denied();
            let rest = backoff(&context, 1);
            Landing::resting(entry.conversation, rest).after(if answered {
                Looked::Answered(id)
            } else {
                Looked::Unanswered(id)
            })
        }
    }
}

async fn look(context: &Context, entry: &OutboxEntry, time: Time) -> Result<(), Error> {
    let (store, id) = (&context.store, &entry.local_id);
    fail::fail_point!("engine.settle.before-look");
    let seen = latest::look_back(context, &entry.conversation, entry.known_head.as_ref()).await;
    context.brake.note(&seen);
    if let Err(error) = seen {
        if time == Time::Over && error.is_denied() {
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
    let settled = store.settle(id).await?;
    fail::fail_point!("engine.settle.settled");
    tracing::info!(local_id = %id.0, ?settled, ?time, "looked for a message");
    if settled == Settled::NotThere && time == Time::Over {
        // The first time at once; where each answer is lost, ever more seldom.
        let wait = match entry.attempts {
            0 | 1 => Duration::ZERO,
            more => backoff(context, more),
        };
        store
            .back_to_pending(id, later(context.now(), wait))
            .await?;
        fail::fail_point!("engine.settle.queued-again");
    }
    Ok(())
}
