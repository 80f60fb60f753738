//! A small stage for one bug: a backend, a proxy before it, one chat, and one engine after the other.

use std::{sync::Arc, time::Duration};

use anyhow::{Result, ensure};
use engine::Connection;
use protocol::ConversationId;
use store::faults::Bug;
use tempfile::TempDir;
use tokio::time::{Instant, sleep, timeout};

use crate::{
    actor::{Actor, ActorPlan},
    ledger::Ledger,
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
    pub(super) async fn begin(bug: Option<Bug>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let stage = Stage::within(StagePlan::on(folder.path().join("backend"))).await?;
        let stage = Arc::new(stage);
        let proxy = Proxy::before(stage.clone()).await?;
        let customer = stage.person("salma")?;
        let chat = customer.opens_a_chat("الطلب").await?;
        let data = folder.path().join("data");
        let mut plan = ActorPlan::new(data, proxy.url(), stage.token("mudir")?);
        plan.settle_after = Duration::from_millis(600);
        if let Some(bug) = bug {
            plan = plan.with("AVVENTO_PLANT", bug.name());
        }
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
        begun(&self.plan.clone().with("AVVENTO_STOP_AT", point)).await
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

    /// Waits until the chat on screen has grown.
    pub(super) async fn hears_something(&self, actor: &Actor) -> Result<()> {
        let shown = async || -> Result<usize> {
            let dump = actor.dump().await?;
            let chat = dump.chats.iter().find(|(id, _)| *id == self.chat);
            Ok(chat.map_or(0, |(_, rows)| rows.len()))
        };
        let (before, give_up) = (shown().await?, Instant::now() + PATIENCE);
        while shown().await? < before + 5 {
            ensure!(Instant::now() < give_up, "nothing more is heard");
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
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
