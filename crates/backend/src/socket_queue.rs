//! What waits for a socket whose client reads slowly, bounded in bytes. A socket that is further behind is cut: it
//! would miss an event without knowing, and comes back and fetches.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::Value;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::{AckSender, SocketRef};
use socketioxide::handler::FromMessageParts;
use socketioxide::socket::Socket;
use socketioxide::{SendError, SocketError};
use tokio::sync::Notify;

/// How soon a full channel is tried again: nothing tells when it has room.
const RETRY_AFTER: Duration = Duration::from_millis(10);

/// One of each socket; cheap to clone.
#[derive(Clone)]
pub(crate) struct SocketQueue(Arc<Queue>);

struct Queue {
    limit: usize,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Outgoing>,
    bytes: usize,
    is_closed: bool,
}

/// An event's or acknowledgement's payload, and how long it is on the wire.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    value: Arc<Value>,
    bytes: usize,
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        let bytes = value.to_string().len();
        Self {
            value: Arc::new(value),
            bytes,
        }
    }
}

/// Where the acknowledgement of an event goes. As [`AckSender`], which can be tried only once.
pub(crate) struct Acknowledgement {
    socket: Arc<Socket>,
    id: Option<i64>,
}

impl FromMessageParts<LocalAdapter> for Acknowledgement {
    type Error = Infallible;

    fn from_message_parts(
        socket: &Arc<Socket>,
        _: &mut socketioxide::handler::Value,
        id: &Option<i64>,
    ) -> Result<Self, Infallible> {
        Ok(Self {
            socket: Arc::clone(socket),
            id: *id,
        })
    }
}

struct Outgoing {
    kind: Kind,
    payload: Payload,
}

enum Kind {
    Event(&'static str),
    Acknowledgement(Acknowledgement),
}

/// What became of an attempt to hand something to a socket.
enum Handed {
    Over,
    /// There is no room.
    Full(Outgoing),
}

impl SocketQueue {
    /// `limit`: how many bytes may wait.
    pub(crate) fn new(limit: usize) -> Self {
        Self(Arc::new(Queue {
            limit,
            state: Mutex::default(),
            changed: Notify::new(),
        }))
    }

    pub(crate) fn push_event(&self, socket: &SocketRef, event: &'static str, payload: &Payload) {
        self.push(
            socket,
            Outgoing {
                kind: Kind::Event(event),
                payload: payload.clone(),
            },
        );
    }

    pub(crate) fn push_acknowledgement(
        &self,
        socket: &SocketRef,
        acknowledgement: Acknowledgement,
        payload: Payload,
    ) {
        self.push(
            socket,
            Outgoing {
                kind: Kind::Acknowledgement(acknowledgement),
                payload,
            },
        );
    }

    fn push(&self, socket: &SocketRef, outgoing: Outgoing) {
        let mut state = self.0.state.lock();
        if state.is_closed {
            return;
        }
        let outgoing = if state.waiting.is_empty() {
            match outgoing.hand_to(socket) {
                Handed::Over => return,
                Handed::Full(outgoing) => outgoing,
            }
        } else {
            outgoing
        };
        state.push_back(outgoing);
        if state.bytes > self.0.limit {
            tracing::info!(socket = %socket.id, bytes = state.bytes, "cutting a socket that does not read");
            state.close();
        }
        drop(state);
        self.0.changed.notify_one();
    }

    /// Takes nothing more, and forgets what waits.
    pub(crate) fn close(&self) {
        self.0.state.lock().close();
        self.0.changed.notify_one();
    }

    /// Hands over what waits as room comes, until the queue is closed.
    pub(crate) async fn drain(&self, socket: &SocketRef) {
        loop {
            let is_empty = {
                let mut state = self.0.state.lock();
                if state.is_closed {
                    return;
                }
                state.hand_to(socket);
                state.waiting.is_empty()
            };
            if is_empty {
                self.0.changed.notified().await;
            } else {
                tokio::time::sleep(RETRY_AFTER).await;
            }
        }
    }
}

impl State {
    fn push_back(&mut self, outgoing: Outgoing) {
        self.bytes += outgoing.payload.bytes;
        self.waiting.push_back(outgoing);
    }

    fn hand_to(&mut self, socket: &SocketRef) {
        while let Some(outgoing) = self.waiting.pop_front() {
            let bytes = outgoing.payload.bytes;
            match outgoing.hand_to(socket) {
                Handed::Over => self.bytes -= bytes,
                Handed::Full(outgoing) => {
                    self.waiting.push_front(outgoing);
                    return;
                }
            }
        }
    }

    fn close(&mut self) {
        self.is_closed = true;
        self.waiting.clear();
        self.bytes = 0;
    }
}

impl Outgoing {
    fn hand_to(self, socket: &SocketRef) -> Handed {
        let value = &*self.payload.value;
        let sent = match &self.kind {
            Kind::Event(event) => socket.emit(*event, value),
            Kind::Acknowledgement(to) => {
                let mut nothing = socketioxide::handler::Value::Bytes(Default::default());
                match AckSender::from_message_parts(&to.socket, &mut nothing, &to.id) {
                    Ok(sender) => sender.send(value),
                    Err(never) => match never {},
                }
            }
        };
        match sent {
            Err(SendError::Socket(SocketError::InternalChannelFull)) => Handed::Full(self),
            // A socket that is gone needs nothing any more.
            Ok(()) | Err(_) => Handed::Over,
        }
    }
}
