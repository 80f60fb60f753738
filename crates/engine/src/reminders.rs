//! The task that rings the reminders that are due.

use std::time::Duration;

use tokio::time::sleep;

use crate::context::Context;

/// A sleeping computer's timers stand still, so the time is looked at this often while a reminder waits.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Rings reminders, for ever.
pub(crate) async fn run(context: &Context) {
    loop {
        let pause = match context.store.ring_due_reminders().await {
            Ok(next_in) => next_in.map(|next_in| next_in.min(LONGEST_PAUSE)),
            Err(error) => {
                tracing::warn!(%error, "reminders wait for now");
                Some(LONGEST_PAUSE)
            }
        };
        let due = async {
            match pause {
                Some(pause) => sleep(pause).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            () = context.reminders_changed.notified() => {}
        }
    }
}
