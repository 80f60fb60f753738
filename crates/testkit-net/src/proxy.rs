//! The fault proxy: stands between engine and backend, understands what passes, and does to it what
//! bad networks, sleeping hosts and tired servers do.
//!
//! REST requests are read whole and carried one at a time per connection; a websocket becomes a
//! tunnel that knows the frames the server sends. A fault comes once, as it was said beforehand with
//! [`Proxy::inject`] or as it is drawn from seeded [`FaultRates`]; or it stands until it is ended
//! ([`Proxy::faults`]).

mod exchange;
mod fault;
mod fault_schedule;
mod http;
mod page_shape;
mod responses;
mod standing;
mod tunnel;

use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use futures_util::future::BoxFuture;
use protocol::ConversationId;
use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

pub use fault::{Fault, Trigger};
pub use fault_schedule::{FaultRates, LateCommit};
pub use page_shape::{PageOrder, PageShape, PageSize, TotalGiven};
pub use standing::{ListAnswer, StandingFaults};

use fault_schedule::FaultSchedule;

/// How long outstanding late commits are waited for.
const PATIENCE: Duration = Duration::from_secs(90);
/// How many packets may wait for a websocket; of more the oldest are lost.
const PACKETS_WAITING: usize = 32 * 1024;

/// Kills the backend and starts it again.
pub type Restart = Box<dyn Fn() -> BoxFuture<'static, Result<()>> + Send + Sync>;

struct Shared {
    upstream: SocketAddr,
    /// What [`Fault::Restart`] does; without it the line is reset instead.
    restart: Option<Restart>,
    schedule: FaultSchedule,
    standing: Arc<StandingFaults>,
    cut: watch::Sender<u64>,
    /// Socket.IO packets that the server never said.
    packets: broadcast::Sender<Arc<str>>,
    paused: watch::Sender<bool>,
}

/// A proxy that is up; dropping it ends it and cuts its lines.
pub struct Proxy {
    address: SocketAddr,
    pub faults: Arc<StandingFaults>,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Stands before a server, with no faults.
    pub async fn to_address(upstream: SocketAddr) -> Result<Self> {
        Self::open(upstream, None).await
    }

    /// Stands before a server that can be restarted, with no faults.
    pub async fn to_restartable(upstream: SocketAddr, restart: Restart) -> Result<Self> {
        Self::open(upstream, Some(restart)).await
    }

    async fn open(upstream: SocketAddr, restart: Option<Restart>) -> Result<Self> {
        let faults = Arc::new(StandingFaults::default());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            upstream,
            restart,
            schedule: FaultSchedule::new(FaultRates::none()),
            standing: faults.clone(),
            cut: watch::Sender::new(0),
            packets: broadcast::Sender::new(PACKETS_WAITING),
            paused: watch::Sender::new(false),
        });
        let task = tokio::spawn(accept(listener, shared.clone()));
        Ok(Self {
            address,
            faults,
            shared,
            task,
        })
    }

    /// `http://ADDRESS`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn set_fault_rates(&self, rates: FaultRates) {
        self.shared.schedule.set_rates(rates);
    }

    /// Schedules a fault for the next of its default triggers; several are kept in order.
    pub fn inject(&self, fault: Fault) {
        self.shared
            .schedule
            .schedule_next(fault.default_trigger(), fault);
    }

    /// Schedules a fault for the next of these triggers.
    pub fn inject_on(&self, trigger: Trigger, fault: Fault) {
        self.shared.schedule.schedule_next(trigger, fault);
    }

    /// Forgets the faults that were scheduled and have hit nothing yet.
    pub fn forget_injected(&self) {
        self.shared.schedule.forget_scheduled();
    }

    /// Cuts every line that is open; new ones go through.
    pub fn cut_connections(&self) {
        self.shared.cut.send_modify(|count| *count += 1);
    }

    /// Says a packet to every websocket that is open, as if the server had; answers to how many.
    pub fn say_packet(&self, payload: impl Into<Arc<str>>) -> usize {
        self.shared.packets.send(payload.into()).unwrap_or_default()
    }

    /// From now on every page waits: each comes as a sender that lets it through.
    pub fn hold_pages(&self) -> mpsc::UnboundedReceiver<oneshot::Sender<()>> {
        let (ask, asked) = mpsc::unbounded_channel();
        *self.faults.page_gate.lock() = Some(ask);
        asked
    }

    /// REST calls are taken and not forwarded from now on, as by a server that is suspended.
    pub fn pause_requests(&self) {
        self.shared.paused.send_replace(true);
    }

    /// It goes on: what was asked meanwhile is answered at once, what was posted is carried out a
    /// little later. A server is free to do what it took in any order.
    pub fn resume_requests(&self) {
        self.shared.paused.send_replace(false);
    }

    /// How often each fault was injected.
    pub fn injected(&self) -> BTreeMap<Fault, u64> {
        self.shared.schedule.injected()
    }

    /// How many requests and websockets came of this kind.
    pub fn request_count(&self, trigger: Trigger) -> u64 {
        self.shared.schedule.seen(trigger)
    }

    /// Waits until every late commit was carried out.
    pub async fn late_commits(&self) -> Result<Vec<LateCommit>> {
        tokio::time::timeout(PATIENCE, self.shared.schedule.late_commits())
            .await
            .context("a late commit never ended")
    }

    /// How many messages of a text were committed so long after their line was cut that the engine
    /// had every right to send them again.
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
        self.cut_connections();
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
