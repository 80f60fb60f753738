//! Events that may have broken the session: when one comes again it is passed over, and the page of its chat tells
//! what it said.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use protocol::ConversationId;

use crate::{
    connection::{event::Event, signal::Signal},
    limits::SUSPECTS_REMEMBERED,
};

/// An event, told from others by what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct EventKey(u64);

/// Events that were in hand when the session broke off.
#[derive(Debug, Default)]
pub(super) struct Suspects(HashSet<EventKey>);

impl EventKey {
    pub(super) fn of(signal: &Signal) -> Option<Self> {
        let Signal::Event(event) = signal else {
            return None;
        };
        let mut hasher = DefaultHasher::new();
        match event {
            Event::Message(message) => {
                (0, message.id.as_str(), message.updated_at).hash(&mut hasher)
            }
            Event::ConversationUpdated(record) => {
                (1, record.id.as_str(), record.updated_at).hash(&mut hasher)
            }
            Event::NewConversation(record) => {
                (2, record.id.as_str(), record.updated_at).hash(&mut hasher)
            }
            Event::Exception(_) => return None,
        }
        Some(Self(hasher.finish()))
    }
}

impl Suspects {
    pub(super) fn add(&mut self, events: Vec<EventKey>) {
        if self.0.len() + events.len() > SUSPECTS_REMEMBERED {
            self.0.clear();
        }
        self.0.extend(events);
    }

    /// Takes them out of a burst: what they were about remains.
    pub(super) fn pass_over(&self, burst: &mut [Signal]) {
        if self.0.is_empty() {
            return;
        }
        for signal in burst {
            if EventKey::of(signal).is_some_and(|key| self.0.contains(&key)) {
                tracing::warn!("an event is passed over that may have broken the session");
                *signal = Signal::Unreadable(conversation_of(signal));
            }
        }
    }
}

fn conversation_of(signal: &Signal) -> Option<ConversationId> {
    match signal {
        Signal::Event(Event::Message(message)) => Some(message.conversation.clone()),
        Signal::Event(Event::ConversationUpdated(record) | Event::NewConversation(record)) => {
            Some(record.id.clone())
        }
        _ => None,
    }
}
