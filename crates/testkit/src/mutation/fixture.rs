//! A small backend for one mutation: a backend, a proxy before it, one chat, and one engine after the other.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Result, ensure};
use engine::Connection;
use protocol::ConversationId;
use tempfile::TempDir;
use tokio::time::{Instant, sleep, timeout};

use crate::{
    backend_process::{BackendProcess, BackendSettings, Person},
    engine_process::{EngineProcess, EngineSettings, MessageView, Snapshot},
    failpoints, idle,
    ledger::{Ledger, Observed},
    outcome::Outcome,
    proxy::Proxy,
};

/// How long an engine may take for anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct Fixture {
    pub(super) proxy: Proxy,
    ledger: Ledger,
    me: Person,
    customer: Person,
    chat: ConversationId,
    plan: EngineSettings,
    _stage: Arc<BackendProcess>,
    _folder: TempDir,
}

impl Fixture {
    pub(super) async fn begin(program: Option<&Path>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let backend =
            BackendProcess::in_process(BackendSettings::on(folder.path().join("backend"))).await?;
        let backend = Arc::new(backend);
        let proxy = Proxy::in_front_of(backend.clone()).await?;
        let customer = backend.person("salma")?;
        let chat = customer.open_chat("الطلب").await?;
        let data = folder.path().join("data");
        let mut plan = EngineSettings::new(data, proxy.url(), backend.token("mudir")?);
        plan.settle_after = Duration::from_millis(600);
        plan.program = program.map(|program| vec![program.display().to_string()]);
        Ok(Self {
            proxy,
            ledger: Ledger::open(&folder.path().join("ledger"))?,
            me: backend.person("mudir")?,
            customer,
            chat,
            plan,
            _stage: backend,
            _folder: folder,
        })
    }

    /// Starts an engine and waits until it is online.
    pub(super) async fn start(&self) -> Result<EngineProcess> {
        start_engine(&self.plan).await
    }

    /// The same; it will stop when it passes a point.
    pub(super) async fn start_to_stop_at(&self, point: &str) -> Result<EngineProcess> {
        start_engine(&self.plan.clone().with(failpoints::STOP_AT, point)).await
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
            found = stopped(&engine) => found?,
        }
        engine.kill().await
    }

    pub(super) async fn send(&self, engine: &EngineProcess, text: &str) -> Result<()> {
        self.ledger.send(engine, &self.chat, text).await.map(drop)
    }

    pub(super) async fn draft(&self, engine: &EngineProcess, text: &str) -> Result<()> {
        self.ledger.draft(engine, &self.chat, text).await
    }

    /// The one whose engine it is says something at another desk.
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
        Ok(self.ledger.compare(&observed).outcome())
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

    pub(super) async fn wait_until_idle(&self, engine: &EngineProcess) -> Result<()> {
        idle::wait_until_idle(engine, PATIENCE).await
    }

    pub(super) async fn compare(&self, engine: &EngineProcess) -> Result<Outcome> {
        let chats = [self.chat.clone()];
        idle::compare_when_idle(engine, &self.ledger, &self.me, &chats, PATIENCE).await
    }
}

async fn start_engine(plan: &EngineSettings) -> Result<EngineProcess> {
    let engine = EngineProcess::start(plan)?;
    engine.ensure_signed_in().await?;
    let mut line = engine.connection();
    let up = line.wait_for(|state| matches!(state, Some(Connection::Online { .. })));
    let online = timeout(PATIENCE, up).await.is_ok();
    ensure!(online, "never online:\n{}", engine.log());
    Ok(engine)
}

/// Waits until an engine stands still at its point.
pub(super) async fn stopped(engine: &EngineProcess) -> Result<()> {
    let mut stopped = engine.stopped_at();
    let found = timeout(PATIENCE, stopped.wait_for(Option::is_some)).await;
    ensure!(
        matches!(found, Ok(Ok(_))),
        "it never stopped:\n{}",
        engine.log()
    );
    Ok(())
}
