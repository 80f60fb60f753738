//! Fetches the list of conversations, each with its last message.

use protocol::{Conversation, UserId};
use store::{Batch, Source};

use crate::{Error, context::Context, error::ErrorClass};

/// The number of single conversations that one pass fetches, so that a pass stays short.
const RECORDS_AT_ONCE: usize = 50;

/// Stores the list, then the conversations that the list lacks.
pub(crate) async fn refresh_list(context: &Context) -> Result<(), Error> {
    let list = context.rest.list().await?;
    publish_own_record(context, &list.conversations);
    let batch = Batch {
        conversations: list.conversations,
        source: Source::Rest,
        ..Batch::default()
    };
    context.store.apply(batch).await?;
    fetch_unknown(context).await
}

/// Fetches the conversations that the cache knows only from a message.
pub(crate) async fn fetch_unknown(context: &Context) -> Result<(), Error> {
    let unknown = context.store.unknown_conversations().await?;
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

/// Skips records without a name, which some conversations carry for the same person.
pub(crate) fn find_person(
    conversations: &[Conversation],
    id: &UserId,
) -> Option<protocol::Participant> {
    conversations
        .iter()
        .filter_map(|conversation| conversation.participants.as_ref())
        .flatten()
        .find(|person| person.id == *id && person.name.is_some())
        .cloned()
}
