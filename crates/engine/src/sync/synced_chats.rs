//! Records which chats are synced: the connection has joined their room and fetched their newest page
//! since. Events then leave no gap, and a send knows which messages precede it. Without rooms no chat
//! stays synced, so the engine fetches a page before each send instead.

use std::{
    collections::HashSet,
    sync::{Arc, Weak},
};

use parking_lot::Mutex;
use protocol::ConversationId;

use crate::connection::rooms::Rooms;

/// The synced chats of the current connection.
#[derive(Default)]
pub(crate) struct SyncedChats(Mutex<State>);

/// The number of a connection. A fetch that outlives its connection must not mark a chat as synced for
/// the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Epoch(u64);

#[derive(Default)]
struct State {
    epoch: Epoch,
    rooms: Weak<Rooms>,
    chats: HashSet<ConversationId>,
}

impl SyncedChats {
    /// Begins a connection without synced chats. `rooms` is `None` when the engine only polls.
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

    pub(crate) fn current(&self) -> (Epoch, Option<Arc<Rooms>>) {
        let state = self.0.lock();
        (state.epoch, state.rooms.upgrade())
    }

    /// Forgets every synced chat within the same epoch.
    pub(crate) fn clear(&self) {
        self.0.lock().chats.clear();
    }

    /// Call only when the newest page was requested after the join of the room.
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

    /// Whether the current connection is alive and has joined the chat's room.
    pub(crate) fn is_joined(&self, id: &ConversationId) -> bool {
        let rooms = self.0.lock().rooms.upgrade();
        rooms.is_some_and(|rooms| rooms.is_alive() && rooms.is_joined(id))
    }

    /// Whether the cache holds the chat's newest messages and events will deliver the next.
    pub(crate) fn is_synced(&self, id: &ConversationId) -> bool {
        self.is_joined(id) && self.0.lock().chats.contains(id)
    }
}
