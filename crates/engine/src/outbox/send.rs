//! Sends one message and records the result.

use std::time::Duration;

use protocol::{ConversationId, Message, UtcMs};
use store::{Batch, Hold, LocalId, OutboxEntry, ScheduleKind, Source};

use crate::{
    Error,
    clock::millis,
    context::Context,
    error::ErrorClass,
    http::failure::{CallFailure, Certainty},
    limits::STORED_WITHIN,
    outbox::{
        message_key,
        outcome::{AttemptOutcome, FAIL_AFTER, KeyedSend, later, resend_pause},
        upload::upload_first,
    },
    sync::{catch_up::CatchUp, chat_failure::is_of_one_chat},
};

/// After so many failures in a row to fetch a chat's pages, messages are sent without catching up first.
const SEND_UNSYNCED_AFTER: u32 = 6;

/// Sends a message and records the result. `failures` counts the failed attempts in a row of its conversation.
pub(super) async fn send(context: Context, entry: OutboxEntry, failures: u32) -> AttemptOutcome {
    let sent = try_to_send(&context, &entry, failures).await;
    context.record_disk(&sent);
    match sent {
        Ok(outcome) => outcome,
        Err(error) => {
            tracing::error!(local_id = %entry.local_id.0, %error, "the outbox cannot go on");
            // Without the pause, a full disk would make the outbox retry without end.
            let pause = match error.class() {
                ErrorClass::DiskFull => context.timing.disk_retry_every,
                _ => resend_pause(&context, entry.attempts.max(1).max(failures)),
            };
            AttemptOutcome::paused(entry.conversation, pause)
        }
    }
}

async fn try_to_send(
    context: &Context,
    entry: &OutboxEntry,
    failures: u32,
) -> Result<AttemptOutcome, Error> {
    let (store, id, conversation) = (&context.store, &entry.local_id, &entry.conversation);
    if is_conditional(entry) && !look_for_their_words(context, entry, failures).await? {
        return Ok(AttemptOutcome::done(conversation.clone()));
    }
    if let Some(ended) = upload_first(context, entry, failures).await? {
        return Ok(ended);
    }
    match sync_before_send(context, conversation).await {
        Err(error)
            if failures >= SEND_UNSYNCED_AFTER && is_of_one_chat(context, &error).await? =>
        {
            tracing::warn!(%conversation, %error, "sent into without looking");
        }
        known => known?,
    }
    if !mark_sending(context, id).await? {
        // With no pause, an entry that is still due would make the outbox retry without end.
        let pause = resend_pause(context, 0);
        return Ok(AttemptOutcome::paused(conversation.clone(), pause));
    }
    // The user may have edited the text while the chat was fetched. An entry that is sending cannot be edited.
    let Some(entry) = &store.outbox_entry(id).await? else {
        return Ok(AttemptOutcome::done(conversation.clone()));
    };
    let key = message_key::message_key(context, entry);
    fail::fail_point!("engine.send.before-request");
    let answer = post(context, entry, key.as_deref()).await;
    fail::fail_point!("engine.send.after-answer");
    let outcome = match answer {
        Ok(message) => {
            record_sent(context, entry, message).await?;
            AttemptOutcome::done(conversation.clone())
        }
        Err(failure) => {
            tracing::info!(local_id = %id.0, error = %failure.error, certainty = ?failure.certainty, "not sent");
            let unanswered = failure.certainty == Certainty::Unknown;
            let outcome = match record_failure(context, entry, failure).await? {
                None => AttemptOutcome::done(conversation.clone()),
                Some(pause) => AttemptOutcome::paused(conversation.clone(), pause),
            };
            if unanswered && key.is_some() {
                outcome.with_keyed_send(KeyedSend::Unanswered(id.clone()))
            } else {
                outcome
            }
        }
    };
    fail::fail_point!("engine.send.noted");
    Ok(outcome)
}

/// Hands a message to the server, as what it is.
pub(super) async fn post(
    context: &Context,
    entry: &OutboxEntry,
    key: Option<&str>,
) -> Result<Message, CallFailure> {
    let (rest, conversation) = (&context.rest, &entry.conversation);
    let file = entry.file.as_ref();
    match file.and_then(|file| Some((file, file.url.as_deref()?))) {
        Some((file, url)) => rest.send_file(conversation, file, url, key).await,
        None => rest.send_text(conversation, &entry.text, key).await,
    }
}

/// Notes that a message is handed to the line, and until when the server must have stored it to be told from the same words
/// of another device.
async fn mark_sending(context: &Context, id: &LocalId) -> Result<bool, Error> {
    let marked = match context.clock.server_now() {
        Some(now) => {
            let counts_until = UtcMs(now.0.saturating_add(millis(STORED_WITHIN)));
            context.store.mark_sending_until(id, counts_until).await?
        }
        None => context.store.mark_sending(id).await?,
    };
    Ok(marked)
}

