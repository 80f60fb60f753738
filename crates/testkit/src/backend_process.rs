//! The reference backend on one data folder and one port, as a process of its own that can
//! be killed, frozen and started again, or within this process.

mod account;
mod person;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use backend::{Dialect, Server, Settings};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;
use tokio::sync::Mutex;

pub use account::Account;
pub use person::{Person, Stored};

use crate::program;

/// How long a backend may take to say where it listens.
const PATIENCE: Duration = Duration::from_secs(30);

/// Who plays what: one admin and three others.
pub const ACCOUNTS: [(&str, &str); 4] = [
    ("mudir", "admin"),
    ("salma", "user"),
    ("karim", "user"),
    ("matam", "restaurant"),
];

/// What a backend is set up with.
#[derive(Clone, Debug)]
pub struct BackendSettings {
    /// Where its state lies; kept between starts.
    pub data: PathBuf,
    pub people: Vec<Account>,
    /// How often the server pings a socket, and how long it waits for the pong.
    pub ping: Duration,
    pub dialect: Dialect,
}

impl BackendSettings {
    /// A backend with [`ACCOUNTS`] on a data folder, pinging every second.
    pub fn on(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            people: ACCOUNTS
                .iter()
                .map(|(name, role)| Account::new(name, role))
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

/// Where a backend listens and the tokens of its people: its first line of output.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ready {
    pub address: SocketAddr,
    pub tokens: HashMap<String, String>,
}

enum Instance {
    Down,
    InProcess(Server),
    Process(Child),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    InProcess,
    Process,
}

/// A backend that can be stopped and started again, on the same folder and port.
pub struct BackendProcess {
    plan: BackendSettings,
    kind: Kind,
    ready: Ready,
    instance: Mutex<Instance>,
}

impl BackendProcess {
    /// Starts a backend as a process of its own.
    pub async fn spawn(plan: BackendSettings) -> Result<Self> {
        Self::begin(plan, Kind::Process).await
    }

    /// Starts a backend within this process.
    pub async fn in_process(plan: BackendSettings) -> Result<Self> {
        Self::begin(plan, Kind::InProcess).await
    }

    async fn begin(plan: BackendSettings, kind: Kind) -> Result<Self> {
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (instance, ready) = launch(&plan, kind, anywhere).await?;
        Ok(Self {
            plan,
            kind,
            ready,
            instance: Mutex::new(instance),
        })
    }

    /// Where it listens, up or down.
    pub fn address(&self) -> SocketAddr {
        self.ready.address
    }

    /// `http://ADDRESS`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// A token of somebody's, good for a week, over restarts too.
    pub fn token(&self, username: &str) -> Result<String> {
        let token = self.ready.tokens.get(username);
        token
            .cloned()
            .with_context(|| format!("nobody is called {username}"))
    }

    /// Somebody who talks with the backend directly, over REST.
    pub fn person(&self, username: &str) -> Result<Person> {
        Person::new(self.url(), self.token(username)?)
    }

    /// Takes it down at once: a process is killed, and what it was doing broken off.
    pub async fn kill(&self) -> Result<()> {
        let mut instance = self.instance.lock().await;
        stop_instance(&mut instance).await
    }

    /// Starts it again after [`BackendProcess::kill`]; does nothing while it is up.
    pub async fn start_again(&self) -> Result<()> {
        let mut instance = self.instance.lock().await;
        if matches!(*instance, Instance::Down) {
            let (launched, _) = launch(&self.plan, self.kind, self.address()).await?;
            *instance = launched;
        }
        Ok(())
    }

    /// Kills it and starts it again.
    pub async fn restart(&self) -> Result<()> {
        let mut instance = self.instance.lock().await;
        stop_instance(&mut instance).await?;
        let (launched, _) = launch(&self.plan, self.kind, self.address()).await?;
        *instance = launched;
        Ok(())
    }

    /// Freezes the process (SIGSTOP): its sockets stay open, and nothing answers.
    pub async fn freeze(&self) -> Result<()> {
        self.signal("-STOP").await
    }

    /// Lets a frozen process go on (SIGCONT).
    pub async fn thaw(&self) -> Result<()> {
        self.signal("-CONT").await
    }

    async fn signal(&self, which: &str) -> Result<()> {
        ensure!(cfg!(unix), "only a Unix can freeze a process");
        let instance = self.instance.lock().await;
        let Instance::Process(child) = &*instance else {
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

async fn stop_instance(instance: &mut Instance) -> Result<()> {
    match std::mem::replace(instance, Instance::Down) {
        Instance::Down => {}
        Instance::InProcess(running) => running.stop().await,
        Instance::Process(mut child) => program::kill(&mut child).await?,
    }
    Ok(())
}

async fn launch(
    plan: &BackendSettings,
    kind: Kind,
    listen: SocketAddr,
) -> Result<(Instance, Ready)> {
    match kind {
        Kind::InProcess => {
            let (running, ready) = serve(plan, listen).await?;
            Ok((Instance::InProcess(running), ready))
        }
        Kind::Process => {
            let (child, ready) = spawn_program(plan, listen).await?;
            Ok((Instance::Process(child), ready))
        }
    }
}

/// Starts the backend in this process, with its people.
pub async fn serve(plan: &BackendSettings, listen: SocketAddr) -> Result<(Server, Ready)> {
    let running = backend::start(plan.settings(listen)).await?;
    let mut tokens = HashMap::new();
    for account in &plan.people {
        match running.add_user(account.new_user()).await {
            Ok(_) | Err(backend::Error::UsernameTaken(_)) => {}
            Err(error) => return Err(error.into()),
        }
        tokens.insert(
            account.username.clone(),
            running.issue_token(&account.username).await?,
        );
    }
    let address = running.address();
    Ok((running, Ready { address, tokens }))
}

async fn spawn_program(plan: &BackendSettings, listen: SocketAddr) -> Result<(Child, Ready)> {
    let mut command = program::command("backend-process")?;
    command
        .arg("--data")
        .arg(&plan.data)
        .args(["--listen", &listen.to_string()])
        .args(["--ping-ms", &plan.ping.as_millis().to_string()])
        .stderr(std::process::Stdio::inherit());
    if plan.dialect == Dialect::Live {
        command.args(["--dialect", "live"]);
    }
    for account in &plan.people {
        command.args(["--person", &account.to_string()]);
    }
    let mut child = command.spawn().context("starting the backend")?;
    let output = child.stdout.take().context("its output")?;
    let mut lines = BufReader::new(output).lines();
    let first = tokio::time::timeout(PATIENCE, lines.next_line()).await;
    let line = first
        .context("the backend said nothing in time")??
        .context("the backend ended without a word")?;
    let ready = serde_json::from_str(&line).with_context(|| format!("not an ready: {line}"))?;
    Ok((child, ready))
}
