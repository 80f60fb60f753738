//! The engine's side: runs the engine and does as it is told.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use engine::{
    Config, Connection, Credentials, Engine, Error, ImageSize, MemoryVault, Origin, ProfileChoice,
    Timing, TokenVault as _, VaultKey,
};
use protocol::ConversationId;
use store::{DeliveryState, InboxFilter, LocalId, MessageRow, MessageWindow, OutboxState};
use tokio::sync::mpsc;

use super::messages::{
    Command, Event, MessageView, OutboxItem, Reply, Request, SendState, Snapshot,
};

/// More rows than any campaign makes.
const EVERYTHING: u32 = 10_000_000;
/// How many of a chat's newest messages are looked at.
const NEWEST: u32 = 100;

#[derive(Clone)]
pub struct EngineOptions {
    pub data: PathBuf,
    pub server: String,
    pub token: String,
    /// How long a lost answer is looked for.
    pub settle_after: Duration,
    /// How long it waits for everything else.
    pub pace: Pace,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Pace {
    /// As short as a campaign has time for.
    #[default]
    Short,
    /// As long as on a counter PC.
    Real,
}

/// Waiting times for campaigns: everything that a user would wait minutes for happens in seconds.
pub fn short_timing(settle_after: Duration) -> Timing {
    Timing {
        connect_timeout: Duration::from_secs(3),
        ack_timeout: Duration::from_secs(2),
        call_timeout: Duration::from_secs(2),
        wake_timeout: Duration::from_millis(2500),
        wake_pause: Duration::from_millis(100),
        waking_after: Duration::from_millis(700),
        backoff_first: Duration::from_millis(50),
        backoff_longest: Duration::from_millis(300),
        stable_after: Duration::from_secs(2),
        confirm_after: Duration::from_secs(1),
        confirm_every: Duration::from_millis(50),
        list_every: Duration::from_secs(2),
        sweep_every: Duration::from_secs(4),
        poll_every: Duration::from_millis(200),
        socket_retry_every: Duration::from_millis(500),
        heartbeat: Duration::from_millis(500),
        settle_after,
        settle_every: settle_after / 5,
        resend_first: Duration::from_millis(50),
        resend_longest: Duration::from_millis(500),
        media_timeout: Duration::from_secs(5),
        retention_after: Duration::from_millis(500),
        retention_every: Duration::from_millis(500),
        free_pages_after: Duration::from_secs(5),
        ..Timing::default()
    }
}

/// Runs the engine until it is told to shut down, or nobody listens any more.
pub async fn run(options: EngineOptions) -> Result<()> {
    let runner = Runner::start(options).await?;
    let (requests, mut given) = mpsc::unbounded_channel();
    std::thread::spawn(move || read_requests(&requests));
    let (writes, mut to_write) = mpsc::unbounded_channel::<Request>();
    let writer = runner.clone();
    tokio::spawn(async move {
        while let Some(line) = to_write.recv().await {
            writer.answer(line).await;
        }
    });
    runner.report_connection();
    while let Some(line) = given.recv().await {
        match &line.command {
            Command::Shutdown => {
                runner.engine.shutdown().await;
                return write_event(&Event::Reply {
                    number: line.number,
                    reply: Reply::Done,
                });
            }
            Command::Send { .. }
            | Command::SaveDraft { .. }
            | Command::Retry(_)
            | Command::Discard(_)
            | Command::Restore(_)
            | Command::Edit { .. } => {
                writes.send(line).context("the writer has ended")?;
            }
            _ => {
                let runner = runner.clone();
                tokio::spawn(async move { runner.answer(line).await });
            }
        }
    }
    runner.engine.shutdown().await;
    Ok(())
}

/// A thread of its own: a runtime's standard input cannot be given up while it waits.
fn read_requests(requests: &mpsc::UnboundedSender<Request>) {
    for text in std::io::stdin().lock().lines().map_while(Result::ok) {
        match serde_json::from_str(&text) {
            Ok(line) => {
                if requests.send(line).is_err() {
                    return;
                }
            }
            Err(error) => tracing::error!(%error, text, "not a request"),
        }
    }
}

fn write_event(said: &Event) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(said)?)?;
    out.flush()?;
    Ok(())
}

#[derive(Clone)]
struct Runner {
    engine: Engine,
    options: EngineOptions,
}

impl Runner {
    async fn start(options: EngineOptions) -> Result<Self> {
        let claims = protocol::decode::token_claims(&options.token)?;
        let vault = MemoryVault::new();
        let key = VaultKey {
            server: Origin::parse(&options.server)?.to_string(),
            user: claims.user.to_string(),
        };
        vault.keep(&key, &options.token).await?;
        let engine = Engine::start(Config {
            vault: Arc::new(vault),
            timing: match options.pace {
                Pace::Short => short_timing(options.settle_after),
                Pace::Real => Timing::default(),
            },
            profile: ProfileChoice::Last,
            ..Config::new(&options.data)
        })
        .await?;
        Ok(Self { engine, options })
    }

    fn report_connection(&self) {
        let mut line = self.engine.subscribe_connection();
        tokio::spawn(async move {
            loop {
                let state: Connection = line.borrow_and_update().clone();
                if write_event(&Event::Connection { connection: state }).is_err()
                    || line.changed().await.is_err()
                {
                    return;
                }
            }
        });
    }

