//! What a burst of signals says, put in order: records for the store, and what the session
//! itself has to act on.

use std::collections::HashSet;

use protocol::{ConversationId, Exception};
use store::{Batch, Source};

use crate::connection::{event::Event, signal::Signal};

/// Why the connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The server disconnected the socket on purpose.
    ServerClosed,
    /// The stream ended.
    StreamEnded(String),
}

/// What a burst of signals says.
#[derive(Debug, Default)]
pub(super) struct Inbound {
    /// Records, in the order they came; one transaction takes them all.
    pub(super) batch: Batch,
    /// Conversations that are new, or changed: their rooms are to be joined if they are open.
    pub(super) new_conversations: Vec<ConversationId>,
    /// Conversations in which somebody spoke.
    pub(super) active_conversations: HashSet<ConversationId>,
    /// Events that cannot be read, and the conversation of each as far as it names one.
    pub(super) unreadable: Vec<Option<ConversationId>>,
    /// Joins that were refused.
    pub(super) refused_joins: Vec<Exception>,
    /// The end of the connection, if the burst holds it.
    pub(super) end: Option<End>,
}

impl Inbound {
    /// Sorts a burst of signals.
    pub(super) fn from_signals(signals: impl IntoIterator<Item = Signal>) -> Self {
        let mut inbound = Self {
            batch: Batch {
                source: Source::Event,
                ..Batch::default()
            },
            ..Self::default()
        };
        for signal in signals {
            match signal {
                Signal::Event(event) => inbound.add_event(event),
                Signal::Skipped => {}
                Signal::Unreadable(conversation) => inbound.unreadable.push(conversation),
                Signal::ServerClosed => {
                    inbound.end.get_or_insert(End::ServerClosed);
                }
                Signal::StreamEnded(why) => {
                    inbound.end.get_or_insert(End::StreamEnded(why));
                }
            }
        }
        inbound
    }

    /// Whether there is anything for the store.
    pub(super) fn has_records(&self) -> bool {
        !self.batch.conversations.is_empty() || !self.batch.messages.is_empty()
    }

    fn add_event(&mut self, event: Event) {
        match event {
            Event::Message(message) => {
                if !self.active_conversations.contains(&message.conversation) {
                    self.active_conversations
                        .insert(message.conversation.clone());
                }
                self.batch.messages.push(*message);
            }
            Event::ConversationUpdated(conversation) => {
                self.batch.conversations.push(*conversation);
            }
            Event::NewConversation(conversation) => {
                self.new_conversations.push(conversation.id.clone());
                self.batch.conversations.push(*conversation);
            }
            Event::Exception(exception) => self.refused_joins.push(exception),
        }
    }
}
