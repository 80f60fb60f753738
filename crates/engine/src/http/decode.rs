//! Reading answers: bodies into records, with what could not be read in the log.

use protocol::{
    Conversation, ConversationId, DecodeError, Message, MessagePage, SignIn, Skipped, decode,
};

use crate::{Error, http::failure::CallFailure};

/// A 2xx answer that cannot be read: the request may well have been carried out.
fn unreadable(error: &DecodeError) -> CallFailure {
    let kind = match error {
        DecodeError::NotJson(_) => Error::NotAvvento(error.to_string()),
        DecodeError::TooLarge { .. } => Error::TooLarge(error.to_string()),
        _ => Error::UnreadableAnswer(error.to_string()),
    };
    CallFailure::answered(kind).uncertain()
}

pub(super) fn report(what: &'static str, skipped: &[Skipped]) {
    for record in skipped {
        tracing::warn!(what, id = ?record.id, reason = %record.reason, "skipped a record");
    }
}

pub(super) fn sign_in(body: &[u8]) -> Result<SignIn, CallFailure> {
    decode::sign_in(body).map_err(|error| unreadable(&error))
}

pub(super) fn conversation(body: &[u8]) -> Result<Conversation, CallFailure> {
    decode::conversation(body).map_err(|error| unreadable(&error))
}

pub(super) fn message(body: &[u8]) -> Result<Message, CallFailure> {
    decode::message(body).map_err(|error| unreadable(&error))
}

pub(super) fn page(
    body: &[u8],
    conversation: Option<&ConversationId>,
) -> Result<MessagePage, CallFailure> {
    let page = match conversation {
        Some(id) => decode::messages_in(body, id),
        None => decode::messages(body),
    }
    .map_err(|error| unreadable(&error))?;
    report("message", &page.skipped);
    Ok(page)
}
