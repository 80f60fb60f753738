//! The actor's side: runs the engine and does as it is told.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use engine::{
    Config, Connection, Credentials, Engine, Error, MemoryVault, Origin, ProfileChoice, Timing,
    TokenVault as _, VaultKey,
};
use store::{DeliveryState, InboxFilter, LocalId, MessageRow, MessageWindow, OutboxStanding};
use tokio::sync::mpsc;

use super::words::{Answer, Dump, Line, Order, Said, Shown, Unsent, Waiting};

/// More rows than any campaign makes.
const EVERYTHING: u32 = 10_000_000;

/// Whom an actor plays.
#[derive(Clone)]
pub struct Role {
    /// The data folder.
    pub data: PathBuf,
    /// The server.
    pub server: String,
    /// The token.
    pub token: String,
    /// How long a lost answer is looked for.
    pub settle_after: Duration,
    /// How long it waits for everything else.
    pub pace: Pace,
}

/// How long an actor waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Pace {
    /// As short as a campaign has time for.
    #[default]
    Short,
    /// As long as on a counter PC.
    Real,
}

/// Waiting times for campaigns: everything that a user would wait minutes for happens in seconds.
#[must_use]
pub fn short_timing(settle_after: Duration) -> Timing {
    Timing {
        connect_patience: Duration::from_secs(3),
        ack_patience: Duration::from_secs(2),
        call_patience: Duration::from_secs(2),
        wake_patience: Duration::from_millis(2500),
        wake_pause: Duration::from_millis(100),
        waking_after: Duration::from_millis(700),
        backoff_first: Duration::from_millis(50),
        backoff_longest: Duration::from_millis(300),
        stable_after: Duration::from_secs(2),
        list_every: Duration::from_secs(2),
        sweep_every: Duration::from_secs(4),
        poll_every: Duration::from_millis(200),
        socket_again_every: Duration::from_millis(500),
        heartbeat: Duration::from_millis(500),
        settle_after,
        settle_every: settle_after / 5,
        resend_first: Duration::from_millis(50),
        resend_longest: Duration::from_millis(500),
        media_patience: Duration::from_secs(5),
        ..Timing::default()
    }
}

/// Runs the engine until it is told to shut down, or nobody listens any more.
///
/// # Errors
/// When the engine does not start.
pub async fn play(role: Role) -> Result<()> {
    let player = Player::start(role).await?;
    let (orders, mut given) = mpsc::unbounded_channel();
    std::thread::spawn(move || read_orders(&orders));
    let (writes, mut to_write) = mpsc::unbounded_channel::<Line>();
    let writer = player.clone();
    tokio::spawn(async move {
        while let Some(line) = to_write.recv().await {
            writer.carry_out(line).await;
        }
    });
    player.follow_the_line();
    while let Some(line) = given.recv().await {
        match &line.order {
            Order::Shutdown => {
                player.engine.shutdown().await;
                return say(&Said::Answer {
                    number: line.number,
                    answer: Answer::Done,
                });
            }
            Order::Send { .. }
            | Order::Draft { .. }
            | Order::Retry(_)
            | Order::Discard(_)
            | Order::Restore(_)
            | Order::Edit { .. } => {
                writes.send(line).context("the writer has ended")?;
            }
            _ => {
                let player = player.clone();
                tokio::spawn(async move { player.carry_out(line).await });
            }
        }
    }
    player.engine.shutdown().await;
    Ok(())
}

/// A thread of its own: a runtime's standard input cannot be given up while it waits.
fn read_orders(orders: &mpsc::UnboundedSender<Line>) {
    for text in std::io::stdin().lock().lines().map_while(Result::ok) {
        match serde_json::from_str(&text) {
            Ok(line) => {
                if orders.send(line).is_err() {
                    return;
                }
            }
            Err(error) => tracing::error!(%error, text, "not an order"),
        }
    }
}

fn say(said: &Said) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(said)?)?;
    out.flush()?;
    Ok(())
}

#[derive(Clone)]
struct Player {
    engine: Engine,
    role: Role,
}

impl Player {
    async fn start(role: Role) -> Result<Self> {
        let claims = protocol::decode::token_claims(&role.token)?;
        let vault = MemoryVault::new();
        let key = VaultKey {
            server: Origin::parse(&role.server)?.to_string(),
            user: claims.user.to_string(),
        };
        vault.keep(&key, &role.token).await?;
        let engine = Engine::start(Config {
            vault: Arc::new(vault),
            timing: match role.pace {
                Pace::Short => short_timing(role.settle_after),
                Pace::Real => Timing::default(),
            },
            profile: ProfileChoice::Last,
            ..Config::new(&role.data)
        })
        .await?;
        Ok(Self { engine, role })
    }

