//! Whether a line still answers, asked at once and with little patience: after the machine slept or
//! changed its network, and when a user asks. A line that is half open would be noticed by itself
//! only after the server's ping interval and timeout.

use crate::{Error, connection::rooms::Rooms, context::Context, error::ErrorClass};

/// What a probe finds.
pub(super) enum Health {
    Alive,
    Silent,
    Refused(Error),
}

/// Asks on the line itself for an acknowledgement, and beside it over REST, which also tells how
/// the clock stands. The line's own answer decides; where there is none to be had, REST's does.
pub(super) async fn check_health(context: &Context, rooms: &Rooms) -> Health {
    let patience = context.timing.probe_timeout;
    let (acknowledged, pinged) = tokio::join!(
        rooms.probe(patience),
        tokio::time::timeout(patience, context.rest.ping(&|| {})),
    );
    match (acknowledged, pinged) {
        (_, Ok(Err(failure))) if failure.error.class() == ErrorClass::Auth => {
            Health::Refused(failure.error)
        }
        (Some(true), _) | (None, Ok(Ok(_))) => Health::Alive,
        (Some(false), _) | (None, _) => Health::Silent,
    }
}
