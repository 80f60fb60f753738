//! Telling the sockets: rooms of conversations, and the personal room of each person
//! (CONTRACT section 2, «What the server emits»).

use std::cmp::Reverse;
use std::time::Instant;

use protocol::{ConversationId, UserId};
use socketioxide::SocketIo;
use socketioxide::extract::SocketRef;

use crate::payloads::Payloads;
use crate::records::{ConversationRecord, MessageRecord};
use crate::socket_queue::{Payload, SocketQueue};

/// The one namespace that carries the contract's events.
pub(crate) const NAMESPACE: &str = "/support";

/// Who a socket belongs to, kept on the socket.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    pub(crate) user: UserId,
    pub(crate) since: Instant,
}

#[derive(Clone)]
pub(crate) struct Rooms {
    io: SocketIo,
    payloads: Payloads,
}

/// The room of a conversation.
pub(crate) fn conversation_room(id: &ConversationId) -> String {
    format!("conversation:{id}")
}

/// The personal room, `user:{userId}`.
pub(crate) fn personal_room(id: &UserId) -> String {
    format!("user:{id}")
}

impl Rooms {
    pub(crate) fn new(io: SocketIo, payloads: Payloads) -> Self {
        Self { io, payloads }
    }

    /// `new-message`, to the conversation's room, the sender's own sockets included.
    pub(crate) fn emit_message(&self, message: &MessageRecord) {
        let payload = Payload::from(self.payloads.new_message(message));
        for socket in self.sockets(conversation_room(&message.conversation)) {
            emit(&socket, "new-message", &payload);
        }
    }

    /// `conversation-updated`, to the conversation's room, to each with their own unread count.
    pub(crate) fn emit_update(&self, record: &ConversationRecord) {
        for socket in self.sockets(conversation_room(&record.id)) {
            let Some(Owner { user, .. }) = socket.extensions.get::<Owner>() else {
                continue;
            };
            let payload = self.payloads.updated(record, &user);
            emit(&socket, "conversation-updated", &payload.into());
        }
    }

    /// `new-conversation`, to the personal room of everybody in it.
    pub(crate) fn emit_conversation(&self, record: &ConversationRecord) {
        for member in &record.members {
            let payload = self.payloads.new_conversation(record, &member.person.id);
            let payload = Payload::from(payload);
            for socket in self.sockets(personal_room(&member.person.id)) {
                emit(&socket, "new-conversation", &payload);
            }
        }
    }

    /// Cuts all sockets of a person.
    pub(crate) fn disconnect(&self, person: &UserId) {
        self.sockets(personal_room(person))
            .into_iter()
            .for_each(cut);
    }

    /// Cuts the oldest sockets of a person, until there are so many.
    pub(crate) fn keep_newest(&self, person: &UserId, count: usize) {
        let mut sockets = self.sockets(personal_room(person));
        let since = |socket: &SocketRef| socket.extensions.get::<Owner>().map(|owner| owner.since);
        sockets.sort_by_key(|socket| Reverse(since(socket)));
        sockets.into_iter().skip(count).for_each(cut);
    }

    /// Whether any socket is connected.
    pub(crate) fn has_connections(&self) -> bool {
        self.io
            .of(NAMESPACE)
            .is_some_and(|space| !space.sockets().is_empty())
    }

    fn sockets(&self, room: String) -> Vec<SocketRef> {
        self.io
            .of(NAMESPACE)
            .map(|space| space.within(room).sockets())
            .unwrap_or_default()
    }
}

fn emit(socket: &SocketRef, event: &'static str, payload: &Payload) {
    if let Some(queue) = socket.extensions.get::<SocketQueue>() {
        queue.push_event(socket, event, payload);
    }
}

/// Cuts a socket: its own task does, so that it also succeeds where there is no room for the word.
fn cut(socket: SocketRef) {
    // At once, so that it hears nothing more.
    socket.leave_all();
    if let Some(queue) = socket.extensions.get::<SocketQueue>() {
        queue.close();
    }
}
