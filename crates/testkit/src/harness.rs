//! The harness: backend, proxy, engine and ledger together, with chats between them. What campaigns that
//! send through a living engine begin with and end in.

mod user;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use engine::Connection;
use protocol::ConversationId;
use tokio::time::Instant;

pub use user::User;

use crate::backend_process::{BackendProcess, BackendSettings, Person};
use crate::engine_process::{Command, EngineProcess, EngineSettings, SendState};
use crate::ledger::{Findings, Ledger, Observed};
use crate::proxy::Proxy;

/// Whose engine it is: the admin, who sits in every chat.
const ME: &str = "mudir";
/// Who opens the chats, in turns.
const CALLERS: [&str; 3] = ["salma", "karim", "matam"];
/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(100);
/// How long the cache may take to catch up with what is stored, once nothing waits any more.
const CATCHING_UP: Duration = Duration::from_secs(40);

/// Everything on its place, in fair weather.
pub struct Harness {
    /// The backend.
    pub backend: Arc<BackendProcess>,
    /// Between it and the engine.
    pub proxy: Arc<Proxy>,
    /// What was acknowledged.
    pub ledger: Arc<Ledger>,
    /// The chats, and who is at the other end of each.
    pub chats: Vec<(ConversationId, Person)>,
    plan: EngineSettings,
    engine: Arc<EngineProcess>,
    _folder: Folder,
}

/// Where it all lies: given, or for this run only.
enum Folder {
    Given(PathBuf),
    Temporary(tempfile::TempDir),
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Self::Given(path) => path,
            Self::Temporary(folder) => folder.path(),
        }
    }
}

impl Harness {
    /// Opens chats, starts an engine, and waits until it has heard of them.
    ///
    /// # Errors
    /// When one of the parts does not start.
    pub async fn open(
        folder: Option<PathBuf>,
        chats: usize,
        settle_after: Duration,
    ) -> Result<Self> {
        let folder = match folder {
            Some(path) => Folder::Given(path),
            None => Folder::Temporary(tempfile::tempdir()?),
        };
        let backend = Arc::new(
            BackendProcess::spawn(BackendSettings::on(folder.path().join("backend"))).await?,
        );
        let mut opened = Vec::new();
        for (number, caller) in CALLERS.iter().cycle().take(chats).enumerate() {
            let person = backend.person(caller)?;
            let chat = person.open_chat(&format!("chat {number}")).await?;
            opened.push((chat, person));
        }
        let proxy = Arc::new(Proxy::in_front_of(backend.clone()).await?);
        let ledger = Arc::new(Ledger::open(&folder.path().join("ledger"))?);
        let plan = EngineSettings {
            settle_after,
            ..EngineSettings::new(folder.path().join("desk"), proxy.url(), backend.token(ME)?)
        };
        let engine = Arc::new(EngineProcess::start(&plan)?);
        let harness = Self {
            backend,
            proxy,
            ledger,
            chats: opened,
            plan,
            engine,
            _folder: folder,
        };
        harness.engine.ensure_signed_in().await?;
        harness.online().await?;
        Ok(harness)
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Arc<EngineProcess> {
        self.engine.clone()
    }

    /// The one whose engine it is, talking with the backend directly.
    ///
    /// # Errors
    /// Never, while the plan holds the admin.
    pub fn me(&self) -> Result<Person> {
        self.backend.person(ME)
    }

    /// A user who answers what the engine asks.
    ///
    /// # Errors
    /// As [`Harness::me`].
    pub fn user(&self, seed: u64) -> Result<User> {
        Ok(User::new(
            self.engine(),
            self.ledger.clone(),
            self.me()?,
            seed,
        ))
    }

    /// How many messages the engine is at.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn backlog(&self) -> Result<usize> {
        let unsent = self.engine.outbox().await?;
        Ok(unsent
            .iter()
            .filter(|entry| entry.waiting == SendState::InProgress)
            .count())
    }

    /// Waits until at most so many messages are on their way.
    ///
    /// # Errors
    /// When that takes longer than `patience`: the log tells why.
    pub async fn drains_to(&self, most: usize, patience: Duration) -> Result<()> {
        let give_up = Instant::now() + patience;
        while self.backlog().await? > most {
            if Instant::now() >= give_up {
                let unsent = self.engine.outbox().await?;
                let line = self.engine.connection().borrow().clone();
                bail!(
                    "the outbox does not drain; line {line:?}; {unsent:#?}\n{}",
                    self.engine.log()
                );
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Signs out and, as soon as the line allows, in again: nothing that waits may be touched by it.
    ///
    /// # Errors
    /// When signing in does not succeed within a minute.
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

    /// Waits until the engine is online.
    ///
    /// # Errors
    /// When that takes longer than a minute.
    pub async fn online(&self) -> Result<()> {
        let mut line = self.engine.connection();
        let up = line.wait_for(|state| matches!(state, Some(Connection::Online { .. })));
        let came_up = tokio::time::timeout(Duration::from_secs(60), up).await;
        if came_up.is_err() {
            let state = self.engine.connection().borrow().clone();
            bail!("never online: {state:?}\n{}", self.engine.log());
        }
        Ok(())
    }

    /// Compares until all is well, or the engine has had every chance to catch up.
    ///
    /// # Errors
    /// When engine or backend do not answer.
    pub async fn findings(&self) -> Result<Findings> {
        let give_up = Instant::now() + CATCHING_UP;
        loop {
            let findings = self.compare().await?;
            if findings.is_clean() || Instant::now() >= give_up {
                return Ok(findings);
            }
            tokio::time::sleep(PAUSE * 5).await;
        }
    }

    async fn compare(&self) -> Result<Findings> {
        let ids: Vec<_> = self.chats.iter().map(|(id, _)| id.clone()).collect();
        let late = self.proxy.committed_after(self.plan.settle_after).await?;
        let snapshot = self.engine.snapshot().await?;
        let observed = Observed::gather(&self.me()?, &ids, snapshot).await?;
        Ok(self.ledger.compare(&Observed { late, ..observed }))
    }

    /// The last act, in fair weather and with nothing on its way: the findings as it stands, then with
    /// every gap filled, then after a clean restart.
    ///
    /// # Errors
    /// When engine or backend do not answer; when the cache shows gaps although all was fetched.
    pub async fn close(mut self) -> Result<Findings> {
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
        let engine = Arc::into_inner(self.engine).context("somebody still uses the engine")?;
        engine.shut_down().await?;
        self.engine = Arc::new(EngineProcess::start(&self.plan)?);
        self.engine.ensure_signed_in().await?;
        self.online().await?;
        self.findings().await
    }
}
