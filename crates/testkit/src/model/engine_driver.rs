//! The real engine in a walk: it has nothing running in the background, does what it is told once, and
//! talks HTTP with the server of the walk.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use engine::{Config, Credentials, Engine, MemoryVault, SessionMode};
use parking_lot::Mutex;
use store::Store;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::environment::{DataFolder, SimulatedTime};
use super::http_api;
use super::server::Server;

/// A token that names me; nobody looks at its signature.
const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJ1c2VySWQiOiJtZSIsInJvbGUiOiJhZG1pbiJ9.c2ln";

/// An engine and the address of its server.
pub(super) struct EngineDriver {
    pub(super) engine: Engine,
    vault: Arc<MemoryVault>,
    api: http_api::ApiState,
    serving: JoinHandle<()>,
}

impl Drop for EngineDriver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl EngineDriver {
    /// Starts the server and an engine that is signed in to it.
    pub(super) async fn start(
        data_folder: &DataFolder,
        time: &SimulatedTime,
        server: &Arc<Mutex<Server>>,
    ) -> Result<Self> {
        let api = http_api::ApiState {
            server: Arc::clone(server),
            store: Arc::default(),
            crashed: Arc::new(Notify::new()),
            time: time.clone(),
        };
        let (address, serving) = http_api::serve(api.clone()).await?;
        let vault = Arc::new(MemoryVault::new());
        let engine = Engine::start(config(data_folder, time, &vault)).await?;
        let token = TOKEN.to_owned();
        engine
            .sign_in(&format!("http://{address}"), Credentials::Token { token })
            .await?;
        let driver = Self {
            engine,
            vault,
            api,
            serving,
        };
        driver.deliver_events_to(driver.engine.store()?);
        Ok(driver)
    }

    /// Starts the engine anew, on the files of this life.
    pub(super) async fn open(
        &mut self,
        data_folder: &DataFolder,
        time: &SimulatedTime,
    ) -> Result<()> {
        self.engine = Engine::start(config(data_folder, time, &self.vault)).await?;
        self.deliver_events_to(self.engine.store()?);
        Ok(())
    }

    /// The events that the server sends go into this store.
    fn deliver_events_to(&self, store: Store) {
        *self.api.store.lock() = Some(store);
    }

    /// Works the outbox off once. Answers whether the computer crashed meanwhile.
    pub(super) async fn work_once(&self) -> Result<bool> {
        tokio::select! {
            worked = self.engine.work_outbox_once() => {
                worked?;
                Ok(false)
            }
            () = self.api.crashed.notified() => Ok(true),
        }
    }

    /// The folder of the one profile.
    pub(super) fn profile(&self, data_folder: &DataFolder) -> Result<PathBuf> {
        let mut profiles = std::fs::read_dir(data_folder.folder().join("profiles"))?;
        Ok(profiles.next().context("a profile")??.path())
    }
}

fn config(data_folder: &DataFolder, time: &SimulatedTime, vault: &Arc<MemoryVault>) -> Config {
    let steady = time.clone();
    Config {
        vault: Arc::clone(vault) as Arc<dyn engine::TokenVault>,
        clock: time.clock(),
        monotonic_clock: Arc::new(move || steady.steady()),
        session_mode: SessionMode::OnRequest,
        ..Config::new(data_folder.folder())
    }
}
