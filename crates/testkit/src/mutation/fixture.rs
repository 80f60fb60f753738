//! A small stage for one mutation: a backend, a proxy before it, one chat, and one engine after the other.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Result, ensure};
use engine::Connection;
use protocol::ConversationId;
use tempfile::TempDir;
use tokio::time::{Instant, sleep, timeout};

use crate::{
    actor::{Actor, ActorPlan, Dump, Shown},
    failpoints,
    ledger::{Evidence, Ledger},
    outcome::Outcome,
    proxy::Proxy,
    rest,
    stage::{Person, Stage, StagePlan},
};

/// How long an engine may take for anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct Rehearsal {
    pub(super) proxy: Proxy,
    ledger: Ledger,
    me: Person,
    customer: Person,
    chat: ConversationId,
    plan: ActorPlan,
    _stage: Arc<Stage>,
    _folder: TempDir,
}

impl Rehearsal {
    pub(super) async fn begin(program: Option<&Path>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let stage = Stage::within(StagePlan::on(folder.path().join("backend"))).await?;
        let stage = Arc::new(stage);
        let proxy = Proxy::before(stage.clone()).await?;
        let customer = stage.person("salma")?;
        let chat = customer.opens_a_chat("الطلب").await?;
        let data = folder.path().join("data");
        let mut plan = ActorPlan::new(data, proxy.url(), stage.token("mudir")?);
        plan.settle_after = Duration::from_millis(600);
        plan.program = program.map(|program| vec![program.display().to_string()]);
        Ok(Self {
            proxy,
            ledger: Ledger::open(&folder.path().join("ledger"))?,
            me: stage.person("mudir")?,
            customer,
            chat,
            plan,
            _stage: stage,
            _folder: folder,
        })
    }

    /// Starts an engine and waits until it is online.
    pub(super) async fn start(&self) -> Result<Actor> {
        begun(&self.plan).await
    }

    /// The same; it will stop when it passes a point.
    pub(super) async fn start_to_stop_at(&self, point: &str) -> Result<Actor> {
        begun(&self.plan.clone().with(failpoints::STOP_AT, point)).await
    }

    /// Starts an engine that stops on its own way to being online, and kills it there.
    pub(super) async fn stop_at(&self, point: &str) -> Result<()> {
        let actor = Actor::start(&self.plan.clone().with(failpoints::STOP_AT, point))?;
        let entering = async {
            actor.enter().await?;
            std::future::pending::<Result<()>>().await
        };
        tokio::select! {
            failed = entering => failed?,
            found = stopped(&actor) => found?,
        }
        actor.kill().await
    }

    pub(super) async fn send(&self, actor: &Actor, text: &str) -> Result<()> {
        self.ledger.send(actor, &self.chat, text).await.map(drop)
    }

    pub(super) async fn draft(&self, actor: &Actor, text: &str) -> Result<()> {
        self.ledger.draft(actor, &self.chat, text).await
    }

    /// The one whose engine it is says something at another desk.
    pub(super) async fn say_elsewhere(&self, text: &str) -> Result<()> {
        self.ledger.says_elsewhere(&self.me, &self.chat, text).await
    }

    /// The customer says so many things, one after the other.
    pub(super) async fn others_say(&self, count: usize) -> Result<()> {
        for number in 0..count {
            let text = format!("من الزبون {number}");
            self.customer.says(&self.chat, &text).await?;
        }
        Ok(())
    }

    /// Waits until the chat on screen grows.
    pub(super) async fn hears_more(&self, actor: &Actor) -> Result<()> {
        let before = self.rows(&actor.dump().await?).len();
        let grown = |dump: &Dump| self.rows(dump).len() > before + 2;
        self.until(actor, grown).await.map(drop)
    }

    /// Compares what is shown, without asking once more, as soon as the newest message is.
    pub(super) async fn judge_as_shown(&self, actor: &Actor) -> Result<Outcome> {
        let chats = [self.chat.clone()];
        let stored = self.me.reads(&self.chat).await?;
        let newest = stored.last().map(|message| message.id.clone());
        let shows_it = |dump: &Dump| self.rows(dump).last().is_some_and(|row| row.id == newest);
        let shown = self.until(actor, shows_it).await?;
        let evidence = Evidence::gather(&self.me, &chats, shown).await?;
        Ok(self.ledger.verdict(&evidence).outcome())
    }

    async fn until(&self, actor: &Actor, wanted: impl Fn(&Dump) -> bool) -> Result<Dump> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let dump = actor.dump().await?;
            if wanted(&dump) {
                return Ok(dump);
            }
            ensure!(Instant::now() < give_up, "what was said is not shown");
            sleep(Duration::from_millis(20)).await;
        }
    }

    fn rows<'a>(&self, dump: &'a Dump) -> &'a [Shown] {
        let chat = dump.chats.iter().find(|(id, _)| *id == self.chat);
        chat.map_or(&[], |(_, rows)| rows)
    }

    pub(super) async fn rest(&self, actor: &Actor) -> Result<()> {
        rest::come_to_rest(actor, PATIENCE).await
    }

    pub(super) async fn judge(&self, actor: &Actor) -> Result<Outcome> {
        let chats = [self.chat.clone()];
        rest::judge(actor, &self.ledger, &self.me, &chats, PATIENCE).await
    }
}

async fn begun(plan: &ActorPlan) -> Result<Actor> {
    let actor = Actor::start(plan)?;
    actor.enter().await?;
    let mut line = actor.line();
    let up = line.wait_for(|state| matches!(state, Some(Connection::Online { .. })));
    let online = timeout(PATIENCE, up).await.is_ok();
    ensure!(online, "never online:\n{}", actor.log());
    Ok(actor)
}

/// Waits until an engine stands still at its point.
pub(super) async fn stopped(actor: &Actor) -> Result<()> {
    let mut stopped = actor.stopped();
    let found = timeout(PATIENCE, stopped.wait_for(Option::is_some)).await;
    ensure!(
        matches!(found, Ok(Ok(_))),
        "it never stopped:\n{}",
        actor.log()
    );
    Ok(())
}
