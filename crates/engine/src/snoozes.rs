//! The task that has conversations come back that were put off: when they are due, and when the other side writes.

use std::{collections::HashSet, time::Duration};

use protocol::ConversationId;
use store::ChangeSet;
use tokio::{sync::broadcast::error::RecvError, time::sleep};

use crate::context::Context;

/// A sleeping computer's timers stand still, so the time is looked at this often while something is put off.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Looks after what is put off, for ever.
pub(crate) async fn run(context: &Context) {
    let mut changes = context.store.changes();
    loop {
        let snoozed = match context.store.end_due_snoozes().await {
            Ok(snoozed) => snoozed,
            Err(error) => {
                tracing::warn!(%error, "what was put off stays so for now");
                sleep(LONGEST_PAUSE).await;
                continue;
            }
        };
        let waiting: HashSet<ConversationId> = snoozed.conversations.into_iter().collect();
        let pause = async {
            match snoozed.next_in {
                Some(next_in) => sleep(next_in.min(LONGEST_PAUSE)).await,
                None => std::future::pending().await,
            }
        };
        tokio::pin!(pause);
        loop {
            tokio::select! {
                () = &mut pause => break,
                () = context.snoozes_changed.notified() => break,
                change = changes.recv() => match change {
                    Ok(change) if !concerns(&change, &waiting) => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => break,
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }
}

fn concerns(change: &ChangeSet, waiting: &HashSet<ConversationId>) -> bool {
    let mut spoken_in = change.new_messages.iter().map(|one| &one.conversation);
    !waiting.is_empty() && (change.resync || spoken_in.any(|id| waiting.contains(id)))
}
