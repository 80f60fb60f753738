//! An engine's installation: a data folder and what is known of it outside, over many processes.

use std::{fs, path::Path, sync::Arc, time::Duration};

use anyhow::{Context as _, Result};
use protocol::ConversationId;
use rand::{rngs::StdRng, seq::IndexedRandom as _};
use tokio::{sync::watch, time::sleep};

use super::data_files::{find_file, overwrite_header};
use super::plan::KillTime;
use super::workload::Workload;
use crate::{
    backend_process::BackendProcess,
    disk::Volume,
    engine_process::{EngineProcess, EngineSettings},
    failpoints::{self, Scenario, scenario_for},
    idle,
    ledger::Ledger,
    outcome::Outcome,
};
use testkit_net::{Person, Proxy};

/// How long a process may work before it is killed, though it did not come by its point.
const LONGEST: Duration = Duration::from_secs(8);
/// How long it may take until everything is sent once nobody is killed any more: dozens may have to be looked
/// for one after the other.
const AT_REST_WITHIN: Duration = Duration::from_secs(120);
/// How long a lost answer is looked for.
const SETTLE_AFTER: Duration = Duration::from_millis(700);
/// The chats that are written in.
const CHATS: usize = 3;
/// The database of what was written.
const USER: &str = "user.db";
/// A small disk with room for the engine and what it keeps in reserve, in kilobytes.
const SMALL_DISK: u32 = 16_000;
/// Room for all that a server of this campaign holds, in kilobytes.
const WHOLE_SERVER: u32 = 256_000;

/// An engine that is killed and started again.
pub(crate) struct Installation {
    plan: EngineSettings,
    ledger: Ledger,
    proxy: Proxy,
    me: Person,
    customer: Person,
    chats: Vec<ConversationId>,
    said: usize,
    /// Where its data lies, if that is a disk of its own.
    volume: Option<Volume>,
}

impl Installation {
    pub(crate) async fn begin(backend: &Arc<BackendProcess>, folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let customer = backend.person("salma")?;
        let mut chats = Vec::new();
        for chat in 0..CHATS {
            let subject = format!("{} {chat}", folder.display());
            chats.push(customer.open_chat(&subject).await?);
        }
        // Without the backend: a fault of one installation must not take the others' backend down.
        let proxy = Proxy::to_address(backend.address()).await?;
        let mut plan =
            EngineSettings::new(folder.join("data"), proxy.url(), backend.token("mudir")?);
        plan.settle_after = SETTLE_AFTER;
        Ok(Self {
            plan,
            ledger: Ledger::open(&folder.join("ledger"))?,
            proxy,
            me: backend.person("mudir")?,
            customer,
            chats,
            said: 0,
            volume: None,
        })
    }

    /// Puts its data on a small disk; `false` where this process may not mount one.
    pub(crate) fn move_to_small_disk(&mut self) -> Result<bool> {
        self.volume = Volume::mount(SMALL_DISK)?;
        if let Some(volume) = &self.volume {
            self.plan.data = volume.path().join("data");
        }
        Ok(self.volume.is_some())
    }

    /// Starts a process, lets it work until its kill time, and kills it. Answers with the failpoint
    /// that it stopped at.
    pub(crate) async fn until_killed(
        &mut self,
        kill_time: KillTime,
        random: &mut StdRng,
    ) -> Result<Option<&'static str>> {
        let (plan, longest, point) = match kill_time {
            KillTime::At(point, pass) => {
                let place = format!("{point}#{pass}");
                let plan = self.plan.clone().with(failpoints::STOP_AT, &place);
                (plan, LONGEST, Some(point))
            }
            KillTime::After(some_time) => (self.plan.clone(), some_time, None),
        };
        let scenario = point.map_or(Scenario::Ordinary, scenario_for);
        if matches!(
            scenario,
            Scenario::CleanStart
                | Scenario::OldCopy
                | Scenario::DamagedBefore(_)
                | Scenario::DamagedAtWork(_)
        ) {
            self.close_cleanly(random).await?;
        }
        match scenario {
            Scenario::DamagedBefore(file) => self.damage(file)?,
            Scenario::OldCopy => {
                let path = find_file(&self.plan.data, USER)?.context("what was written")?;
                let old = fs::read(&path)?;
                self.close_cleanly(random).await?;
                fs::write(path, old)?;
            }
            _ => {}
        }
        let engine = EngineProcess::start(&plan)?;
        let mut stopped = engine.stopped_at();
        let workload = Workload {
            engine: &engine,
            ledger: &self.ledger,
            proxy: &self.proxy,
            me: &self.me,
            customer: &self.customer,
            chats: &self.chats,
            said: &mut self.said,
            random,
            scenario,
            data: &self.plan.data,
            volume: self.volume.as_ref(),
            unfinished: watch::Sender::new(false),
        };
        let until = async {
            tokio::select! {
                found = stopped.wait_for(Option::is_some) => found.map(|_| point).map_err(Into::into),
                () = sleep(longest) => Ok(None),
            }
        };
        let ended = workload.run_until(until).await;
        // What was said before the kill counts, though it may be heard only now.
        engine.kill().await?;
        if let Some(volume) = &self.volume {
            volume.make_room()?;
        }
        ended
    }

    /// Lets it start, write something and end without being killed, so that its files are closed.
    async fn close_cleanly(&mut self, random: &mut StdRng) -> Result<()> {
        let engine = EngineProcess::start_signed_in(&self.plan).await?;
        self.said += 1;
        let chat = self.chats.choose(random).context("there are chats")?;
        let draft = format!("قبل النوم {}", self.said);
        self.ledger.draft(&engine, chat, &draft).await?;
        engine.shut_down().await
    }

    fn damage(&self, file: &str) -> Result<()> {
        let path =
            find_file(&self.plan.data, file)?.with_context(|| format!("no {file} to damage"))?;
        overwrite_header(&path).context("damaging a file")
    }

    /// Lets it come to rest, and compares.
    pub(crate) async fn compare(&self) -> Result<Outcome> {
        for chat in &self.chats {
            self.me.set_status(chat, "open").await?;
        }
        // It fetches every chat of the server whole, the other installations' too: that is more than a small disk takes.
        if let Some(volume) = &self.volume {
            volume.enlarge(WHOLE_SERVER)?;
        }
        let engine = EngineProcess::start_signed_in(&self.plan).await?;
        let within = AT_REST_WITHIN;
        let found =
            idle::compare_when_idle(&engine, &self.ledger, &self.me, &self.chats, within).await?;
        engine.shut_down().await?;
        Ok(found)
    }
}
