//! The reference backend on one data folder and one port, as a process of its own that can
//! be killed, frozen and started again, or within this process.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use backend::{NewUser, Server, Settings};
use futures_util::FutureExt as _;
use protocol::Role;
use serde::{Deserialize, Serialize};
use testkit_net::{Person, Proxy};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;
use tokio::sync::Mutex;

use crate::program;

/// How long a backend may take to say where it listens.
const PATIENCE: Duration = Duration::from_secs(30);

/// Who has an account, with which role: one admin and three others.
const ACCOUNTS: [(&str, &str); 4] = [
    ("mudir", "admin"),
    ("salma", "user"),
    ("karim", "user"),
    ("matam", "restaurant"),
];

/// How often the server pings a socket, and how long it waits for the pong.
const PING: Duration = Duration::from_secs(1);

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
    data: PathBuf,
    kind: Kind,
    ready: Ready,
    instance: Mutex<Instance>,
}

impl BackendProcess {
    /// Starts a backend as a process of its own.
    pub async fn spawn(data: PathBuf) -> Result<Self> {
        Self::begin(data, Kind::Process).await
    }

    /// Starts a backend within this process.
    pub async fn in_process(data: PathBuf) -> Result<Self> {
        Self::begin(data, Kind::InProcess).await
    }

    async fn begin(data: PathBuf, kind: Kind) -> Result<Self> {
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (instance, ready) = launch(&data, kind, anywhere).await?;
        Ok(Self {
            data,
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

    /// A proxy before it, whose faults may restart it.
    pub async fn proxied(self: &Arc<Self>) -> Result<Proxy> {
        let backend = self.clone();
        let restart = move || {
            let backend = backend.clone();
            async move { backend.restart().await }.boxed()
        };
        Proxy::to_restartable(self.address(), Box::new(restart)).await
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
            let (launched, _) = launch(&self.data, self.kind, self.address()).await?;
            *instance = launched;
        }
        Ok(())
    }

    /// Kills it and starts it again.
    pub async fn restart(&self) -> Result<()> {
        let mut instance = self.instance.lock().await;
        stop_instance(&mut instance).await?;
        let (launched, _) = launch(&self.data, self.kind, self.address()).await?;
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

async fn launch(data: &Path, kind: Kind, listen: SocketAddr) -> Result<(Instance, Ready)> {
    match kind {
        Kind::InProcess => {
            let (running, ready) = serve(data, listen).await?;
            Ok((Instance::InProcess(running), ready))
        }
        Kind::Process => {
            let (child, ready) = spawn_program(data, listen).await?;
            Ok((Instance::Process(child), ready))
        }
    }
}

/// Starts the backend in this process, with its people.
pub async fn serve(data: &Path, listen: SocketAddr) -> Result<(Server, Ready)> {
    let running = backend::start(Settings {
        listen,
        data: Some(data.to_owned()),
        ping_interval: PING,
        ping_timeout: PING,
        login_limit: None,
        user_rates: None,
        content: backend::ContentRules::Unchecked,
        // The harder case, and the server that is live.
        idempotency: backend::Idempotency::None,
        // A campaign signs in again with the token that it was given.
        sign_out: backend::SignOut::KeepsTokens,
        ..Settings::default()
    })
    .await?;
    let mut tokens = HashMap::new();
    for (name, role) in ACCOUNTS {
        match running
            .add_user(NewUser::new(name, name, Role::from_word(role)))
            .await
        {
            Ok(_) | Err(backend::Error::UsernameTaken(_)) => {}
            Err(error) => return Err(error.into()),
        }
        tokens.insert(name.to_owned(), running.issue_token(name).await?);
    }
    let address = running.address();
    Ok((running, Ready { address, tokens }))
}

async fn spawn_program(data: &Path, listen: SocketAddr) -> Result<(Child, Ready)> {
    let mut command = program::command(program::find("backend-process")?);
    command
        .arg("--data")
        .arg(data)
        .args(["--listen", &listen.to_string()])
        .stderr(std::process::Stdio::inherit());
    let mut child = command.spawn().context("starting the backend")?;
    let output = child.stdout.take().context("its output")?;
    let mut lines = BufReader::new(output).lines();
    let first = tokio::time::timeout(PATIENCE, lines.next_line()).await;
    let line = first
        .context("the backend said nothing in time")??
        .context("the backend ended without a word")?;
    let ready = serde_json::from_str(&line).with_context(|| format!("not a ready line: {line}"))?;
    Ok((child, ready))
}
