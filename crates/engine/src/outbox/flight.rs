//! One message on its way, or one whose answer was lost.

use std::time::Duration;

use protocol::{ConversationId, UtcMs};
use store::{OutboxEntry, Settled};
use tokio::time::{Instant, sleep};

use crate::{
    Error,
    context::Context,
    rest::{CallFailure, Fate},
    sync,
};

/// Sends a message and notes what became of it. Answers with its conversation.
pub(super) async fn send(context: Context, entry: OutboxEntry) -> ConversationId {
    if let Err(error) = try_to_send(&context, &entry).await {
        tracing::error!(local_id = %entry.local_id.0, %error, "the outbox cannot be written");
        // Without this, a full disk would make the outbox spin.
        sleep(context.timing.resend_first).await;
    }
    entry.conversation
}

async fn try_to_send(context: &Context, entry: &OutboxEntry) -> Result<(), Error> {
    let (store, id) = (&context.store, &entry.local_id);
    if !store.mark_sending(id).await? {
        return Ok(());
    }
    match context
        .rest
        .send_text(&entry.conversation, &entry.text)
        .await
    {
        Ok(message) => match store.complete_send(id, message).await {
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "a sent message could not be noted");
                store.mark_unknown(id).await?;
            }
        },
        Err(failure) => {
            tracing::info!(local_id = %id.0, error = %failure.error, fate = ?failure.fate, "not sent");
            note_failure(context, entry, &failure).await?;
        }
    }
    Ok(())
}

async fn note_failure(
    context: &Context,
    entry: &OutboxEntry,
    failure: &CallFailure,
) -> Result<(), Error> {
    let (store, id) = (&context.store, &entry.local_id);
    let again_after = |wait: Duration| later(context.now(), wait);
    match (failure.fate, &failure.error) {
        (_, error) if error.wants_sign_in() => {
            store.back_to_pending(id, context.now()).await?;
        }
        (Fate::NeverSent, _) => {
            store
                .back_to_pending(id, again_after(backoff(context, entry.attempts)))
                .await?;
        }
        (Fate::Answered, Error::TooManyRequests { retry_after }) => {
            let wait = retry_after.unwrap_or_else(|| backoff(context, entry.attempts));
            store.back_to_pending(id, again_after(wait)).await?;
        }
        (Fate::Answered, error) => {
            store
                .mark_failed(id, error.code(), error.detail().as_deref())
                .await?;
        }
        (Fate::Unknown, _) => {
            store.mark_unknown(id).await?;
        }
    }
    Ok(())
}

/// Looks for a message whose answer was lost. The store recognises it in an event or a page; if
/// it is not there after the settle time, it is sent again. Answers with its conversation.
pub(super) async fn settle(context: Context, entry: OutboxEntry) -> ConversationId {
    let give_up = Instant::now() + context.timing.settle_after;
    loop {
        match look(&context, &entry).await {
            Ok(Look::Settled) => break,
            Ok(Look::NotThere) if Instant::now() >= give_up => {
                if let Err(error) = context
                    .store
                    .back_to_pending(&entry.local_id, context.now())
                    .await
                {
                    tracing::error!(%error, "the outbox cannot be written");
                    sleep(context.timing.settle_every).await;
                }
                break;
            }
            Ok(Look::NotThere) => {}
            // Out of reach: it is looked for again once the server is heard again.
            Err(error) => {
                tracing::info!(%error, "could not look for a message");
                sleep(context.timing.settle_every).await;
                break;
            }
        }
        sleep(
            context
                .timing
                .settle_every
                .min(give_up.saturating_duration_since(Instant::now())),
        )
        .await;
    }
    entry.conversation
}

enum Look {
    Settled,
    NotThere,
}

async fn look(context: &Context, entry: &OutboxEntry) -> Result<Look, Error> {
    sync::look_back(context, &entry.conversation, entry.known_head.as_ref()).await?;
    Ok(match context.store.settle(&entry.local_id).await? {
        Settled::NotThere => Look::NotThere,
        Settled::Gone | Settled::Claimed | Settled::Several => Look::Settled,
    })
}

fn backoff(context: &Context, attempts: u32) -> Duration {
    let timing = &context.timing;
    let nominal = timing.resend_first.saturating_mul(1 << attempts.min(10));
    let factor = 0.75 + rand::random::<f64>() / 2.0;
    nominal.min(timing.resend_longest).mul_f64(factor)
}

fn later(now: UtcMs, wait: Duration) -> UtcMs {
    UtcMs(
        now.0
            .saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)),
    )
}
