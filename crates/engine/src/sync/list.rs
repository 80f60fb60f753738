//! Fetches the list of conversations, each with its last message.

use parking_lot::Mutex;
use protocol::Conversation;
use store::{Batch, Source, StoreError};

use crate::{
    Error,
    context::Context,
    error::ErrorClass,
    http::conversation_list::{Reading, find_person},
};

/// The number of single conversations that one pass fetches, so that a pass stays short.
const RECORDS_AT_ONCE: usize = 50;

/// How a call for the list failed.
pub(crate) enum ListFailure {
    /// The list itself cannot be had.
    List(Error),
    /// What it said cannot be kept, or something else failed.
    Other(Error),
}

impl From<ListFailure> for Error {
    fn from(failure: ListFailure) -> Self {
        match failure {
            ListFailure::List(error) | ListFailure::Other(error) => error,
        }
    }
}

/// Stores the list as it comes, then the conversations that the list lacks.
pub(crate) async fn refresh_list(context: &Context) -> Result<(), ListFailure> {
    // A failure of the store is none of the list.
    let unstored = Mutex::new(None);
    let listed = context
        .rest
        .list(&|| {}, |conversations| {
            let (stored, unstored) = (store_batch(context, conversations), &unstored);
            async move {
                stored.await.map_err(Error::from).inspect_err(|error| {
                    *unstored.lock() = Some(error.clone());
                })
            }
        })
        .await;
    if let Some(error) = unstored.into_inner() {
        return Err(ListFailure::Other(error));
    }
    listed.map_err(|failure| ListFailure::List(failure.error))?;
    fetch_unknown(context).await.map_err(ListFailure::Other)
}

async fn store_batch(
    context: &Context,
    conversations: Vec<Conversation>,
) -> Result<Reading, StoreError> {
    publish_own_record(context, &conversations);
    let batch = Batch {
        conversations,
        source: Source::Rest,
        ..Batch::default()
    };
    context.store.apply(batch).await?;
    Ok(Reading::GoesOn)
}

/// Fetches the conversations that the cache knows only from a message.
pub(crate) async fn fetch_unknown(context: &Context) -> Result<(), Error> {
    let mut unknown = context.store.unknown_conversations().await?;
    let now = context.monotonic_now();
    context.missing_records.lock().leave_out(&mut unknown, now);
    for id in unknown.iter().take(RECORDS_AT_ONCE) {
        match context.rest.conversation(id).await {
            Ok(record) => {
                let batch = Batch {
                    conversations: vec![record],
                    source: Source::Rest,
                    ..Batch::default()
                };
                context.store.apply(batch).await?;
            }
            Err(failure)
                if matches!(
                    failure.error.class(),
                    ErrorClass::Transient | ErrorClass::RateLimited | ErrorClass::Auth
                ) =>
            {
                return Err(failure.error);
            }
            Err(failure) => {
                tracing::warn!(conversation = %id, error = %failure.error, "no record of it");
                context.missing_records.lock().add(id.clone(), now);
            }
        }
    }
    Ok(())
}

/// Publishes the user's own record: after a sign-in with a token the name is known from nowhere else.
fn publish_own_record(context: &Context, conversations: &[Conversation]) {
    let Some(me) = context.store.me() else { return };
    if let Some(record) = find_person(conversations, &me.id) {
        // Without a receiver the engine is shutting down and needs no record.
        drop(context.me.send(record));
    }
}
