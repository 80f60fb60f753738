//! Which chats are to be confirmed by their newest page, and when. An event is a hint, for one before it may be lost
//! without a trace; the page is the truth.

use std::{collections::HashMap, time::Duration};

use protocol::ConversationId;
use tokio::time::Instant;

/// The chats that wait for their confirmation, on one connection.
pub(crate) struct Confirmations {
    due: HashMap<ConversationId, Instant>,
    /// When the next call may go out.
    next_call: Instant,
    after: Duration,
    every: Duration,
}

impl Confirmations {
    /// `after` an event a chat is confirmed; `every` so often one is.
    pub(crate) fn new(after: Duration, every: Duration) -> Self {
        Self {
            due: HashMap::new(),
            next_call: Instant::now(),
            after,
            every,
        }
    }

    /// An event came in these chats: the first since their last page decides.
    pub(crate) fn note_events(&mut self, chats: impl IntoIterator<Item = ConversationId>) {
        let due = Instant::now() + self.after;
        for chat in chats {
            self.due.entry(chat).or_insert(due);
        }
    }

    /// These chats may lack something: they come first.
    pub(crate) fn demand(&mut self, chats: impl IntoIterator<Item = ConversationId>) {
        let now = Instant::now();
        self.due.extend(chats.into_iter().map(|chat| (chat, now)));
    }

    /// When the next chat is to be confirmed, if any is.
    pub(crate) fn next_at(&self) -> Option<Instant> {
        let due = self.due.values().min()?;
        Some((*due).max(self.next_call))
    }

    /// Takes the chat whose turn it is: of those that are due the ones on screen come first.
    pub(crate) fn take_next(&mut self, shown: &[ConversationId]) -> Option<ConversationId> {
        let now = Instant::now();
        let is_due = |chat: &&ConversationId| self.due.get(chat).is_some_and(|due| *due <= now);
        let first = || self.due.iter().min_by_key(|(_, due)| **due);
        let next = shown.iter().find(is_due);
        let next = next.or_else(|| Some(first()?.0))?.clone();
        self.due.remove(&next);
        self.next_call = Instant::now() + self.every;
        Some(next)
    }
}

#[cfg(test)]
#[path = "../../tests/unit/confirmations.rs"]
mod tests;
