//! The certificates that calls trust: the system's. Reading them costs tens of milliseconds of a core, so they are read
//! when a call first needs them, not at the start, and then serve every client for a while.

use std::time::Duration;

use native_tls::{Protocol, TlsConnector};
use parking_lot::Mutex;
use tokio::time::Instant;

use crate::Error;

/// After how long they are read again: somebody may have installed one.
const REREAD_AFTER: Duration = Duration::from_secs(10 * 60);

static LAST_READ: Mutex<Option<(Instant, TlsConnector)>> = Mutex::new(None);

/// Has the certificates read on a thread beside, for a call that is about to need them and waits for them then. The runtime
/// ends only when they are read.
pub(super) fn read_ahead() {
    drop(tokio::task::spawn_blocking(|| {
        // Who calls learns of what goes wrong.
        drop(tls_connector());
    }));
}

/// What a client's connections are secured with.
///
/// # Errors
/// [`Error::Internal`] when the system's TLS cannot be used at all.
pub(crate) fn tls_connector() -> Result<TlsConnector, Error> {
    let mut last_read = LAST_READ.lock();
    if let Some((read_at, connector)) = &*last_read
        && read_at.elapsed() < REREAD_AFTER
    {
        return Ok(connector.clone());
    }
    let connector = TlsConnector::builder()
        // What came before it is broken, whatever the system still takes.
        .min_protocol_version(Some(Protocol::Tlsv12))
        .build()
        .map_err(|error| Error::Internal(error.to_string()))?;
    *last_read = Some((Instant::now(), connector.clone()));
    Ok(connector)
}
