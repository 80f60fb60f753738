//! What waits, and why: the store knows the queue, the engine knows the connection.

use std::sync::atomic::Ordering;

use store::WaitReason;

use crate::{Error, Outbox, SessionMode, context::Context, http::auth_token::TokenState};

/// The outbox as people see it.
pub(crate) async fn outbox_rows(context: &Context, live: SessionMode) -> Result<Outbox, Error> {
    // Before the rows: an answer must not claim to be newer than it is.
    let revision = context.store.revision();
    let mut rows = context.store.outbox_rows().await?;
    if let Some(reason) = shared_wait_reason(context, live) {
        for row in &mut rows {
            row.wait_for(reason);
        }
    }
    Ok(Outbox { rows, revision })
}

/// What stands in everybody's way, the weightiest first.
fn shared_wait_reason(context: &Context, live: SessionMode) -> Option<WaitReason> {
    if context.disk_full.load(Ordering::Relaxed) {
        return Some(WaitReason::DiskFull);
    }
    if matches!(
        &*context.rest.auth_token().subscribe().borrow(),
        TokenState::Missing(_)
    ) {
        return Some(WaitReason::SignIn);
    }
    if context.rate_limit.remaining().is_some() {
        return Some(WaitReason::ServerBusy);
    }
    (live == SessionMode::Background && !context.is_up()).then_some(WaitReason::Line)
}
