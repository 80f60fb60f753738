//! The real engine in a walk: it has nothing running in the background, does what it is told once, and
//! talks HTTP with the server of the walk.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use engine::{Config, Credentials, Engine, Live, MemoryVault};
use store::Store;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::home::{Home, Time};
use super::server::Server;
use super::wire;

/// A token that names me; nobody looks at its signature.
const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJ1c2VySWQiOiJtZSIsInJvbGUiOiJhZG1pbiJ9.c2ln";

/// An engine and the address of its server.
pub(super) struct Machine {
    pub(super) engine: Engine,
    vault: Arc<MemoryVault>,
    gate: wire::Gate,
    serving: JoinHandle<()>,
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Machine {
    /// Starts the server and an engine that is signed in to it.
    pub(super) async fn start(
        home: &Home,
        time: &Time,
        server: &Arc<Mutex<Server>>,
    ) -> Result<Self> {
        let gate = wire::Gate {
            server: Arc::clone(server),
            store: Arc::default(),
            crashed: Arc::new(Notify::new()),
            time: time.clone(),
        };
        let (address, serving) = wire::serve(gate.clone()).await?;
        let vault = Arc::new(MemoryVault::new());
        let engine = Engine::start(config(home, time, &vault)).await?;
        let token = TOKEN.to_owned();
        engine
            .sign_in(&format!("http://{address}"), Credentials::Token { token })
            .await?;
        let machine = Self {
            engine,
            vault,
            gate,
            serving,
        };
        machine.let_in(machine.engine.store()?);
        Ok(machine)
    }

    /// Starts the engine anew, on the files of this life.
    pub(super) async fn open(&mut self, home: &Home, time: &Time) -> Result<()> {
        self.engine = Engine::start(config(home, time, &self.vault)).await?;
        self.let_in(self.engine.store()?);
        Ok(())
    }

    /// The events that the server sends go into this store.
    fn let_in(&self, store: Store) {
        *self
            .gate
            .store
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(store);
    }

    /// Works the outbox off once. Answers whether the computer crashed meanwhile.
    pub(super) async fn work_once(&self) -> Result<bool> {
        tokio::select! {
            worked = self.engine.work_outbox_once() => {
                worked?;
                Ok(false)
            }
            () = self.gate.crashed.notified() => Ok(true),
        }
    }

    /// The folder of the one profile.
    pub(super) fn profile(&self, home: &Home) -> Result<PathBuf> {
        let mut profiles = std::fs::read_dir(home.folder().join("profiles"))?;
        Ok(profiles.next().context("a profile")??.path())
    }
}

fn config(home: &Home, time: &Time, vault: &Arc<MemoryVault>) -> Config {
    let steady = time.clone();
    Config {
        vault: Arc::clone(vault) as Arc<dyn engine::TokenVault>,
        clock: time.clock(),
        steady: Arc::new(move || steady.steady()),
        live: Live::OnRequest,
        ..Config::new(home.folder())
    }
}
