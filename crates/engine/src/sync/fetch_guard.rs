//! Keeps a burst of events in one chat from fetching that chat more than once at a time.

use std::{collections::HashSet, sync::Arc};

use parking_lot::Mutex;
use protocol::ConversationId;

/// The chats being fetched on one connection. Clones share the set.
#[derive(Clone, Default)]
pub(super) struct FetchGuard(Arc<Mutex<HashSet<ConversationId>>>);

/// The right to fetch some chats; the drop gives the chats free again, also after an error.
pub(super) struct FetchPermit {
    all: FetchGuard,
    chats: Vec<ConversationId>,
}

impl FetchGuard {
    /// Grants the permit for those of the chats that no other permit holds.
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
