//! The harness: backend, proxy, engine and ledger together, with chats between them. The campaigns `sends` and
//! `stops` begin with it and end in its comparison.

mod user;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use protocol::ConversationId;
use tokio::time::Instant;

pub use user::User;

use crate::Outcome;
use crate::backend_process::BackendProcess;
use crate::engine_process::{Command, EngineProcess, EngineSettings};
use crate::ledger::{Ledger, Observed};
use crate::quick_folder::quick_folder;
use testkit_net::Person;
use testkit_net::proxy::Proxy;

/// The user of the engine: the admin, who is a member of every chat.
const ME: &str = "mudir";
/// Who opens the chats, in turns.
const CALLERS: [&str; 3] = ["salma", "karim", "matam"];
/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(100);
/// How long the cache may take to catch up with what is stored, once nothing waits any more.
const CATCHING_UP: Duration = Duration::from_secs(40);

/// Backend, proxy, engine and ledger, with no faults.
pub struct Harness {
    pub backend: Arc<BackendProcess>,
    pub proxy: Arc<Proxy>,
    pub ledger: Arc<Ledger>,
    /// The chats, and who is at the other end of each.
    pub chats: Vec<(ConversationId, Person)>,
    plan: EngineSettings,
    engine: Arc<EngineProcess>,
    _folder: tempfile::TempDir,
}

impl Harness {
    /// Opens chats, starts an engine, and waits until it has heard of them.
    pub async fn open(chats: usize, settle_after: Duration) -> Result<Self> {
        let folder = quick_folder()?;
        let backend = Arc::new(BackendProcess::spawn(folder.path().join("backend")).await?);
        let mut opened = Vec::new();
        for (number, caller) in CALLERS.iter().cycle().take(chats).enumerate() {
            let person = backend.person(caller)?;
            let chat = person.open_chat(&format!("chat {number}")).await?;
            opened.push((chat, person));
        }
        let proxy = Arc::new(backend.proxied().await?);
        let ledger = Arc::new(Ledger::open(&folder.path().join("ledger"))?);
        let plan = EngineSettings {
            settle_after,
            ..EngineSettings::new(folder.path().join("desk"), proxy.url(), backend.token(ME)?)
        };
        let engine = Arc::new(EngineProcess::start_online(&plan).await?);
        Ok(Self {
            backend,
            proxy,
            ledger,
            chats: opened,
            plan,
            engine,
            _folder: folder,
        })
    }

    pub fn engine(&self) -> Arc<EngineProcess> {
        self.engine.clone()
    }

    /// The user of the engine, over REST and past the proxy.
    pub fn me(&self) -> Result<Person> {
        self.backend.person(ME)
    }

    /// A user who answers what the engine asks.
    pub fn user(&self, seed: u64) -> Result<User> {
        Ok(User::new(
            self.engine(),
            self.ledger.clone(),
            self.me()?,
            seed,
        ))
    }

    /// Signs out and, as soon as the connection allows, in again. The outbox must stay as it is.
    pub async fn sign_out_and_in(&self) -> Result<()> {
        self.engine.command(Command::SignOut).await?;
        let give_up = Instant::now() + Duration::from_secs(60);
        loop {
            match self.engine.command(Command::SignIn).await {
                Ok(_) => return Ok(()),
                Err(error) if Instant::now() >= give_up => return Err(error),
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Compares until nothing is found, or the time to catch up is over.
    pub async fn findings(&self) -> Result<Outcome> {
        let give_up = Instant::now() + CATCHING_UP;
        loop {
            let findings = self.compare().await?;
            if findings.is_clean() || Instant::now() >= give_up {
                return Ok(findings);
            }
            tokio::time::sleep(PAUSE * 5).await;
        }
    }

    async fn compare(&self) -> Result<Outcome> {
        let ids: Vec<_> = self.chats.iter().map(|(id, _)| id.clone()).collect();
        let late = self.proxy.committed_after(self.plan.settle_after).await?;
        let snapshot = self.engine.snapshot_of(ids.clone()).await?;
        let observed = Observed::gather(&self.me()?, &ids, snapshot).await?;
        Ok(self.ledger.compare(&Observed { late, ..observed }))
    }

    /// The comparison at the end, with no faults and nothing on its way: as it stands, then with
    /// every gap filled, then after a clean restart.
    pub async fn close(self) -> Result<Outcome> {
        let findings = self.findings().await?;
        if !findings.is_clean() {
            return Ok(findings);
        }
        self.engine.command(Command::FetchAll).await?;
        let snapshot = self.engine.snapshot().await?;
        let gaps = snapshot
            .chats
            .iter()
            .flat_map(|(_, rows)| rows)
            .filter(|row| row.gap_before);
        ensure!(
            gaps.count() == 0,
            "gaps are shown although everything was fetched"
        );
        self.close_without_fetching().await
    }

    /// Ends the engine in order, and starts it again with these variables beside its own.
    pub async fn restart_with(mut self, environment: &[(&str, &str)]) -> Result<Self> {
        let plan = environment
            .iter()
            .fold(self.plan.clone(), |plan, (name, value)| {
                plan.with(name, value)
            });
        let engine = Arc::into_inner(self.engine).context("somebody still uses the engine")?;
        engine.shut_down().await?;
        self.engine = Arc::new(EngineProcess::start_online(&plan).await?);
        Ok(self)
    }

    /// The comparison at the end as it stands, and after a clean restart: for a server that has more chats than
    /// anybody wants to fetch.
    pub async fn close_without_fetching(self) -> Result<Outcome> {
        let findings = self.findings().await?;
        if !findings.is_clean() {
            return Ok(findings);
        }
        self.restart_with(&[]).await?.findings().await
    }
}
