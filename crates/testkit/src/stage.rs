//! The stage: the reference backend on one data folder and one port, as a process of its own that can
//! be killed, frozen and started again, or within this process.

mod part;
mod person;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use backend::{Dialect, Running, Settings};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;
use tokio::sync::Mutex;

pub use part::Part;
pub use person::{Person, Stored};

use crate::program;

/// How long a backend may take to say where it listens.
const PATIENCE: Duration = Duration::from_secs(30);

/// Who plays what: one admin and three others.
pub const CAST: [(&str, &str); 4] = [
    ("mudir", "admin"),
    ("salma", "user"),
    ("karim", "user"),
    ("matam", "restaurant"),
];

/// What a stage is set up with.
#[derive(Clone, Debug)]
pub struct StagePlan {
    /// Where its state lies; kept between starts.
    pub data: PathBuf,
    /// Who has an account.
    pub people: Vec<Part>,
    /// How often the server pings a socket, and how long it waits for the pong.
    pub ping: Duration,
    /// The shape of the payloads.
    pub dialect: Dialect,
}

impl StagePlan {
    /// A stage with [`CAST`] on a data folder, pinging every second.
    #[must_use]
    pub fn on(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            people: CAST
                .iter()
                .map(|(name, role)| Part::new(name, role))
                .collect(),
            ping: Duration::from_secs(1),
            dialect: Dialect::Documented,
        }
    }

    fn settings(&self, listen: SocketAddr) -> Settings {
        Settings {
            listen,
            data: Some(self.data.clone()),
            dialect: self.dialect,
            ping_interval: self.ping,
            ping_timeout: self.ping,
            login_limit: None,
            ..Settings::default()
        }
    }
}

/// Where a stage listens and the tokens of its people: its first line of output.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opening {
    /// Where it listens.
    pub address: SocketAddr,
    /// A token of each, by username.
    pub tokens: HashMap<String, String>,
}

enum House {
    Down,
    Within(Running),
    Process(Child),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Within,
    Process,
}

/// A backend that can be stopped and started again, on the same folder and port.
pub struct Stage {
    plan: StagePlan,
    kind: Kind,
    opening: Opening,
    house: Mutex<House>,
}

impl Stage {
    /// Starts a backend as a process of its own.
    ///
    /// # Errors
    /// When the program was not built or the backend does not start.
    pub async fn start(plan: StagePlan) -> Result<Self> {
        Self::begin(plan, Kind::Process).await
    }

    /// Starts a backend within this process.
    ///
    /// # Errors
    /// When the backend does not start.
    pub async fn within(plan: StagePlan) -> Result<Self> {
        Self::begin(plan, Kind::Within).await
    }

    async fn begin(plan: StagePlan, kind: Kind) -> Result<Self> {
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (house, opening) = raise(&plan, kind, anywhere).await?;
        Ok(Self {
            plan,
            kind,
            opening,
            house: Mutex::new(house),
        })
    }

