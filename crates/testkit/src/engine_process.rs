//! The engine as a process of its own, on a data folder that outlives it, driven by lines of JSON. The process
//! reports a message as acknowledged only after `Engine::send` has answered. All requests and replies are known
//! outside of the process, so that it can be killed at any moment.

mod messages;
mod runner;
mod waits;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use engine::Connection;
use parking_lot::Mutex;
use protocol::ConversationId;
use store::LocalId;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};
use tokio::sync::{oneshot, watch};

pub use messages::{Command, MessageView, OutboxItem, Reply, SendState, Snapshot};
use messages::{Event, Request};
pub use runner::{EngineOptions, Pace, run, short_timing};

use crate::program;

/// How long an engine may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much of what it wrote to its log is kept.
const LOG_KEPT: usize = 400;

/// What an engine is started with.
#[derive(Clone, Debug)]
pub struct EngineSettings {
    /// Its data folder; an engine started again on it goes on.
    pub data: PathBuf,
    /// The server, or the proxy before it.
    pub server: String,
    pub token: String,
    /// How long a lost answer is looked for.
    pub settle_after: Duration,
    /// Variables of its environment: where to stop, how to log.
    pub environment: Vec<(String, String)>,
    /// The program; `None`: that of this build.
    pub program: Option<PathBuf>,
}

impl EngineSettings {
    /// An engine with a settle time of one second.
    pub fn new(
        data: impl Into<PathBuf>,
        server: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        Self {
            data: data.into(),
            server: server.into(),
            token: token.into(),
            settle_after: Duration::from_secs(1),
            environment: Vec::new(),
            program: None,
        }
    }

    /// The same with a variable in its environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    fn process_command(&self) -> Result<tokio::process::Command> {
        let program = match &self.program {
            Some(program) => program.clone(),
            None => program::find("engine-process")?,
        };
        let mut command = program::command(program);
        command
            .arg("--data")
            .arg(&self.data)
            .args(["--server", &self.server])
            .args(["--settle-ms", &self.settle_after.as_millis().to_string()])
            .env("AVVENTO_ENGINE_TOKEN", &self.token)
            // Its symbols take more memory than the engine: a campaign measures that.
            .env("RUST_BACKTRACE", "0")
            .envs(self.environment.iter().cloned());
        Ok(command)
    }
}

/// What the engine has written so far.
#[derive(Default)]
struct Received {
    /// Requests that wait for a reply; `None` once nothing more will come.
    open: Mutex<Option<HashMap<u64, oneshot::Sender<Reply>>>>,
    log: Mutex<Vec<String>>,
}

pub struct EngineProcess {
    child: Child,
    requests: Arc<tokio::sync::Mutex<(u64, ChildStdin)>>,
    received: Arc<Received>,
    line: watch::Receiver<Option<Connection>>,
    stopped: watch::Receiver<Option<String>>,
}

impl EngineProcess {
    /// Starts the process. It opens the profile that its folder knows; a new one has to be told to
    /// sign in ([`EngineProcess::ensure_signed_in`]).
    pub fn start(plan: &EngineSettings) -> Result<Self> {
        let mut child = plan
            .process_command()?
            .spawn()
            .context("starting an engine")?;
        let requests = child.stdin.take().context("its input")?;
        let output = child.stdout.take().context("its output")?;
        let errors = child.stderr.take().context("its log")?;
        let received = Arc::new(Received::default());
        *received.open.lock() = Some(HashMap::new());
        let (connection_sender, line) = watch::channel(None);
        let (stopped_sender, stopped) = watch::channel(None);
        tokio::spawn(read_events(output, received.clone(), connection_sender));
        tokio::spawn(read_log(errors, received.clone(), stopped_sender));
        Ok(Self {
            child,
            requests: Arc::new(tokio::sync::Mutex::new((0, requests))),
            received,
            line,
            stopped,
        })
    }

    /// Sends a command and waits for the reply. Fails as soon as the process is gone; waits as long as the process
    /// stands at a failpoint (see [`EngineProcess::stopped_at`]).
    pub async fn request(&self, command: Command) -> Result<Reply> {
        let (answered, answer) = oneshot::channel();
        {
            let mut requests = self.requests.lock().await;
            requests.0 += 1;
            let number = requests.0;
            match self.received.open.lock().as_mut() {
                Some(open) => open.insert(number, answered),
                None => bail!("the engine has ended"),
            };
            let mut line = serde_json::to_string(&Request { number, command })?;
            line.push('\n');
            requests
                .1
                .write_all(line.as_bytes())
                .await
                .context("the engine has ended")?;
            requests.1.flush().await?;
        }
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        let answer = answer.with_context(|| format!("the engine is silent:\n{}", self.log()))?;
        answer.context("the engine ended before it answered")
    }

