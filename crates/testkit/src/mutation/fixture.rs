//! A small backend for one mutation: a backend, a proxy before it, one chat, and one engine after the other.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Result, ensure};
use protocol::ConversationId;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::quick_folder::quick_folder;
use crate::{
    backend_process::BackendProcess,
    engine_process::{EngineProcess, EngineSettings, MessageView, Snapshot},
    failpoints, idle,
    ledger::{Ledger, Observed},
    outcome::Outcome,
};
use testkit_net::{Person, Proxy};

/// How long an engine may take for anything.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct Fixture {
    pub(super) proxy: Proxy,
    ledger: Ledger,
    me: Person,
    customer: Person,
    chat: ConversationId,
    plan: EngineSettings,
    _backend: Arc<BackendProcess>,
    _folder: TempDir,
}

impl Fixture {
    pub(super) async fn begin(program: Option<&Path>) -> Result<Self> {
        let folder = quick_folder()?;
        let backend = BackendProcess::in_process(folder.path().join("backend")).await?;
        let backend = Arc::new(backend);
        let proxy = backend.proxied().await?;
        let customer = backend.person("salma")?;
        let chat = customer.open_chat("الطلب").await?;
        let data = folder.path().join("data");
        let mut plan = EngineSettings::new(data, proxy.url(), backend.token("mudir")?);
        plan.settle_after = Duration::from_millis(600);
        plan.program = program.map(Path::to_owned);
        Ok(Self {
            proxy,
            ledger: Ledger::open(&folder.path().join("ledger"))?,
            me: backend.person("mudir")?,
            customer,
            chat,
            plan,
            _backend: backend,
            _folder: folder,
        })
    }

    /// Starts an engine and waits until it is online.
    pub(super) async fn start(&self) -> Result<EngineProcess> {
        EngineProcess::start_online(&self.plan).await
    }

    /// An engine that will stop when it passes a failpoint.
    pub(super) async fn start_to_stop_at(&self, point: &str) -> Result<EngineProcess> {
        EngineProcess::start_online(&self.plan.clone().with(failpoints::STOP_AT, point)).await
    }

    /// Starts an engine that stops on its own way to being online, and kills it there.
    pub(super) async fn stop_at(&self, point: &str) -> Result<()> {
        let engine = EngineProcess::start(&self.plan.clone().with(failpoints::STOP_AT, point))?;
        let entering = async {
            engine.ensure_signed_in().await?;
            std::future::pending::<Result<()>>().await
        };
        tokio::select! {
            failed = entering => failed?,
            found = engine.wait_stopped() => found?,
        }
        engine.kill().await
    }

    pub(super) async fn send(&self, engine: &EngineProcess, text: &str) -> Result<()> {
        self.ledger.send(engine, &self.chat, text).await.map(drop)
    }

    pub(super) async fn draft(&self, engine: &EngineProcess, text: &str) -> Result<()> {
        self.ledger.draft(engine, &self.chat, text).await
    }

    /// The user of the engine sends from another device.
    pub(super) async fn send_from_other_device(&self, text: &str) -> Result<()> {
        self.ledger
            .send_from_other_device(&self.me, &self.chat, text)
            .await
    }

    /// The customer says so many things, one after the other.
    pub(super) async fn others_say(&self, count: usize) -> Result<()> {
        for number in 0..count {
            let text = format!("من الزبون {number}");
            self.customer.send_message(&self.chat, &text).await?;
        }
        Ok(())
    }

    /// Waits until the chat on screen grows.
    pub(super) async fn hears_more(&self, engine: &EngineProcess) -> Result<()> {
        let before = self.rows(&engine.snapshot().await?).len();
        let grown = |snapshot: &Snapshot| self.rows(snapshot).len() > before + 2;
        self.until(engine, grown).await.map(drop)
    }

    /// Compares what is shown, without asking once more, as soon as the newest message is.
    pub(super) async fn compare_as_shown(&self, engine: &EngineProcess) -> Result<Outcome> {
        let chats = [self.chat.clone()];
        let stored = self.me.messages(&self.chat).await?;
        let newest = stored.last().map(|message| message.id.clone());
        let shows_it = |snapshot: &Snapshot| {
            self.rows(snapshot)
                .last()
                .is_some_and(|row| row.id == newest)
        };
        let shown = self.until(engine, shows_it).await?;
        let observed = Observed::gather(&self.me, &chats, shown).await?;
        Ok(self.ledger.compare(&observed))
    }

    async fn until(
        &self,
        engine: &EngineProcess,
        wanted: impl Fn(&Snapshot) -> bool,
    ) -> Result<Snapshot> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let snapshot = engine.snapshot().await?;
            if wanted(&snapshot) {
                return Ok(snapshot);
            }
            ensure!(Instant::now() < give_up, "what was said is not shown");
            sleep(Duration::from_millis(20)).await;
        }
    }

    fn rows<'a>(&self, snapshot: &'a Snapshot) -> &'a [MessageView] {
        let chat = snapshot.chats.iter().find(|(id, _)| *id == self.chat);
        chat.map_or(&[], |(_, rows)| rows)
    }

    pub(super) async fn compare(&self, engine: &EngineProcess) -> Result<Outcome> {
        let chats = [self.chat.clone()];
        idle::compare_when_idle(engine, &self.ledger, &self.me, &chats, PATIENCE).await
    }
}
