//! Whether a connection still answers, asked at once and with little patience: after the computer slept or
//! changed its network, and when a user asks. A connection that is half open would be noticed by itself
//! only after the server's ping interval and timeout.

use crate::{Error, connection::rooms::Rooms, context::Context, error::ErrorClass};

/// What a probe finds.
pub(super) enum Health {
    Alive,
    Silent,
    Refused(Error),
}

/// Asks on the connection itself for an acknowledgement, and beside it over REST, which also tells how
/// the clock stands. The socket's own answer decides; where there is none to be had, REST's does.
pub(super) async fn check_health(context: &Context, rooms: &Rooms) -> Health {
    let timeout = context.timing.probe_timeout;
    let (acknowledged, pinged) = tokio::join!(
        rooms.probe(timeout),
        tokio::time::timeout(timeout, context.rest.ping(&|| {})),
    );
    match (acknowledged, pinged) {
        (_, Ok(Err(failure))) if failure.error.class() == ErrorClass::Auth => {
            Health::Refused(failure.error)
        }
        (Some(true), _) | (None, Ok(Ok(_))) => Health::Alive,
        (Some(false), _) | (None, _) => Health::Silent,
    }
}