/// Catches up on the chat before a send, so that a lost answer is looked for only among messages that were
/// not there before.
async fn sync_before_send(context: &Context, conversation: &ConversationId) -> Result<(), Error> {
    if context.synced_chats.is_synced(conversation) {
        return Ok(());
    }
    CatchUp::on_current_connection(context)
        .sync_before_send(conversation)
        .await
}

/// Whether a message leaves only if the other side has not written.
pub(super) fn is_conditional(entry: &OutboxEntry) -> bool {
    entry
        .schedule
        .is_some_and(|schedule| schedule.kind == ScheduleKind::UnlessWritten)
}

/// Fetches the chat's newest page, whatever is known of the chat: what the other side wrote is known then, and the store
/// drops the message. Where the page cannot be had, for now or for good, the message fails; without a look it never leaves.
async fn look_for_their_words(
    context: &Context,
    entry: &OutboxEntry,
    failures: u32,
) -> Result<bool, Error> {
    let catch_up = CatchUp::on_current_connection(context);
    let Err(error) = catch_up.fetch_newest_page(&entry.conversation).await else {
        return Ok(true);
    };
    let for_good = matches!(error.class(), ErrorClass::Refused | ErrorClass::Unreadable);
    let too_often = failures + 1 >= FAIL_AFTER;
    if for_good || too_often && is_of_one_chat(context, &error).await? {
        let (code, detail) = (error.code(), error.detail());
        let store = &context.store;
        store
            .mark_failed(&entry.local_id, code, detail.as_deref())
            .await?;
        return Ok(false);
    }
    Err(error)
}

pub(super) async fn record_sent(
    context: &Context,
    entry: &OutboxEntry,
    message: Message,
) -> Result<(), Error> {
    let (store, id) = (&context.store, &entry.local_id);
    context.rate_limit.record(&Ok(()));
    if let Err(error) = store.complete_send(id, message).await {
        tracing::error!(local_id = %id.0, %error, "a sent message could not be noted");
        store.mark_unknown(id).await?;
        return Err(error.into());
    }
    if !context.synced_chats.is_joined(&entry.conversation) {
        // Without a room, messages between the last page and this send are unknown.
        let seen = CatchUp::on_current_connection(context)
            .sync_before_send(&entry.conversation)
            .await;
        if let Err(error) = seen {
            tracing::info!(local_id = %id.0, %error, "what came before it is shown as a gap");
        }
    }
    Ok(())
}

/// Answers how long the conversation is to pause.
async fn record_failure(
    context: &Context,
    entry: &OutboxEntry,
    failure: CallFailure,
) -> Result<Option<Duration>, Error> {
    let (store, id) = (&context.store, &entry.local_id);
    let again_after = |wait: Duration| later(context.now(), wait);
    match (failure.certainty, failure.error) {
        (_, error) if error.class() == ErrorClass::Auth => {
            store.back_to_pending(id, context.now()).await?;
        }
        (Certainty::NeverSent, _) => {
            let wait = resend_pause(context, entry.attempts.saturating_sub(1));
            store.back_to_pending(id, again_after(wait)).await?;
        }
        (Certainty::Answered, Error::TooManyRequests { retry_after }) => {
            // The rate limit holds for every call; the entry stores it too, so that a restart keeps it.
            context
                .rate_limit
                .record::<()>(&Err(Error::TooManyRequests { retry_after }));
            let wait = context.rate_limit.remaining().unwrap_or_default();
            store.back_to_pending(id, again_after(wait)).await?;
        }
        (Certainty::Answered, Error::ConversationClosed(_)) => {
            store.hold(id, Hold::ConversationClosed).await?;
            fetch_closed_conversation(context, &entry.conversation).await;
            // A cached record that says «open» would end the hold at once, and the send would be refused again.
            return Ok(Some(resend_pause(context, entry.attempts.max(1))));
        }
        (Certainty::Answered, error) => {
            store
                .mark_failed(id, error.code(), error.detail().as_deref())
                .await?;
        }
        (Certainty::Unknown, error)
            if error.class() == ErrorClass::ServerFailed && entry.attempts >= FAIL_AFTER =>
        {
            // The server may have stored the message: sending it again looks for it first.
            store
                .mark_failed(id, error.code(), error.detail().as_deref())
                .await?;
        }
        (Certainty::Unknown, error) => {
            // A server that is not ready may say for how long: the reconciliation waits until then.
            context.rate_limit.record::<()>(&Err(error));
            store.mark_unknown(id).await?;
        }
    }
    Ok(None)
}

/// Stores that the server calls a chat closed, so that its record shows it.
async fn fetch_closed_conversation(context: &Context, conversation: &ConversationId) {
    match context.rest.conversation(conversation).await {
        Ok(record) => {
            let batch = Batch {
                conversations: vec![record],
                source: Source::Rest,
                ..Batch::default()
            };
            if let Err(error) = context.store.apply(batch).await {
                tracing::warn!(%conversation, %error, "the closed chat's record is not kept");
            }
        }
        Err(failure) => {
            tracing::info!(%conversation, error = %failure.error, "no record of the closed chat");
        }
    }
}
