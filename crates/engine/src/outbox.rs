//! The outbox at work: one message in flight per conversation, conversations in
//! parallel. What was refused is failed and kept; what never left is tried again; what got no
//! answer is looked for, and sent again only if it is not there after a while.
//!
//! It works while the server is being heard and the token is good. Dropped in the middle of a call,
//! it leaves the message «sending» on disk; the next opening takes that for «checking».

mod flight;

use std::{collections::HashSet, time::Duration};

use protocol::ConversationId;
use store::OutboxEntry;
use tokio::{task::JoinSet, time::sleep};

use crate::{Error, context::Context};

/// How long the outbox rests when its own files fail.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// How long it waits for a ring at most: clocks may be set while it waits.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Works the outbox off, for ever.
pub(crate) async fn run(context: Context) {
    let mut rung = context.outgoing.subscribe();
    let mut line = context.connection.subscribe();
    let mut standing = context.rest.bearer().watch();
    let mut flights = Flights::default();
    loop {
        let wait = match flights.launch(&context).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read");
                REST_AFTER_FAILURE
            }
        };
        tokio::select! {
            _ = rung.changed() => {}
            _ = line.changed() => {}
            _ = standing.changed() => {}
            () = flights.landed(), if !flights.busy.is_empty() => {}
            () = sleep(wait) => {}
        }
    }
}

/// What is in flight.
#[derive(Default)]
struct Flights {
    running: JoinSet<ConversationId>,
    busy: HashSet<ConversationId>,
}

impl Flights {
    /// Starts what is due; tells how long until something else will be.
    async fn launch(&mut self, context: &Context) -> Result<Duration, Error> {
        if !context.is_up() || context.rest.bearer().token_now().is_none() {
            return Ok(LONGEST_WAIT);
        }
        for entry in context.store.unsettled().await? {
            if self.take(&entry) {
                self.running.spawn(flight::settle(context.clone(), entry));
            }
        }
        for entry in context.store.next_sends().await? {
            if self.take(&entry) {
                self.running.spawn(flight::send(context.clone(), entry));
            }
        }
        let due = context.store.next_due().await?;
        let wait = due.map_or(LONGEST_WAIT, |due| {
            let left = due.0.saturating_sub(context.now().0);
            Duration::from_millis(u64::try_from(left).unwrap_or(0))
        });
        // Something due that is held up by a flight must not turn this into a busy loop.
        Ok(wait.clamp(Duration::from_millis(20), LONGEST_WAIT))
    }

    fn take(&mut self, entry: &OutboxEntry) -> bool {
        self.busy.insert(entry.conversation.clone())
    }

    async fn landed(&mut self) {
        match self.running.join_next().await {
            Some(Ok(conversation)) => {
                self.busy.remove(&conversation);
            }
            Some(Err(error)) => {
                tracing::error!(%error, "a flight broke off");
                self.running.abort_all();
                self.busy.clear();
            }
            None => self.busy.clear(),
        }
    }
}
