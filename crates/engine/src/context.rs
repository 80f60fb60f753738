//! What the tasks of one profile share.

use std::sync::{Arc, Mutex};

use protocol::{ConversationId, UtcMs};
use store::{Clock, Store};
use tokio::sync::{Notify, watch};

use crate::{Connection, Timing, rest::Rest};

/// What the tasks of one profile share; a cheap clone.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) store: Store,
    pub(crate) rest: Rest,
    pub(crate) clock: Clock,
    pub(crate) timing: Timing,
    /// What the engine says of the line.
    pub(crate) connection: watch::Sender<Connection>,
    /// Rung when there is something to send: a message or a read receipt.
    pub(crate) outgoing: Arc<Notify>,
    /// The chat that was opened last: it is kept freshest.
    pub(crate) shown: Arc<Mutex<Option<ConversationId>>>,
}

impl Context {
    pub(crate) fn now(&self) -> UtcMs {
        (self.clock)()
    }

    /// The chat that was opened last.
    pub(crate) fn shown(&self) -> Option<ConversationId> {
        self.shown.lock().ok().and_then(|shown| shown.clone())
    }

    /// Says how the line is. A state that goes on keeps its beginning.
    pub(crate) fn say(&self, next: Connection) {
        self.connection.send_if_modified(|current| {
            let next = keep_beginning(current, next);
            if *current == next {
                return false;
            }
            tracing::info!(from = ?current, to = ?next, "connection");
            *current = next;
            true
        });
    }

    /// Whether the server is being heard, so that sending makes sense.
    pub(crate) fn is_up(&self) -> bool {
        is_up(&self.connection.borrow())
    }
}

/// Whether the server is being heard.
pub(crate) fn is_up(connection: &Connection) -> bool {
    matches!(connection, Connection::Online { .. } | Connection::Polling { .. })
}

fn keep_beginning(current: &Connection, next: Connection) -> Connection {
    match (current, next) {
        (Connection::SignedOut { since }, Connection::SignedOut { .. }) => {
            Connection::SignedOut { since: *since }
        }
        (Connection::Connecting { since, .. }, Connection::Connecting { waking, .. }) => {
            Connection::Connecting { since: *since, waking }
        }
        (Connection::Online { since }, Connection::Online { .. }) => {
            Connection::Online { since: *since }
        }
        (Connection::Polling { since }, Connection::Polling { .. }) => {
            Connection::Polling { since: *since }
        }
        (Connection::Offline { since, .. }, Connection::Offline { next_try, code, .. }) => {
            Connection::Offline { since: *since, next_try, code }
        }
        (Connection::SignInNeeded { since, .. }, Connection::SignInNeeded { code, .. }) => {
            Connection::SignInNeeded { since: *since, code }
        }
        (_, next) => next,
    }
}
