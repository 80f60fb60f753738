//! Telling the sockets: rooms of conversations, and the personal room of each person
//! (CONTRACT section 2, «What the server emits»).

use protocol::{ConversationId, UserId};
use serde_json::Value;
use socketioxide::SocketIo;
use socketioxide::extract::SocketRef;

use crate::payloads::Payloads;
use crate::records::{ConversationRecord, MessageRecord};

/// The one namespace that carries the contract's events.
pub(crate) const NAMESPACE: &str = "/support";

/// Who a socket belongs to, kept on the socket.
#[derive(Clone, Debug)]
pub(crate) struct Owner(pub(crate) UserId);

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
        let payload = self.payloads.new_message(message);
        for socket in self.sockets(conversation_room(&message.conversation)) {
            emit(socket, "new-message", &payload);
        }
    }

    /// `conversation-updated`, to the conversation's room, to each with their own unread count.
    pub(crate) fn emit_update(&self, record: &ConversationRecord) {
        for socket in self.sockets(conversation_room(&record.id)) {
            let Some(Owner(viewer)) = socket.extensions.get::<Owner>() else {
                continue;
            };
            emit(
                socket,
                "conversation-updated",
                &self.payloads.updated(record, &viewer),
            );
        }
    }

    /// `new-conversation`, to the personal room of everybody in it.
    pub(crate) fn emit_conversation(&self, record: &ConversationRecord) {
        for member in &record.members {
            let payload = self.payloads.new_conversation(record, &member.person.id);
            for socket in self.sockets(personal_room(&member.person.id)) {
                emit(socket, "new-conversation", &payload);
            }
        }
    }

    /// Cuts all sockets of a person.
    pub(crate) fn disconnect(&self, person: &UserId) {
        for socket in self.sockets(personal_room(person)) {
            let _ = socket.disconnect();
        }
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

/// A socket that is so far behind that its buffer is full would miss an event without knowing:
/// better to cut it, so that it comes back and fetches.
fn emit(socket: SocketRef, event: &str, payload: &Value) {
    if let Err(error) = socket.emit(event, payload) {
        tracing::info!(socket = %socket.id, %error, "cutting a socket that cannot be told");
        let _ = socket.disconnect();
    }
}