    fn follow_the_line(&self) {
        let mut line = self.engine.connection();
        tokio::spawn(async move {
            loop {
                let state: Connection = line.borrow_and_update().clone();
                if say(&Said::Line { line: state }).is_err() || line.changed().await.is_err() {
                    return;
                }
            }
        });
    }

    async fn carry_out(&self, line: Line) {
        let answer = self
            .obey(line.order)
            .await
            .unwrap_or_else(|error| Answer::Failed {
                code: error.code().to_owned(),
                detail: error.detail(),
            });
        let said = Said::Answer {
            number: line.number,
            answer,
        };
        if let Err(error) = say(&said) {
            tracing::error!(%error, "nobody listens");
        }
    }

    async fn obey(&self, order: Order) -> Result<Answer, Error> {
        let engine = &self.engine;
        match order {
            Order::Enter if engine.account().is_some() => {}
            Order::Enter | Order::SignIn => {
                let token = self.role.token.clone();
                let credentials = Credentials::Token { token };
                engine.sign_in(&self.role.server, credentials).await?;
            }
            Order::SignOut => engine.sign_out().await?,
            Order::Send { conversation, text } => {
                let local_id = engine.send(&conversation, &text).await?;
                return Ok(Answer::Acknowledged { local_id });
            }
            Order::Draft { conversation, text } => engine.save_draft(&conversation, &text).await?,
            Order::Retry(id) => engine.retry(&id).await?,
            Order::Discard(id) => engine.discard(&id).await?,
            Order::Restore(id) => engine.restore(&id).await?,
            Order::Edit { local_id, text } => engine.edit(&local_id, &text).await?,
            Order::Open(id) => engine.opened(&id).await?,
            Order::Read(id) => engine.mark_read(&id).await?,
            Order::Complete => self.complete().await?,
            Order::Head(id) => {
                let row = engine.conversation(&id).await?;
                return Ok(Answer::Head(row.last_message.map(|last| last.content)));
            }
            Order::Outbox => return Ok(Answer::Outbox(self.outbox().await?)),
            Order::Dump => return Ok(Answer::Dumped(self.dump().await?)),
            Order::TryNow => engine.try_now(),
            // Told before it comes here.
            Order::Shutdown => {}
        }
        Ok(Answer::Done)
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

    async fn outbox(&self) -> Result<Vec<Unsent>, Error> {
        let outbox = self.engine.outbox().await?;
        Ok(outbox
            .rows
            .into_iter()
            .map(|entry| Unsent {
                words: format!("{:?}, waits for {:?}", entry.state, entry.waits),
                waiting: match entry.state {
                    OutboxStanding::Failed { code, .. } => Waiting::Failed(code),
                    OutboxStanding::Cancelled { .. } => Waiting::Cancelled,
                    OutboxStanding::Pending
                    | OutboxStanding::Sending
                    | OutboxStanding::Checking => Waiting::AtWork,
                },
                local_id: entry.local_id,
                conversation: entry.conversation,
                text: entry.text,
            })
            .collect())
    }

    async fn dump(&self) -> Result<Dump, Error> {
        let mut dump = Dump::default();
        for row in self.engine.inbox(InboxFilter::All, EVERYTHING).await?.rows {
            let window = MessageWindow::Newest { limit: EVERYTHING };
            let messages = self.engine.messages(&row.id, window).await?;
            let rows = messages.rows.into_iter().map(shown).collect();
            if let Some(draft) = row.draft {
                dump.drafts.push((row.id.clone(), draft));
            }
            dump.chats.push((row.id, rows));
        }
        dump.outbox = self.outbox().await?;
        Ok(dump)
    }
}

fn shown(row: MessageRow) -> Shown {
    let on_server = matches!(
        row.delivery,
        DeliveryState::Sent | DeliveryState::Read | DeliveryState::Received
    );
    Shown {
        key: row.key,
        id: row.id.map(|id| id.to_string()),
        local_id: row.local_id.map(|id| LocalId(id.0)),
        mine: row.mine,
        text: row.content,
        on_server,
        gap_before: row.gap_before,
    }
}
