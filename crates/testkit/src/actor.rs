//! The actor: the engine as a process of its own, on a data folder that outlives it, driven by lines of
//! JSON. It says that a message was acknowledged only after `Engine::send` has answered; what it
//! was told and what it said is known outside of it, so that it can be killed at any moment.

mod play;
mod words;

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use engine::Connection;
use protocol::ConversationId;
use store::LocalId;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};
use tokio::sync::{oneshot, watch};

pub use play::{Pace, Role, play, short_timing};
pub use words::{Answer, Dump, Order, Shown, Unsent, Waiting};
use words::{Line, Said};

use crate::program;

/// How long an actor may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much of what it wrote to its log is kept.
const LOG_KEPT: usize = 400;

/// What an actor is started with.
#[derive(Clone, Debug)]
pub struct ActorPlan {
    /// Its data folder; an actor started again on it goes on.
    pub data: PathBuf,
    /// The server, or the proxy before it.
    pub server: String,
    /// Its token.
    pub token: String,
    /// How long a lost answer is looked for.
    pub settle_after: Duration,
    /// Variables of its environment: where to stop, how to log.
    pub environment: Vec<(String, String)>,
    /// The program; `None`: this crate's own. For one that was built for another system.
    pub program: Option<Vec<String>>,
}

impl ActorPlan {
    /// An actor with a settle time of one second.
    #[must_use]
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
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    fn command(&self) -> Result<tokio::process::Command> {
        let mut command = match self.program.as_deref() {
            Some([first, rest @ ..]) => {
                let mut command = tokio::process::Command::new(first);
                command
                    .args(rest)
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .kill_on_drop(true);
                command
            }
            _ => program::command("actor")?,
        };
        command
            .arg("--data")
            .arg(&self.data)
            .args(["--server", &self.server])
            .args(["--settle-ms", &self.settle_after.as_millis().to_string()])
            .env("AVVENTO_ACTOR_TOKEN", &self.token)
            .envs(self.environment.iter().cloned());
        Ok(command)
    }
}

/// What is known of an actor from what it said.
#[derive(Default)]
struct Heard {
    /// Orders that want an answer; `None` once nothing more will come.
    open: Mutex<Option<HashMap<u64, oneshot::Sender<Answer>>>>,
    log: Mutex<Vec<String>>,
}

/// A running engine process.
pub struct Actor {
    child: Child,
    orders: Arc<tokio::sync::Mutex<(u64, ChildStdin)>>,
    heard: Arc<Heard>,
    line: watch::Receiver<Option<Connection>>,
    stopped: watch::Receiver<Option<String>>,
}

impl Actor {
    /// Starts the process. It opens the profile that its folder knows; a new one has to be told to
    /// sign in ([`Actor::enter`]).
    ///
    /// # Errors
    /// When the program was not built.
    pub fn start(plan: &ActorPlan) -> Result<Self> {
        let mut child = plan.command()?.spawn().context("starting an actor")?;
        let orders = child.stdin.take().context("its input")?;
        let output = child.stdout.take().context("its output")?;
        let errors = child.stderr.take().context("its log")?;
        let heard = Arc::new(Heard::default());
        if let Ok(mut open) = heard.open.lock() {
            *open = Some(HashMap::new());
        }
        let (says_line, line) = watch::channel(None);
        let (says_stopped, stopped) = watch::channel(None);
        tokio::spawn(hear(output, heard.clone(), says_line));
        tokio::spawn(hear_log(errors, heard.clone(), says_stopped));
        Ok(Self {
            child,
            orders: Arc::new(tokio::sync::Mutex::new((0, orders))),
            heard,
            line,
            stopped,
        })
    }

    /// Gives an order and waits for the answer. Fails as soon as the process is gone; stands still
    /// with it when it stops at a point (see [`Actor::stopped`]).
    ///
    /// # Errors
    /// When the process ends or does not answer in a minute.
    pub async fn ask(&self, order: Order) -> Result<Answer> {
        let (answered, answer) = oneshot::channel();
        {
            let mut orders = self.orders.lock().await;
            orders.0 += 1;
            let number = orders.0;
            match self.heard.open().as_mut() {
                Some(open) => open.insert(number, answered),
                None => bail!("the actor has ended"),
            };
            let mut line = serde_json::to_string(&Line { number, order })?;
            line.push('\n');
            orders
                .1
                .write_all(line.as_bytes())
                .await
                .context("the actor has ended")?;
            orders.1.flush().await?;
        }
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        let answer = answer.with_context(|| format!("the actor is silent:\n{}", self.log()))?;
        answer.context("the actor ended before it answered")
    }

