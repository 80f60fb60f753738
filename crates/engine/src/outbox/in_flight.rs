//! Attempts in flight: what may start, and what became of each.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use protocol::{ConversationId, UtcMs};
use store::{OutboxEntry, OutboxSnapshot};
use tokio::task::JoinSet;

use crate::{
    Error,
    context::Context,
    outbox::{
        outcome::AttemptOutcome,
        reconcile::{self, PendingReconciles},
        resend::{self, KeyedSends},
        send::{self, is_conditional},
    },
};

/// How long the outbox waits to be woken at most: clocks may be set while it waits.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// What is in flight. Messages of one conversation never are together: they must arrive in order.
#[derive(Default)]
pub(crate) struct InFlight {
    running: JoinSet<AttemptOutcome>,
    busy: HashSet<ConversationId>,
    /// Conversations that pause after a failure, and until when by the monotonic clock.
    paused_until: HashMap<ConversationId, Duration>,
    /// How many attempts of a conversation have failed in a row.
    failures: HashMap<ConversationId, u32>,
    reconciles: PendingReconciles,
    keyed_sends: KeyedSends,
    watched_conversations: HashSet<ConversationId>,
}

/// What starts an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trigger {
    /// The session: what is due and whose conversation is synced.
    Session,
    /// A request: everything that is due, once.
    OnRequest,
}

impl InFlight {
    /// Starts what is due; tells how long until something else will be.
    pub(super) async fn start_due(&mut self, context: &Context) -> Result<Duration, Error> {
        if context.rest.auth_token().valid_token().is_none() {
            return Ok(LONGEST_WAIT);
        }
        // Whatever is due by now leaves; whatever becomes due from now on is waited for.
        let began = (context.now(), context.monotonic_now());
        let queue = self.load_queue(context).await?;
        if let Some(left) = context.rate_limit.remaining() {
            return Ok(left.min(LONGEST_WAIT));
        }
        self.start_reconciles(context, &queue, Trigger::Session);
        self.start_sends(context, &queue, Trigger::Session);
        Ok(self.next_wait(context, &queue.entries, began))
    }

    /// Starts everything that is due or unsettled; tells how much that is.
    pub(super) async fn start_all_once(&mut self, context: &Context) -> Result<usize, Error> {
        let queue = self.load_queue(context).await?;
        if context.rate_limit.remaining().is_some() {
            return Ok(0);
        }
        Ok(self.start_reconciles(context, &queue, Trigger::OnRequest)
            + self.start_sends(context, &queue, Trigger::OnRequest))
    }

    /// Whether anything is in flight.
    pub(super) fn is_busy(&self) -> bool {
        !self.busy.is_empty() || !self.running.is_empty()
    }

    /// The conversations whose changes decide over something that waits: closed ones, and those in which a word of the
    /// other side drops it.
    pub(super) fn watched_conversations(&self) -> &HashSet<ConversationId> {
        &self.watched_conversations
    }

    /// Waits for one attempt to end.
    pub(super) async fn finish_one(&mut self, context: &Context) {
        match self.running.join_next().await {
            Some(Ok(outcome)) => {
                self.busy.remove(&outcome.conversation);
                if let Some(lookup) = &outcome.lookup {
                    self.reconciles.record_lookup(lookup, context);
                }
                if let Some(send) = outcome.keyed_send {
                    self.keyed_sends.record(send);
                }
                match outcome.pause {
                    Some(pause) => {
                        let until = context.monotonic_now() + pause;
                        *self
                            .failures
                            .entry(outcome.conversation.clone())
                            .or_default() += 1;
                        self.paused_until.insert(outcome.conversation, until);
                    }
                    None => {
                        self.failures.remove(&outcome.conversation);
                        self.paused_until.remove(&outcome.conversation);
                    }
                }
            }
            Some(Err(error)) => {
                // Which one it was is not known: the others are looked for as well.
                tracing::error!(%error, "an attempt broke off");
                self.running.shutdown().await;
                let until = context.monotonic_now() + context.timing.resend_longest;
                for conversation in self.busy.drain() {
                    self.paused_until.insert(conversation, until);
                }
            }
            None => self.busy.clear(),
        }
    }

