//! The outbox at work: one message in flight per conversation, conversations in parallel. What was
//! refused is failed and kept; what never left is tried again; what got no answer is looked for, and
//! sent again only if it is not there after the settle time. What goes to a closed chat is held.
//!
//! It works while the token is good and the server is being heard, and waits while the server asks for
//! patience. Dropped in the middle of a call, it leaves the message «sending» on disk; the next opening
//! takes that for «checking». No attempt outlives the task that runs them.

use std::{collections::HashSet, time::Duration};

use protocol::ConversationId;
use store::ChangeSet;
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::sleep,
};

use crate::{Error, context::Context, outbox::in_flight::InFlight};

/// How long the outbox pauses when its own files fail.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Works the outbox off, for ever.
pub(crate) async fn run(context: Context) {
    let mut woken = context.outbox_wake.subscribe();
    let mut connection = context.connection.subscribe();
    let mut token_state = context.rest.auth_token().subscribe();
    let mut changes = context.store.changes();
    let mut in_flight = InFlight::default();
    loop {
        woken.mark_unchanged();
        connection.mark_unchanged();
        token_state.mark_unchanged();
        fail::fail_point!("panic/outbox");
        let wait = match in_flight.start_due(&context).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read");
                PAUSE_AFTER_FAILURE
            }
        };
        let watched = in_flight.watched_conversations().clone();
        tokio::select! {
            _ = woken.changed() => {}
            _ = connection.changed() => {}
            _ = token_state.changed() => {}
            // Also where nothing is watched: what nobody reads is kept.
            () = watched_conversation_changed(&mut changes, &watched) => {}
            () = in_flight.finish_one(&context), if in_flight.is_busy() => {}
            () = sleep(wait) => {}
        }
    }
}

/// Works it off once, for whoever does not wait for a session: what is due is sent, what is unsettled
/// is looked for, and all of it has ended when this answers how many messages that were.
pub(crate) async fn run_once(context: &Context, in_flight: &mut InFlight) -> Result<usize, Error> {
    context.rest.auth_token().wait_for_token().await?;
    let started = in_flight.start_all_once(context).await?;
    while in_flight.is_busy() {
        in_flight.finish_one(context).await;
    }
    Ok(started)
}

/// Waits until one of these conversations changes: a chat may have been opened again, or somebody wrote.
async fn watched_conversation_changed(
    changes: &mut broadcast::Receiver<ChangeSet>,
    watched: &HashSet<ConversationId>,
) {
    loop {
        match changes.recv().await {
            Ok(change)
                if change.resync || change.conversations.iter().any(|id| watched.contains(id)) =>
            {
                return;
            }
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
