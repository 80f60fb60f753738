//! Collects what a transaction changed.

use std::collections::BTreeSet;

use protocol::{ConversationId, MessageId};

use crate::model::rows::{Arrived, ChangeSet, Place};

/// What has changed so far.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) conversations: BTreeSet<String>,
    pub(crate) messages: BTreeSet<String>,
    pub(crate) opened: BTreeSet<String>,
    pub(crate) arrived: Vec<Arrival>,
    pub(crate) resync: bool,
    /// Something was written that no row shows.
    pub(crate) unseen: bool,
}

/// A message of somebody else that was not in the cache before.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) conversation: String,
    pub(crate) place: Place,
    pub(crate) unread: bool,
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.conversations.is_empty()
            && self.messages.is_empty()
            && self.opened.is_empty()
            && self.arrived.is_empty()
            && !self.resync
            && !self.unseen
    }

    /// A conversation's row and its messages changed.
    pub(crate) fn of(conversation: &str) -> Self {
        let mut changes = Self::default();
        changes.conversations.insert(conversation.to_owned());
        changes.messages.insert(conversation.to_owned());
        changes
    }

    pub(crate) fn into_set(mut self, revision: u64) -> ChangeSet {
        self.arrived.sort_by(|a, b| {
            (a.place.created_at, &a.place.id).cmp(&(b.place.created_at, &b.place.id))
        });
        let ids = |set: BTreeSet<String>| set.into_iter().filter_map(ConversationId::new).collect();
        ChangeSet {
            revision,
            conversations: ids(self.conversations),
            messages: ids(self.messages),
            arrived: self
                .arrived
                .into_iter()
                .filter_map(Arrival::into_view)
                .collect(),
            opened: ids(self.opened),
            resync: self.resync,
        }
    }
}

impl Arrival {
    fn into_view(self) -> Option<Arrived> {
        Some(Arrived {
            id: MessageId::new(self.place.id)?,
            conversation: ConversationId::new(self.conversation)?,
            unread: self.unread,
        })
    }
}
