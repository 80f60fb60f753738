//! The list of conversations: which there are, how far each is, and what was said last.

use protocol::{Conversation, UserId};
use store::{Batch, Source};

use crate::{Error, context::Context, error::ErrorClass};

/// How many records of single conversations one pass fetches.
const RECORDS_AT_ONCE: usize = 50;

/// Fetches the list into the cache, and the records of conversations that the cache knows only by a
/// message.
pub(crate) async fn refresh_list(context: &Context) -> Result<(), Error> {
    let list = context.rest.list().await?;
    note_me(context, &list.conversations);
    let batch = Batch {
        conversations: list.conversations,
        source: Source::Rest,
        ..Batch::default()
    };
    context.store.apply(batch).await?;
    fetch_unknown(context).await
}

/// Fetches conversations that only a message named.
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

/// Passes my own record on: a pasted token names nobody.
fn note_me(context: &Context, conversations: &[Conversation]) {
    let Some(me) = context.store.me() else { return };
    if let Some(record) = find_person(conversations, &me.id) {
        // The engine may be shutting down.
        drop(context.me.send(record));
    }
}

/// A person's record in a list, one with a name.
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
