//! What waits, and why: the store knows the queue, the engine knows the line.

use std::sync::atomic::Ordering;

use store::{OutboxRow, OutboxStanding, WaitReason};

use crate::{Error, Live, Outbox, context::Context, http::auth_token::Standing};

/// The outbox as people see it.
pub(crate) async fn rows(context: &Context, live: Live) -> Result<Outbox, Error> {
    // Before the rows: an answer must not claim to be newer than it is.
    let revision = context.store.revision();
    let mut rows = context.store.outbox_rows().await?;
    if let Some(reason) = what_holds_all(context, live) {
        for row in &mut rows {
            overlay(row, reason);
        }
    }
    Ok(Outbox { rows, revision })
}

/// What stands in everybody's way, the weightiest first.
fn what_holds_all(context: &Context, live: Live) -> Option<WaitReason> {
    if context.disk_full.load(Ordering::Relaxed) {
        return Some(WaitReason::DiskFull);
    }
    if matches!(
        &*context.rest.bearer().watch().borrow(),
        Standing::Lacking(_)
    ) {
        return Some(WaitReason::SignIn);
    }
    if context.brake.left().is_some() {
        return Some(WaitReason::ServerBusy);
    }
    (live == Live::Session && !context.is_up()).then_some(WaitReason::Line)
}

/// A chat that is closed is the reason, whatever else is.
fn overlay(row: &mut OutboxRow, reason: WaitReason) {
    let waits = matches!(
        row.state,
        OutboxStanding::Pending | OutboxStanding::Checking
    );
    if waits && row.waits != Some(WaitReason::Closed) {
        row.waits = Some(reason);
    }
}
