//! What is in flight, and what may leave.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use protocol::{ConversationId, UtcMs};
use store::{OutboxEntry, OutboxState};
use tokio::task::JoinSet;

use crate::{
    Error,
    context::Context,
    outbox::{
        outcome::Landing,
        reconcile::{self, Watches},
        send,
    },
};

/// How long the outbox waits for a ring at most: clocks may be set while it waits.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// What is in flight. Messages of one conversation never are together: they must arrive in order.
#[derive(Default)]
pub(crate) struct Flights {
    running: JoinSet<Landing>,
    busy: HashSet<ConversationId>,
    /// Conversations that rest after a failure, and until when by the steady clock.
    resting: HashMap<ConversationId, Duration>,
    /// How many flights of a conversation have ended with a rest, in a row.
    failures: HashMap<ConversationId, u32>,
    watches: Watches,
    held: HashSet<ConversationId>,
}

/// Who may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// Whoever is due and can be heard of.
    Session,
    /// Whoever is due, once.
    OnRequest,
}

impl Flights {
    /// Starts what is due; tells how long until something else will be.
    pub(super) async fn launch(&mut self, context: &Context) -> Result<Duration, Error> {
        if context.rest.bearer().token_now().is_none() {
            return Ok(LONGEST_WAIT);
        }
        // Whatever is due by now leaves; whatever becomes due from now on is waited for.
        let began = (context.now(), context.steady_now());
        let entries = self.take_stock(context).await?;
        if let Some(left) = context.brake.left() {
            return Ok(left.min(LONGEST_WAIT));
        }
        self.launch_looks(context, Line::Session).await?;
        self.launch_sends(context, Line::Session).await?;
        Ok(self.next_wait(context, &entries, began))
    }

    /// Starts everything that is due or unsettled; tells how much that is.
    pub(super) async fn launch_once(&mut self, context: &Context) -> Result<usize, Error> {
        self.take_stock(context).await?;
        if context.brake.left().is_some() {
            return Ok(0);
        }
        Ok(self.launch_looks(context, Line::OnRequest).await?
            + self.launch_sends(context, Line::OnRequest).await?)
    }

    /// Whether anything is in flight.
    pub(super) fn are_out(&self) -> bool {
        !self.busy.is_empty() || !self.running.is_empty()
    }

    /// The closed conversations that something waits for.
    pub(super) fn held(&self) -> &HashSet<ConversationId> {
        &self.held
    }

    /// Waits for one to land.
    pub(super) async fn landed(&mut self, context: &Context) {
        match self.running.join_next().await {
            Some(Ok(landing)) => {
                self.busy.remove(&landing.conversation);
                if let Some(looked) = &landing.looked {
                    self.watches.note(looked, context);
                }
                match landing.rest {
                    Some(rest) => {
                        let until = context.steady_now() + rest;
                        *self
                            .failures
                            .entry(landing.conversation.clone())
                            .or_default() += 1;
                        self.resting.insert(landing.conversation, until);
                    }
                    None => {
                        self.failures.remove(&landing.conversation);
                        self.resting.remove(&landing.conversation);
                    }
                }
            }
            Some(Err(error)) => {
                // Which one it was is not known: the others are looked for as well.
                tracing::error!(%error, "a flight broke off");
                self.running.shutdown().await;
                self.busy.clear();
            }
            None => self.busy.clear(),
        }
    }

    /// Reads the queue, and turns what says «sending» though it is not in flight into «checking»: its
    /// outcome could not be written at the time.
    async fn take_stock(&mut self, context: &Context) -> Result<Vec<OutboxEntry>, Error> {
        let mut entries = context.store.outbox().await?;
        let mut strays = false;
        for entry in &entries {
            if entry.state == OutboxState::Sending && !self.busy.contains(&entry.conversation) {
                strays |= context.store.mark_unknown(&entry.local_id).await?;
            }
        }
        if strays {
            entries = context.store.outbox().await?;
        }
        let now = context.steady_now();
        self.resting.retain(|_, until| *until > now);
        self.held = entries
            .iter()
            .filter(|entry| entry.hold.is_some())
            .map(|entry| entry.conversation.clone())
            .collect();
        Ok(entries)
    }

    /// Looks for what has to be looked for: also for what was to be sent again when a message came that
    /// it could be. Left alone, that one would hold up its chat for ever.
    async fn launch_looks(&mut self, context: &Context, line: Line) -> Result<usize, Error> {
        let entries = context.store.unsettled().await?;
        self.watches.keep(&entries);
        let mut launched = 0;
        let now = context.steady_now();
        for entry in &entries {
            if !self.may_go(context, entry, line) {
                continue;
            }
            let watch = self.watches.of(context, entry);
            if line == Line::Session && now < watch.next_look {
                continue;
            }
            if self.busy.insert(entry.conversation.clone()) {
                let time = watch.look(now, &context.timing);
                self.running
                    .spawn(reconcile::settle(context.clone(), entry.clone(), time));
                launched += 1;
            }
        }
        Ok(launched)
    }

    async fn launch_sends(&mut self, context: &Context, line: Line) -> Result<usize, Error> {
        let mut launched = 0;
        for entry in context.store.next_sends().await? {
            if !self.may_go(context, &entry, line) {
                continue;
            }
            let free = self.busy.insert(entry.conversation.clone());
            if free {
                let failures = self.failures.get(&entry.conversation).copied();
                let flight = send::send(context.clone(), entry, failures.unwrap_or_default());
                self.running.spawn(flight);
                launched += 1;
            }
        }
        Ok(launched)
    }

    /// A chat that is caught up on may send before all the others are.
    fn may_go(&self, context: &Context, entry: &OutboxEntry, line: Line) -> bool {
        line == Line::OnRequest
            || !self.resting.contains_key(&entry.conversation)
                && (context.is_up() || context.caught_up.holds(&entry.conversation))
    }

    /// How long until something is due that was not when the launch began. What is due and cannot go
    /// is rung for.
    fn next_wait(
        &self,
        context: &Context,
        entries: &[OutboxEntry],
        (began, began_steady): (UtcMs, Duration),
    ) -> Duration {
        let (now, steady) = (context.now(), context.steady_now());
        let times = entries.iter().filter_map(|entry| {
            let time = entry.not_before.filter(|time| *time > began)?;
            let left = u64::try_from(time.0.saturating_sub(now.0)).unwrap_or(0);
            Some(Duration::from_millis(left))
        });
        let rests = self.resting.values().copied();
        let moments = rests
            .chain(self.watches.next_looks())
            .filter(|moment| *moment > began_steady)
            .map(|moment| moment.saturating_sub(steady));
        times
            .chain(moments)
            .min()
            .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
    }
}
