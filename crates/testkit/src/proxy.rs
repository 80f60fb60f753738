//! The fault proxy: stands between engine and backend, understands what passes, and does to it what
//! bad networks, sleeping hosts and tired servers do.
//!
//! REST requests are read whole and carried one at a time per connection; a websocket becomes a
//! tunnel that knows the frames the server sends. Which fault strikes is decided by a seeded
//! [`Weather`], or said beforehand with [`Proxy::next`].

mod answers;
mod exchange;
mod fault;
mod message;
mod sky;
mod tunnel;

use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use protocol::ConversationId;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use fault::{Fault, Occasion};
pub use sky::{LateCommit, Weather};

use crate::stage::Stage;
use sky::Sky;

/// How long outstanding late commits are waited for.
const PATIENCE: Duration = Duration::from_secs(90);

/// What the connections share.
struct Shared {
    upstream: SocketAddr,
    /// Who is restarted by [`Fault::Restart`]; without one the line is reset instead.
    stage: Option<Arc<Stage>>,
    sky: Sky,
    cut: watch::Sender<u64>,
    /// Whether the server stands still.
    still: watch::Sender<bool>,
}

/// A proxy that is up; dropping it ends it and cuts its lines.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Stands before a stage, in fair weather.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn before(stage: Arc<Stage>) -> Result<Self> {
        let upstream = stage.address();
        Self::open(upstream, Some(stage)).await
    }

    /// Stands before any server, in fair weather.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn before_address(upstream: SocketAddr) -> Result<Self> {
        Self::open(upstream, None).await
    }

    async fn open(upstream: SocketAddr, stage: Option<Arc<Stage>>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            upstream,
            stage,
            sky: Sky::new(Weather::fair()),
            cut: watch::Sender::new(0),
            still: watch::Sender::new(false),
        });
        let task = tokio::spawn(accept(listener, shared.clone()));
        Ok(Self {
            address,
            shared,
            task,
        })
    }

    /// `http://ADDRESS`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The weather changes.
    pub fn weather(&self, weather: Weather) {
        self.shared.sky.turn(weather);
    }

    /// Says which fault strikes next on the occasion that is most its own; several are kept in order.
    pub fn next(&self, fault: Fault) {
        self.shared.sky.foretell(fault.own_occasion(), fault);
    }

    /// Says which fault strikes next on an occasion.
    pub fn next_on(&self, occasion: Occasion, fault: Fault) {
        self.shared.sky.foretell(occasion, fault);
    }

    /// Cuts every line that is open; new ones go through.
    pub fn cut(&self) {
        self.shared.cut.send_modify(|count| *count += 1);
    }

    /// From now on the server seems to stand still: REST calls are taken and not passed on.
    pub fn hold_still(&self) {
        self.shared.still.send_replace(true);
    }

    /// It goes on: what was asked meanwhile is answered at once, what was posted is carried out a
    /// little later. A server is free to do what it took in any order.
    pub fn go_on(&self) {
        self.shared.still.send_replace(false);
    }

    /// How often each fault has struck.
    #[must_use]
    pub fn struck(&self) -> BTreeMap<Fault, u64> {
        self.shared.sky.struck()
    }

    /// How many requests and websockets came on an occasion.
    #[must_use]
    pub fn seen(&self, occasion: Occasion) -> u64 {
        self.shared.sky.seen(occasion)
    }

    /// Waits until every late commit was carried out.
    ///
    /// # Errors
    /// When one does not come to an end.
    pub async fn late_commits(&self) -> Result<Vec<LateCommit>> {
        tokio::time::timeout(PATIENCE, self.shared.sky.late_commits())
            .await
            .context("a late commit never ended")
    }

    /// How many messages of a text were committed so long after their line was cut that the engine
    /// had every right to send them again.
    ///
    /// # Errors
    /// When a late commit does not come to an end.
    pub async fn committed_after(
        &self,
        settle: Duration,
    ) -> Result<HashMap<(ConversationId, String), u64>> {
        let mut counts = HashMap::new();
        for late in self.late_commits().await? {
            // The engine begins to count a little after the line was cut, and looks a little later.
            if late.stored && late.took.saturating_mul(5) >= settle.saturating_mul(4) {
                *counts.entry((late.conversation, late.text)).or_default() += 1;
            }
        }
        Ok(counts)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
        self.cut();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((client, _)) => {
                let shared = shared.clone();
                tokio::spawn(async move {
                    let mut cut = shared.cut.subscribe();
                    tokio::select! {
                        _ = cut.changed() => {}
                        carried = exchange::carry(client, &shared) => {
                            if let Err(error) = carried {
                                tracing::debug!(%error, "a line ended");
                            }
                        }
                    }
                });
            }
            // Out of descriptors, perhaps.
            Err(error) => {
                tracing::warn!(%error, "no connection taken");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
