//! Chats that are being fetched because somebody spoke in them: each once at a time, however much is said.

use std::{collections::HashSet, sync::Arc};

use parking_lot::Mutex;
use protocol::ConversationId;

/// Those of one connection; a cheap clone.
#[derive(Clone, Default)]
pub(super) struct FetchGuard(Arc<Mutex<HashSet<ConversationId>>>);

/// Some of them, until this is dropped.
pub(super) struct FetchPermit {
    all: FetchGuard,
    chats: Vec<ConversationId>,
}

impl FetchGuard {
    /// Takes over those of the chats that nobody fetches yet.
    pub(super) fn acquire(&self, chats: impl Iterator<Item = ConversationId>) -> FetchPermit {
        let mut under_way = self.0.lock();
        let chats = chats.filter(|id| under_way.insert(id.clone())).collect();
        drop(under_way);
        FetchPermit {
            all: self.clone(),
            chats,
        }
    }
}

impl FetchPermit {
    pub(super) fn chats(&self) -> &[ConversationId] {
        &self.chats
    }
}

impl Drop for FetchPermit {
    fn drop(&mut self) {
        let mut under_way = self.all.0.lock();
        for id in &self.chats {
            under_way.remove(id);
        }
    }
}
