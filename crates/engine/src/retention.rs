//! The task that removes messages from the cache that are older than the user wants kept.
//!
//! It runs some time after the start and after each change of the choice, so that a choice can be taken back, then
//! once a day. The chats on screen are passed over: what was fetched to be read is removed by a later run
//! at the soonest. Age is reckoned from the server's time as it was last heard, for a PC's own clock may stand
//! years ahead.

use protocol::UtcMs;
use store::{RetentionPass, RetentionStep};
use tokio::{sync::watch, time::sleep};

use crate::{Error, context::Context, model::Retention};

/// Removes old messages as the user chose, for ever.
pub(crate) async fn run(context: &Context, chosen: &mut watch::Receiver<Retention>) {
    loop {
        tokio::select! {
            () = sleep(context.timing.retention_after) => {}
            changed = chosen.changed() => match changed {
                Ok(()) => continue,
                Err(_) => return,
            },
        }
        fail::fail_point!("panic/retention");
        let retention = *chosen.borrow_and_update();
        tokio::select! {
            () = remove_old_messages(context, retention) => {}
            // What was removed so far stays removed.
            _ = chosen.changed() => continue,
        }
        tokio::select! {
            () = sleep(context.timing.retention_every) => {}
            _ = chosen.changed() => {}
        }
    }
}

async fn remove_old_messages(context: &Context, retention: Retention) {
    let Some(now) = context.clock.last_server_time() else {
        return;
    };
    let Some(kept_since) = retention.kept_since(now) else {
        return;
    };
    match run_pass(context, kept_since).await {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, ?retention, "old messages left the cache"),
        Err(error) => tracing::warn!(%error, "old messages stay in the cache for now"),
    }
}

/// Walks the cache in small steps, with a pause after each, so that everybody else's writes come first.
async fn run_pass(context: &Context, kept_since: UtcMs) -> Result<usize, Error> {
    let mut pass = RetentionPass::new(context.store.clone(), kept_since);
    let mut removed = 0;
    loop {
        match pass.step(&context.shown()).await? {
            RetentionStep::Removed(count) => removed += count,
            RetentionStep::Finished => return Ok(removed),
        }
        sleep(context.timing.retention_pause).await;
    }
}
