//! One computer on which engines start one after another, with waiting times short enough for tests.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use engine::{
    Account, Clock, Config, Credentials, Engine, Error, MemoryVault, MonotonicClock, Network,
    OtherAccounts, ProfileChoice, Retention, SessionMode, Timing, TokenVault,
};
use tempfile::TempDir;

use super::{PASSWORD, online};

/// Short waiting times. The list is polled so rarely that a poll cannot hide a missed event.
pub fn timing() -> Timing {
    Timing {
        connect_timeout: Duration::from_secs(5),
        ack_timeout: Duration::from_secs(2),
        call_timeout: Duration::from_secs(5),
        wake_timeout: Duration::from_millis(1500),
        wake_pause: Duration::from_millis(50),
        waking_after: Duration::from_millis(700),
        backoff_first: Duration::from_millis(40),
        backoff_longest: Duration::from_millis(200),
        stable_after: Duration::from_secs(2),
        list_every: Duration::from_secs(600),
        sweep_every: Duration::from_secs(600),
        poll_every: Duration::from_millis(100),
        socket_retry_every: Duration::from_millis(500),
        disk_retry_every: Duration::from_millis(200),
        heartbeat: Duration::from_millis(200),
        settle_after: Duration::from_millis(600),
        settle_every: Duration::from_millis(100),
        resend_first: Duration::from_millis(50),
        resend_longest: Duration::from_millis(300),
        media_timeout: Duration::from_secs(5),
        retention_after: Duration::from_millis(100),
        retention_pause: Duration::ZERO,
        ..Timing::default()
    }
}

/// The data folder, vault and clocks that outlive one engine, so that a test can restart it.
#[derive(Clone)]
pub struct Computer {
    pub data: Arc<TempDir>,
    pub vault: Arc<dyn TokenVault>,
    pub timing: Timing,
    pub image_cache_bytes: u64,
    pub upload_path: String,
    pub upload_endpoint: String,
    /// The wall clock, which the user may have set wrong.
    pub clock: Clock,
    pub network: Network,
    /// The clock of the waiting times.
    pub monotonic_clock: MonotonicClock,
}

/// A monotonic clock that stands still until it is moved.
#[derive(Clone, Default)]
pub struct ManualClock(Arc<Mutex<Duration>>);

impl ManualClock {
    pub fn monotonic_clock(&self) -> MonotonicClock {
        let moved = self.0.clone();
        Arc::new(move || *moved.lock().expect("no panic"))
    }

    pub fn advance(&self, by: Duration) {
        *self.0.lock().expect("no panic") += by;
    }
}

impl Computer {
    pub fn new() -> Self {
        Self {
            data: Arc::new(TempDir::new().expect("a temporary folder")),
            vault: Arc::new(MemoryVault::new()),
            timing: timing(),
            image_cache_bytes: 64 * 1024 * 1024,
            upload_path: engine::DEFAULT_UPLOAD_PATH.to_owned(),
            upload_endpoint: String::new(),
            clock: store::system_clock(),
            network: engine::system_network(),
            monotonic_clock: engine::system_monotonic_clock(),
        }
    }

    pub fn config(&self) -> Config {
        Config {
            data_dir: self.data.path().to_owned(),
            vault: self.vault.clone(),
            clock: self.clock.clone(),
            network: self.network.clone(),
            monotonic_clock: self.monotonic_clock.clone(),
            timing: self.timing.clone(),
            retention: Retention::Everything,
            other_accounts: OtherAccounts::default(),
            image_cache_bytes: self.image_cache_bytes,
            upload_path: self.upload_path.clone(),
            upload_endpoint: self.upload_endpoint.clone(),
            profile: ProfileChoice::Last,
            session_mode: SessionMode::Background,
        }
    }

    pub async fn start(&self) -> Engine {
        Engine::start(self.config())
            .await
            .expect("the engine starts")
    }

    /// Starts an engine, signs in as the admin, and waits until it has caught up.
    pub async fn start_signed_in(&self, server: &str) -> Engine {
        let engine = self.start().await;
        sign_in(&engine, server, "mudir")
            .await
            .expect("the admin signs in");
        online(&engine).await;
        engine
    }

    /// Waiting times pass only when the test advances the returned clock.
    pub fn with_manual_clock() -> (Self, ManualClock) {
        let clock = ManualClock::default();
        let computer = Self {
            monotonic_clock: clock.monotonic_clock(),
            ..Self::new()
        };
        (computer, clock)
    }

    /// Starts an engine without a background session, as the command line does.
    pub async fn start_on_request(&self) -> Engine {
        let config = Config {
            session_mode: SessionMode::OnRequest,
            ..self.config()
        };
        Engine::start(config).await.expect("the engine starts")
    }

    /// Starts an engine without a background session, signs in, and fills its cache.
    pub async fn start_on_request_as(&self, server: &str, username: &str) -> Engine {
        let engine = self.start_on_request().await;
        sign_in(&engine, server, username).await.expect("signed in");
        engine.catch_up_once().await.expect("caught up");
        engine
    }

    pub fn path(&self) -> &Path {
        self.data.path()
    }
}

pub async fn sign_in(engine: &Engine, server: &str, username: &str) -> Result<Account, Error> {
    let credentials = Credentials::Password {
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
    };
    engine.sign_in(server, credentials).await
}