    async fn answer(&self, line: Request) {
        let reply = self
            .execute(line.command)
            .await
            .unwrap_or_else(|error| Reply::Failed {
                code: error.code().to_owned(),
                detail: error.detail(),
            });
        let said = Event::Reply {
            number: line.number,
            reply,
        };
        if let Err(error) = write_event(&said) {
            tracing::error!(%error, "nobody listens");
        }
    }

    async fn execute(&self, command: Command) -> Result<Reply, Error> {
        let engine = &self.engine;
        match command {
            Command::EnsureSignedIn if engine.account().is_some() => {}
            Command::EnsureSignedIn | Command::SignIn => {
                let token = self.options.token.clone();
                let credentials = Credentials::Token { token };
                engine.sign_in(&self.options.server, credentials).await?;
            }
            Command::SignOut => engine.sign_out(engine::SignOut::default()).await?,
            Command::Send { conversation, text } => {
                let local_id = engine.send(&conversation, &text).await?;
                return Ok(Reply::Acknowledged { local_id });
            }
            Command::SaveDraft { conversation, text } => {
                engine.save_draft(&conversation, &text).await?
            }
            Command::Retry(id) => engine.retry(&id).await?,
            Command::Discard(id) => engine.discard(&id).await?,
            Command::Restore(id) => engine.restore(&id).await?,
            Command::Edit { local_id, text } => engine.edit(&local_id, &text).await?,
            Command::Open(id) => {
                engine.set_shown([id.clone()])?;
                engine.open_conversation(&id).await?;
            }
            Command::Read(id) => engine.mark_read(&id).await?,
            Command::FetchAll => self.complete().await?,
            Command::NewestText(id) => {
                let row = engine.conversation(&id).await?;
                return Ok(Reply::NewestText(row.last_message.map(|last| last.content)));
            }
            Command::FetchNewest(id) => engine.refresh_messages(&id, NEWEST).await?,
            Command::HasText(id, text) => {
                let newest = MessageWindow::Newest { limit: NEWEST };
                let rows = engine.messages(&id, newest).await?.rows;
                return Ok(Reply::HasText(rows.iter().any(|row| row.content == text)));
            }
            Command::Image(id) => drop(engine.image(&id, ImageSize::Thumbnail).await?),
            Command::PanicAt(point, words) => {
                fail::cfg(point, &format!("1*panic({words})")).map_err(Error::Internal)?;
            }
            Command::ClearCache => engine.clear_cache().await?,
            Command::Outbox => return Ok(Reply::Outbox(self.outbox().await?)),
            Command::Snapshot => {
                let rows = engine.inbox(InboxFilter::All, EVERYTHING).await?.rows;
                let chats = rows.into_iter().map(|row| row.id).collect();
                return Ok(Reply::Snapshot(self.snapshot(chats).await?));
            }
            Command::SnapshotOf(chats) => {
                return Ok(Reply::Snapshot(self.snapshot(chats).await?));
            }
            Command::TryNow => engine.try_now(),
            Command::MeasureHeap => {
                heap_memory::give_back_free_pages();
                return Ok(Reply::HeapInUse(heap_memory::bytes_in_use()));
            }
            // Told before it comes here.
            Command::Shutdown => {}
        }
        Ok(Reply::Done)
    }

    async fn complete(&self) -> Result<(), Error> {
        self.engine.refresh_inbox().await?;
        let inbox = self.engine.inbox(InboxFilter::All, EVERYTHING).await?;
        for row in inbox.rows {
            match self.engine.refresh_messages(&row.id, EVERYTHING).await {
                // A place that only the outbox speaks of: the server has nothing to show there.
                Ok(()) | Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn outbox(&self) -> Result<Vec<OutboxItem>, Error> {
        let outbox = self.engine.outbox().await?;
        Ok(outbox
            .rows
            .into_iter()
            .map(|entry| OutboxItem {
                details: format!("{:?}, waits for {:?}", entry.state, entry.waits),
                waiting: match entry.state {
                    OutboxState::Failed { code, .. } => SendState::Failed(code),
                    OutboxState::Cancelled { .. } => SendState::Cancelled,
                    OutboxState::Pending | OutboxState::Sending | OutboxState::Checking => {
                        SendState::InProgress
                    }
                },
                local_id: entry.local_id,
                conversation: entry.conversation,
                text: entry.text,
            })
            .collect())
    }

    async fn snapshot(&self, chats: Vec<ConversationId>) -> Result<Snapshot, Error> {
        let mut snapshot = Snapshot::default();
        for id in chats {
            let window = MessageWindow::Newest { limit: EVERYTHING };
            let messages = self.engine.messages(&id, window).await?;
            let rows = messages.rows.into_iter().map(shown).collect();
            match self.engine.conversation(&id).await {
                Ok(row) => {
                    let draft = row.draft.map(|draft| (id.clone(), draft));
                    snapshot.drafts.extend(draft);
                }
                Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
            snapshot.chats.push((id, rows));
        }
        snapshot.outbox = self.outbox().await?;
        Ok(snapshot)
    }
}

fn shown(row: MessageRow) -> MessageView {
    let on_server = matches!(
        row.delivery,
        DeliveryState::Sent | DeliveryState::Read | DeliveryState::Received
    );
    MessageView {
        key: row.key,
        id: row.id.map(|id| id.to_string()),
        local_id: row.local_id.map(|id| LocalId(id.0)),
        mine: row.mine,
        text: row.content,
        on_server,
        gap_before: row.gap_before,
    }
}
