//! Which chats are complete as of this connection: their room is joined and their newest page has been
//! fetched since, so that events leave no hole and a send knows what was there before it. Without a
//! room nothing stays complete: a page is fetched before each send instead.

use std::{
    collections::HashSet,
    sync::{Arc, Weak},
};

use parking_lot::Mutex;
use protocol::ConversationId;

use crate::connection::rooms::Rooms;

/// Which chats are complete as of this connection.
#[derive(Default)]
pub(crate) struct SyncedChats(Mutex<State>);

/// Names a connection: what an earlier one fetched says nothing of the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Epoch(u64);

#[derive(Default)]
struct State {
    epoch: Epoch,
    rooms: Weak<Rooms>,
    chats: HashSet<ConversationId>,
}

impl SyncedChats {
    /// A connection begins: nothing is complete. Without rooms: by asking alone.
    pub(crate) fn begin_epoch(&self, rooms: Option<&Arc<Rooms>>) -> Epoch {
        let mut state = self.0.lock();
        let epoch = Epoch(state.epoch.0 + 1);
        *state = State {
            epoch,
            rooms: rooms.map(Arc::downgrade).unwrap_or_default(),
            chats: HashSet::new(),
        };
        epoch
    }

    /// The connection at hand.
    pub(crate) fn current(&self) -> (Epoch, Option<Arc<Rooms>>) {
        let state = self.0.lock();
        (state.epoch, state.rooms.upgrade())
    }

    /// Nothing counts as complete any more, on the same connection.
    pub(crate) fn clear(&self) {
        self.0.lock().chats.clear();
    }

    /// A chat's newest page is in the cache, asked for since the room was joined.
    pub(crate) fn mark_synced(&self, epoch: Epoch, id: &ConversationId) {
        let mut state = self.0.lock();
        if state.epoch == epoch {
            state.chats.insert(id.clone());
        }
    }

    pub(crate) fn remove<'a>(&self, ids: impl IntoIterator<Item = &'a ConversationId>) {
        let mut state = self.0.lock();
        for id in ids {
            state.chats.remove(id);
        }
    }

    /// Whether a chat's room is joined on the connection at hand.
    pub(crate) fn is_joined(&self, id: &ConversationId) -> bool {
        let rooms = self.0.lock().rooms.upgrade();
        rooms.is_some_and(|rooms| rooms.is_alive() && rooms.is_joined(id))
    }

    /// Whether a chat is complete: nothing that is said in it can slip by.
    pub(crate) fn is_synced(&self, id: &ConversationId) -> bool {
        self.is_joined(id) && self.0.lock().chats.contains(id)
    }
}
