//! Which chats are complete as of this connection: their room is joined and their newest page has been
//! fetched since, so that events leave no hole and a send knows what was there before it. Without a
//! room nothing stays complete: a page is fetched before each send instead.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use protocol::ConversationId;

use crate::connection::rooms::Rooms;

/// Which chats are complete as of this connection.
#[derive(Default)]
pub(crate) struct CaughtUp(Mutex<State>);

/// Names a connection: what an earlier one fetched says nothing of the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Round(u64);

#[derive(Default)]
struct State {
    round: Round,
    rooms: Weak<Rooms>,
    chats: HashSet<ConversationId>,
}

impl CaughtUp {
    /// A connection begins: nothing is complete. Without rooms: by asking alone.
    pub(crate) fn begin(&self, rooms: Option<&Arc<Rooms>>) -> Round {
        let mut state = self.lock();
        let round = Round(state.round.0 + 1);
        *state = State {
            round,
            rooms: rooms.map(Arc::downgrade).unwrap_or_default(),
            chats: HashSet::new(),
        };
        round
    }

    /// The connection at hand.
    pub(crate) fn current(&self) -> (Round, Option<Arc<Rooms>>) {
        let state = self.lock();
        (state.round, state.rooms.upgrade())
    }

    /// Nothing counts as complete any more, on the same connection.
    pub(crate) fn begin_anew(&self) {
        self.lock().chats.clear();
    }

    /// A chat's newest page is in the cache, asked for since the room was joined.
    pub(crate) fn note(&self, round: Round, id: &ConversationId) {
        let mut state = self.lock();
        if state.round == round {
            state.chats.insert(id.clone());
        }
    }

    pub(crate) fn forget<'a>(&self, ids: impl IntoIterator<Item = &'a ConversationId>) {
        let mut state = self.lock();
        for id in ids {
            state.chats.remove(id);
        }
    }

    /// Whether a chat's room is joined on the connection at hand.
    pub(crate) fn hears(&self, id: &ConversationId) -> bool {
        let rooms = self.lock().rooms.upgrade();
        rooms.is_some_and(|rooms| rooms.is_alive() && rooms.hears(id))
    }

    /// Whether a chat is complete: nothing that is said in it can slip by.
    pub(crate) fn holds(&self, id: &ConversationId) -> bool {
        self.hears(id) && self.lock().chats.contains(id)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