    /// As [`Actor::ask`], where the engine's refusal is an error too.
    ///
    /// # Errors
    /// As [`Actor::ask`], and what the engine says.
    pub async fn order(&self, order: Order) -> Result<Answer> {
        match self.ask(order).await? {
            Answer::Failed { code, detail } => bail!("the engine says {code}: {detail:?}"),
            answer => Ok(answer),
        }
    }

    /// Waits until it is ready, and signs in where the folder knows nobody.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn enter(&self) -> Result<()> {
        self.order(Order::Enter).await.map(drop)
    }

    /// Sends; answers with the local id once the engine has acknowledged it.
    ///
    /// # Errors
    /// What the engine says; when the process ends.
    pub async fn send(&self, conversation: &ConversationId, text: &str) -> Result<LocalId> {
        let order = Order::Send {
            conversation: conversation.clone(),
            text: text.to_owned(),
        };
        match self.order(order).await? {
            Answer::Acknowledged { local_id } => Ok(local_id),
            other => bail!("not an acknowledgement: {other:?}"),
        }
    }

    /// Saves a draft; an empty one forgets it.
    ///
    /// # Errors
    /// What the engine says; when the process ends.
    pub async fn draft(&self, conversation: &ConversationId, text: &str) -> Result<()> {
        let order = Order::Draft {
            conversation: conversation.clone(),
            text: text.to_owned(),
        };
        self.order(order).await.map(drop)
    }

    /// Everything that the engine shows.
    ///
    /// # Errors
    /// What the engine says; when the process ends.
    pub async fn dump(&self) -> Result<Dump> {
        match self.order(Order::Dump).await? {
            Answer::Dumped(dump) => Ok(dump),
            other => bail!("not a dump: {other:?}"),
        }
    }

    /// What waits in the outbox.
    ///
    /// # Errors
    /// What the engine says; when the process ends.
    pub async fn unsent(&self) -> Result<Vec<Unsent>> {
        match self.order(Order::Outbox).await? {
            Answer::Outbox(entries) => Ok(entries),
            other => bail!("not an outbox: {other:?}"),
        }
    }

    /// Follows how the line is; `None` before the engine has started.
    #[must_use]
    pub fn line(&self) -> watch::Receiver<Option<Connection>> {
        self.line.clone()
    }

    /// Follows whether it stands still at a point, and which.
    #[must_use]
    pub fn stopped(&self) -> watch::Receiver<Option<String>> {
        self.stopped.clone()
    }

    /// The process's id, while it runs.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// The end of what it wrote to its log.
    #[must_use]
    pub fn log(&self) -> String {
        self.heard.log().join("\n")
    }

    /// Kills it (SIGKILL; TerminateProcess on Windows).
    ///
    /// # Errors
    /// The system's.
    pub async fn kill(mut self) -> Result<()> {
        program::kill(&mut self.child).await
    }

    /// Shuts the engine down cleanly and waits for the process to end.
    ///
    /// # Errors
    /// When it does not end in a minute.
    pub async fn shut_down(mut self) -> Result<()> {
        self.order(Order::Shutdown).await?;
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        ended.context("the actor did not end")??;
        Ok(())
    }
}

impl Heard {
    fn open(&self) -> std::sync::MutexGuard<'_, Option<HashMap<u64, oneshot::Sender<Answer>>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn hear(output: ChildStdout, heard: Arc<Heard>, line: watch::Sender<Option<Connection>>) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(text)) = lines.next_line().await {
        match serde_json::from_str(&text) {
            Ok(Said::Line { line: state }) => {
                line.send_replace(Some(state));
            }
            Ok(Said::Answer { number, answer }) => {
                let waiting = heard.open().as_mut().and_then(|open| open.remove(&number));
                if let Some(waiting) = waiting {
                    // Whoever asked may have given up.
                    drop(waiting.send(answer));
                }
            }
            Err(error) => tracing::error!(%error, text, "an actor speaks in tongues"),
        }
    }
    // Whoever waits hears that nothing more will come.
    *heard.open() = None;
}

async fn hear_log(errors: ChildStderr, heard: Arc<Heard>, stopped: watch::Sender<Option<String>>) {
    let mut lines = BufReader::new(errors).lines();
    while let Ok(Some(text)) = lines.next_line().await {
        if let Some(point) = text.strip_prefix("stopped at ") {
            stopped.send_replace(Some(point.trim().to_owned()));
        }
        tracing::debug!(target: "actor", "{text}");
        let mut log = heard.log();
        if log.len() >= LOG_KEPT {
            log.remove(0);
        }
        log.push(text);
    }
}
