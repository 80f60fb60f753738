//! Why a connection ended.

use crate::Error;

/// Why an attempt is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DisconnectReason {
    /// The token is gone or another one.
    TokenChanged,
    /// Again, at once: the connection was found dead, or somebody or something asks for it.
    ReconnectNow,
    /// The socket does not open, and REST took its time: the host has just woken up, or it is slow.
    HostWoke(Error),
    /// The connection is lost.
    Lost(Error),
    /// The socket does not open or does not last, though REST works.
    SocketBlocked(Error),
}
