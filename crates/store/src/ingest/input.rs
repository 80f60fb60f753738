//! What one transaction takes into the cache.

use std::collections::HashSet;

use protocol::{Conversation, Message};

use crate::model::ingest::Reach;
use crate::model::source::Source;

/// What one transaction takes in.
#[derive(Debug, Default)]
pub(crate) struct IngestInput {
    pub(crate) conversations: Vec<Conversation>,
    pub(crate) messages: Vec<Incoming>,
    pub(crate) page: Option<Page>,
    /// Whether an answer to a request brought any of it.
    pub(crate) source: Source,
    /// Messages whose time lies in the future: they have the place of when they were first heard.
    pub(crate) placed_now: HashSet<String>,
}

/// A message on its way into the cache.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    pub(crate) message: Message,
    pub(crate) source: Source,
    /// The entry of the outbox that the server answered with it.
    pub(crate) answers: Option<String>,
}

impl Incoming {
    /// A message that answers no entry of the outbox.
    pub(crate) const fn unasked(message: Message, source: Source) -> Self {
        Self {
            message,
            source,
            answers: None,
        }
    }
}

/// The range that the messages of a page cover.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) conversation: String,
    /// Ids of the messages with a time of the server: they bound the page's range.
    pub(crate) measured: Vec<String>,
    pub(crate) reach: Reach,
}