    /// Where it listens, up or down.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.opening.address
    }

    /// `http://ADDRESS`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// A token of somebody's, good for a week, over restarts too.
    ///
    /// # Errors
    /// When nobody of the plan has this username.
    pub fn token(&self, username: &str) -> Result<String> {
        let token = self.opening.tokens.get(username);
        token
            .cloned()
            .with_context(|| format!("nobody is called {username}"))
    }

    /// Somebody who talks with the backend directly, over REST.
    ///
    /// # Errors
    /// When nobody of the plan has this username.
    pub fn person(&self, username: &str) -> Result<Person> {
        Person::new(self.url(), self.token(username)?)
    }

    /// Takes it down at once: a process is killed, and what it was doing broken off.
    ///
    /// # Errors
    /// The system's.
    pub async fn kill(&self) -> Result<()> {
        let mut house = self.house.lock().await;
        take_down(&mut house).await
    }

    /// Starts it again after [`Stage::kill`]; does nothing while it is up.
    ///
    /// # Errors
    /// When the backend does not start.
    pub async fn start_again(&self) -> Result<()> {
        let mut house = self.house.lock().await;
        if matches!(*house, House::Down) {
            let (raised, _) = raise(&self.plan, self.kind, self.address()).await?;
            *house = raised;
        }
        Ok(())
    }

    /// Kills it and starts it again.
    ///
    /// # Errors
    /// When the backend does not start.
    pub async fn restart(&self) -> Result<()> {
        let mut house = self.house.lock().await;
        take_down(&mut house).await?;
        let (raised, _) = raise(&self.plan, self.kind, self.address()).await?;
        *house = raised;
        Ok(())
    }

    /// Freezes the process (SIGSTOP): its sockets stay open, and nothing answers.
    ///
    /// # Errors
    /// When it is not a process of its own, or this is no Unix.
    pub async fn freeze(&self) -> Result<()> {
        self.signal("-STOP").await
    }

    /// Lets a frozen process go on (SIGCONT).
    ///
    /// # Errors
    /// As [`Stage::freeze`].
    pub async fn thaw(&self) -> Result<()> {
        self.signal("-CONT").await
    }

    async fn signal(&self, which: &str) -> Result<()> {
        ensure!(cfg!(unix), "only a Unix can freeze a process");
        let house = self.house.lock().await;
        let House::Process(child) = &*house else {
            bail!("the backend is not a process of its own, or is down");
        };
        let id = child.id().context("the backend has ended")?;
        let sent = tokio::process::Command::new("kill")
            .args([which, &id.to_string()])
            .status()
            .await?;
        ensure!(sent.success(), "kill {which} {id}: {sent}");
        Ok(())
    }
}

async fn take_down(house: &mut House) -> Result<()> {
    match std::mem::replace(house, House::Down) {
        House::Down => {}
        House::Within(running) => running.stop().await,
        House::Process(mut child) => program::kill(&mut child).await?,
    }
    Ok(())
}

async fn raise(plan: &StagePlan, kind: Kind, listen: SocketAddr) -> Result<(House, Opening)> {
    match kind {
        Kind::Within => {
            let (running, opening) = open(plan, listen).await?;
            Ok((House::Within(running), opening))
        }
        Kind::Process => {
            let (child, opening) = spawn(plan, listen).await?;
            Ok((House::Process(child), opening))
        }
    }
}

/// Starts the backend in this process, with its people.
///
/// # Errors
/// When the backend does not start.
pub async fn open(plan: &StagePlan, listen: SocketAddr) -> Result<(Running, Opening)> {
    let running = backend::start(plan.settings(listen)).await?;
    let mut tokens = HashMap::new();
    for part in &plan.people {
        match running.add_user(part.account()).await {
            Ok(_) | Err(backend::Error::UsernameTaken(_)) => {}
            Err(error) => return Err(error.into()),
        }
        tokens.insert(
            part.username.clone(),
            running.issue_token(&part.username).await?,
        );
    }
    let address = running.address();
    Ok((running, Opening { address, tokens }))
}

async fn spawn(plan: &StagePlan, listen: SocketAddr) -> Result<(Child, Opening)> {
    let mut command = program::command("stage")?;
    command
        .arg("--data")
        .arg(&plan.data)
        .args(["--listen", &listen.to_string()])
        .args(["--ping-ms", &plan.ping.as_millis().to_string()])
        .stderr(std::process::Stdio::inherit());
    if plan.dialect == Dialect::Live {
        command.args(["--dialect", "live"]);
    }
    for part in &plan.people {
        command.args(["--person", &part.to_string()]);
    }
    let mut child = command.spawn().context("starting the backend")?;
    let output = child.stdout.take().context("its output")?;
    let mut lines = BufReader::new(output).lines();
    let first = tokio::time::timeout(PATIENCE, lines.next_line()).await;
    let line = first
        .context("the backend said nothing in time")??
        .context("the backend ended without a word")?;
    let opening = serde_json::from_str(&line).with_context(|| format!("not an opening: {line}"))?;
    Ok((child, opening))
}
