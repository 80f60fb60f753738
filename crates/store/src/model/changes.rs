//! Collects what a transaction changed.

use std::collections::BTreeSet;

use protocol::{ConversationId, MessageId};

use crate::model::rows::{ChangeSet, NewMessage, Position};
use crate::model::source::Source;

/// What has changed so far.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) conversations: BTreeSet<String>,
    pub(crate) messages: BTreeSet<String>,
    pub(crate) new_conversations: BTreeSet<String>,
    pub(crate) new_messages: Vec<ArrivedMessage>,
    /// Whose reminders have rung.
    pub(crate) reminders: BTreeSet<String>,
    pub(crate) resync: bool,
    /// Something was written that no row shows.
    pub(crate) hidden: bool,
}

/// A message of somebody else that was not in the cache before.
#[derive(Debug)]
pub(crate) struct ArrivedMessage {
    pub(crate) conversation: String,
    pub(crate) position: Position,
    pub(crate) is_read: bool,
    pub(crate) source: Source,
    /// Decided once the transaction is complete.
    pub(crate) unread: bool,
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.conversations.is_empty()
            && self.messages.is_empty()
            && self.new_conversations.is_empty()
            && self.new_messages.is_empty()
            && !self.resync
            && !self.hidden
    }

    /// A conversation's row and its messages changed.
    pub(crate) fn of(conversation: &str) -> Self {
        let mut changes = Self::default();
        changes.conversations.insert(conversation.to_owned());
        changes.messages.insert(conversation.to_owned());
        changes
    }

    pub(crate) fn into_set(mut self, revision: u64) -> ChangeSet {
        self.new_messages.sort_by(|a, b| {
            (a.position.created_at, &a.position.id).cmp(&(b.position.created_at, &b.position.id))
        });
        let ids = |set: BTreeSet<String>| set.into_iter().filter_map(ConversationId::new).collect();
        ChangeSet {
            revision,
            conversations: ids(self.conversations),
            messages: ids(self.messages),
            new_messages: self
                .new_messages
                .into_iter()
                .filter_map(ArrivedMessage::into_view)
                .collect(),
            new_conversations: ids(self.new_conversations),
            reminders: ids(self.reminders),
            resync: self.resync,
        }
    }
}

impl ArrivedMessage {
    fn into_view(self) -> Option<NewMessage> {
        Some(NewMessage {
            id: MessageId::new(self.position.id)?,
            conversation: ConversationId::new(self.conversation)?,
            created_at: self.position.created_at,
            unread: self.unread,
            source: self.source,
        })
    }
}
