//! What a connection says: the server's events, and its own end.

use protocol::ConversationId;

use crate::connection::event::Event;

/// What a connection says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Signal {
    /// An event of the server.
    Event(Event),
    /// An event that this version does not know. It shows that the connection lives.
    Skipped,
    /// An event that cannot be read, and its conversation as far as it names one: a page tells what it said.
    Unreadable(Option<ConversationId>),
    /// The server disconnected the socket on purpose.
    ServerClosed,
    /// The stream ended: network, ping timeout, a packet nobody can read.
    StreamEnded(String),
}
