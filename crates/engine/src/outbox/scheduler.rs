//! The outbox at work: one message in flight per conversation, conversations in parallel. What was
//! refused is failed and kept; what never left is tried again; what got no answer is looked for, and
//! sent again only if it is not there after the settle time. What goes to a closed chat is held.
//!
//! It works while the token is good and the server is being heard, and waits while the server asks for
//! patience. Dropped in the middle of a call, it leaves the message «sending» on disk; the next opening
//! takes that for «checking». No flight outlives the task that runs them.

use std::{collections::HashSet, time::Duration};

use protocol::ConversationId;
use store::ChangeSet;
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::sleep,
};

use crate::{Error, context::Context, outbox::in_flight::Flights};

/// How long the outbox rests when its own files fail.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Works the outbox off, for ever.
pub(crate) async fn run(context: Context) {
    let mut rung = context.outgoing.subscribe();
    let mut line = context.connection.subscribe();
    let mut standing = context.rest.bearer().watch();
    let mut changes = context.store.changes();
    let mut flights = Flights::default();
    loop {
        rung.mark_unchanged();
        line.mark_unchanged();
        standing.mark_unchanged();
        let wait = match flights.launch(&context).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read");
                REST_AFTER_FAILURE
            }
        };
        let held = flights.held().clone();
        tokio::select! {
            _ = rung.changed() => {}
            _ = line.changed() => {}
            _ = standing.changed() => {}
            // Also where nothing is held: what nobody reads is kept.
            () = touched(&mut changes, &held) => {}
            () = flights.landed(&context), if flights.are_out() => {}
            () = sleep(wait) => {}
        }
    }
}

/// Works it off once, for whoever does not wait for a session: what is due is sent, what is unsettled
/// is looked for, and all of it has landed when this answers how many messages that were.
pub(crate) async fn run_once(context: &Context, flights: &mut Flights) -> Result<usize, Error> {
    context.rest.bearer().token().await?;
    let launched = flights.launch_once(context).await?;
    while flights.are_out() {
        flights.landed(context).await;
    }
    Ok(launched)
}

/// Waits until one of these conversations changes: a chat may have been opened again.
async fn touched(changes: &mut broadcast::Receiver<ChangeSet>, held: &HashSet<ConversationId>) {
    loop {
        match changes.recv().await {
            Ok(change)
                if change.resync || change.conversations.iter().any(|id| held.contains(id)) =>
            {
                return;
            }
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
