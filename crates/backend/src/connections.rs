//! Serves connections, each with bounded patience: for a request's header (which is also how long a connection may
//! be idle), for its body, and for an answer to be taken. So many of them, in all and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::connect_info::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use crate::ConnectionLimits;
use crate::limits::HEADER_BUFFER;
use crate::stalled_writes::StalledWrites;

/// How long nothing is accepted after that failed: there may be no file descriptor left.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(200);

/// Serves until it is told to stop, and then until the requests in flight have ended.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    stop: CancellationToken,
) {
    let places = Places::new(limits);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => {
                    let _ = stream.set_nodelay(true);
                    let Some(place) = places.take(from.ip()) else {
                        tracing::info!(%from, "no place for another connection");
                        continue;
                    };
                    let router = router.clone().layer(Extension(ConnectInfo(from)));
                    let stream = StalledWrites::new(stream, limits.stalled_write, place);
                    let connection = serve_one(stream, router, limits, stop.clone());
                    connections.spawn(connection.in_current_span());
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
                }
            },
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn serve_one(
    stream: StalledWrites<Place>,
    router: Router,
    limits: ConnectionLimits,
    stop: CancellationToken,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_buf_size(HEADER_BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .with_upgrades();
    tokio::pin!(connection);
    let served = tokio::select! {
        served = connection.as_mut() => served,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = served {
        tracing::debug!(%error, "a connection ended");
    }
}

/// How many connections there are, in all and from each address.
#[derive(Clone)]
struct Places {
    limits: ConnectionLimits,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// Given back when it is dropped.
struct Place {
    places: Places,
    address: IpAddr,
}

impl Places {
    fn new(limits: ConnectionLimits) -> Self {
        Self {
            limits,
            taken: Arc::default(),
        }
    }

    fn take(&self, address: IpAddr) -> Option<Place> {
        let mut taken = self.taken.lock();
        let in_all: usize = taken.values().sum();
        let here = taken.get(&address).copied().unwrap_or_default();
        if in_all >= self.limits.in_all || here >= self.limits.per_address {
            return None;
        }
        taken.insert(address, here + 1);
        Some(Place {
            places: self.clone(),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock();
        match taken.get_mut(&self.address) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                taken.remove(&self.address);
            }
        }
    }
}