    /// As [`EngineProcess::request`], where the engine's refusal is an error too.
    pub async fn command(&self, command: Command) -> Result<Reply> {
        match self.request(command).await? {
            Reply::Failed { code, detail } => {
                bail!("the engine says {code}: {detail:?}\n{}", self.log())
            }
            answer => Ok(answer),
        }
    }

    /// Waits until it is ready, and signs in where the folder knows nobody.
    pub async fn ensure_signed_in(&self) -> Result<()> {
        self.command(Command::EnsureSignedIn).await.map(drop)
    }

    /// Sends; answers with the local id once the engine has acknowledged it.
    pub async fn send(&self, conversation: &ConversationId, text: &str) -> Result<LocalId> {
        let command = Command::Send {
            conversation: conversation.clone(),
            text: text.to_owned(),
        };
        match self.command(command).await? {
            Reply::Acknowledged { local_id } => Ok(local_id),
            other => bail!("not an acknowledgement: {other:?}"),
        }
    }

    /// Saves a draft; an empty one forgets it.
    pub async fn draft(&self, conversation: &ConversationId, text: &str) -> Result<()> {
        let command = Command::SaveDraft {
            conversation: conversation.clone(),
            text: text.to_owned(),
        };
        self.command(command).await.map(drop)
    }

    pub async fn snapshot(&self) -> Result<Snapshot> {
        match self.command(Command::Snapshot).await? {
            Reply::Snapshot(snapshot) => Ok(snapshot),
            other => bail!("not a snapshot: {other:?}"),
        }
    }

    /// A snapshot of these chats alone.
    pub async fn snapshot_of(&self, chats: Vec<ConversationId>) -> Result<Snapshot> {
        match self.command(Command::SnapshotOf(chats)).await? {
            Reply::Snapshot(snapshot) => Ok(snapshot),
            other => bail!("not a snapshot: {other:?}"),
        }
    }

    pub async fn outbox(&self) -> Result<Vec<OutboxItem>> {
        match self.command(Command::Outbox).await? {
            Reply::Outbox(entries) => Ok(entries),
            other => bail!("not an outbox: {other:?}"),
        }
    }

    /// Follows how the line is; `None` before the engine has started.
    pub fn connection(&self) -> watch::Receiver<Option<Connection>> {
        self.line.clone()
    }

    /// Follows whether it stands still at a point, and which.
    pub fn stopped_at(&self) -> watch::Receiver<Option<String>> {
        self.stopped.clone()
    }

    /// The process's id, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// The end of what it wrote to its log.
    pub fn log(&self) -> String {
        self.received.log.lock().join("\n")
    }

    /// Kills it (SIGKILL; TerminateProcess on Windows).
    pub async fn kill(mut self) -> Result<()> {
        program::kill(&mut self.child).await
    }

    /// Shuts the engine down cleanly and waits for the process to end.
    pub async fn shut_down(mut self) -> Result<()> {
        self.command(Command::Shutdown).await?;
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        ended.context("the engine did not end")??;
        Ok(())
    }
}

async fn read_events(
    output: ChildStdout,
    received: Arc<Received>,
    line: watch::Sender<Option<Connection>>,
) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(text)) = lines.next_line().await {
        match serde_json::from_str(&text) {
            Ok(Event::Connection { connection: state }) => {
                line.send_replace(Some(state));
            }
            Ok(Event::Reply { number, reply }) => {
                let waiting = received
                    .open
                    .lock()
                    .as_mut()
                    .and_then(|open| open.remove(&number));
                if let Some(waiting) = waiting {
                    // The caller may have given up.
                    drop(waiting.send(reply));
                }
            }
            Err(error) => tracing::error!(%error, text, "a line of the engine cannot be read"),
        }
    }
    // Dropping the senders tells the callers that no reply will come.
    *received.open.lock() = None;
}

async fn read_log(
    errors: ChildStderr,
    received: Arc<Received>,
    stopped: watch::Sender<Option<String>>,
) {
    let mut lines = BufReader::new(errors).lines();
    while let Ok(Some(text)) = lines.next_line().await {
        if let Some(point) = text.strip_prefix("stopped at ") {
            stopped.send_replace(Some(point.trim().to_owned()));
        }
        tracing::debug!(target: "engine", "{text}");
        let mut log = received.log.lock();
        if log.len() >= LOG_KEPT {
            log.remove(0);
        }
        log.push(text);
    }
}