    /// Reads the queue, and turns what says «sending» though it is not in flight into «checking»: its
    /// outcome could not be written at the time.
    async fn load_queue(&mut self, context: &Context) -> Result<OutboxSnapshot, Error> {
        context.store.drop_overtaken().await?;
        let mut queue = context.store.outbox().await?;
        let mut strays = false;
        for entry in &queue.entries {
            if entry.state.is_sending() && !self.busy.contains(&entry.conversation) {
                strays |= context.store.mark_unknown(&entry.local_id).await?;
            }
        }
        if strays {
            queue = context.store.outbox().await?;
        }
        let now = context.monotonic_now();
        self.paused_until.retain(|_, until| *until > now);
        self.watched_conversations = queue
            .entries
            .iter()
            .filter(|entry| entry.hold.is_some() || is_conditional(entry))
            .map(|entry| entry.conversation.clone())
            .collect();
        Ok(queue)
    }

    /// Looks for what has to be looked for; tells how many lookups that is.
    fn start_reconciles(
        &mut self,
        context: &Context,
        queue: &OutboxSnapshot,
        trigger: Trigger,
    ) -> usize {
        self.reconciles.retain_unsettled(&queue.unsettled);
        self.keyed_sends.retain_unsettled(&queue.unsettled);
        let mut started = 0;
        let now = context.monotonic_now();
        for entry in &queue.unsettled {
            if !self.may_start(context, entry, trigger) {
                continue;
            }
            let pending = self.reconciles.entry(context, entry);
            if trigger == Trigger::Session && now < pending.next_lookup {
                continue;
            }
            if self.busy.insert(entry.conversation.clone()) {
                let attempt = pending.begin_lookup(now, &context.timing);
                if self.keyed_sends.take(context, &entry.local_id) {
                    self.running
                        .spawn(resend::resend(context.clone(), entry.clone()));
                } else {
                    self.running.spawn(reconcile::reconcile(
                        context.clone(),
                        entry.clone(),
                        attempt,
                    ));
                }
                started += 1;
            }
        }
        started
    }

    fn start_sends(
        &mut self,
        context: &Context,
        queue: &OutboxSnapshot,
        trigger: Trigger,
    ) -> usize {
        let mut started = 0;
        for entry in &queue.due {
            if !self.may_start(context, entry, trigger) {
                continue;
            }
            let free = self.busy.insert(entry.conversation.clone());
            if free {
                let failures = self.failures.get(&entry.conversation).copied();
                let failures = failures.unwrap_or_default();
                let attempt = send::send(context.clone(), entry.clone(), failures);
                self.running.spawn(attempt);
                started += 1;
            }
        }
        started
    }

    /// A chat that is caught up on may send before all the others are.
    fn may_start(&self, context: &Context, entry: &OutboxEntry, trigger: Trigger) -> bool {
        trigger == Trigger::OnRequest
            || !self.paused_until.contains_key(&entry.conversation)
                && (context.is_up() || context.synced_chats.is_synced(&entry.conversation))
    }

    /// How long until something is due that was not when this pass began. What is due and cannot go
    /// wakes the outbox by itself.
    fn next_wait(
        &self,
        context: &Context,
        entries: &[OutboxEntry],
        (began, began_monotonic): (UtcMs, Duration),
    ) -> Duration {
        let (now, monotonic) = (context.now(), context.monotonic_now());
        let times = entries.iter().filter_map(|entry| {
            let scheduled = entry.schedule.map(|schedule| schedule.at);
            let time = entry.not_before.max(scheduled);
            let time = time.filter(|time| *time > began)?;
            let left = u64::try_from(time.0.saturating_sub(now.0)).unwrap_or(0);
            Some(Duration::from_millis(left))
        });
        let pauses = self.paused_until.values().copied();
        let moments = pauses
            .chain(self.reconciles.next_lookups())
            .filter(|moment| *moment > began_monotonic)
            .map(|moment| moment.saturating_sub(monotonic));
        times
            .chain(moments)
            .min()
            .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
    }
}
