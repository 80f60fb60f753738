//! Whether anybody takes calls at a server's address. Asked by whoever runs for one answer and has a cache to answer from: the
//! certificates, without which no client can be made, cost more than all that such a run reads.

use std::{io, time::Duration};

use tokio::net::{TcpStream, lookup_host};

use crate::{
    Error, Origin,
    http::{certificates, failure::CallFailure, proxy},
};

/// Who has not answered so soon is far away, and probably there: the certificates are read meanwhile.
const SOON: Duration = Duration::from_millis(5);

/// Looks for so long whether the server is there. Whatever is not said at once, the call itself finds out.
///
/// # Errors
/// The call's failure, where nobody is there.
pub(super) async fn knock(origin: &Origin, patience: Duration) -> Result<(), CallFailure> {
    if patience.is_zero() || proxy::is_named_for(origin) {
        return Ok(());
    }
    let connecting = connect(origin);
    tokio::pin!(connecting);
    if let Ok(known) = tokio::time::timeout(SOON, &mut connecting).await {
        return known.map_err(CallFailure::never_sent);
    }
    certificates::read_ahead();
    match tokio::time::timeout(patience, connecting).await {
        Ok(known) => known.map_err(CallFailure::never_sent),
        Err(_) => Ok(()),
    }
}

/// Opens a connection and gives it up again.
async fn connect(origin: &Origin) -> Result<(), Error> {
    let Some(address) = origin.host_and_port() else {
        return Ok(());
    };
    let no_host = |error: io::Error| Error::NoSuchHost(error.to_string());
    let addresses: Vec<_> = lookup_host(address).await.map_err(no_host)?.collect();
    match TcpStream::connect(addresses.as_slice()).await {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::Unreachable(error.to_string())),
    }
}
