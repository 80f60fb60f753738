//! What an engine is given to do until it is killed: everything that writes or sends, at random, and
//! what its scenario wants besides.

use std::{convert::Infallible, path::Path, pin::pin, time::Duration};

use anyhow::{Context as _, Result};
use futures_util::future::join_all;
use protocol::ConversationId;
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};
use store::LocalId;
use tokio::{sync::watch, time::sleep};

use super::data_files::{find_file, overwrite_header};
use crate::{
    disk::Volume,
    engine_process::{Command, EngineProcess, OutboxItem, SendState},
    failpoints::Scenario,
    ledger::Ledger,
};
use testkit_net::Person;
use testkit_net::proxy::{Fault, Proxy, Trigger};

/// A conversation that the server does not know: it refuses messages to it.
const NOWHERE: &str = "ffffffffffffffffffffffff";
/// So many at a time make the store open all the readers that it may have.
const READERS: usize = 12;

/// How often, and after which pause, it is looked how far a message is.
const LOOKS: usize = 250;
const PAUSE: Duration = Duration::from_millis(20);

/// How long an opened chat takes to be followed, about.
const FOLLOWED: Duration = Duration::from_millis(400);

/// What goes wrong on the line now and then.
const FAULTS: [(Trigger, Fault); 6] = [
    (Trigger::Send, Fault::DropAnswer),
    (Trigger::Send, Fault::Truncate),
    (Trigger::Send, Fault::Reset),
    (Trigger::Send, Fault::Refusal),
    (Trigger::Event, Fault::DuplicateEvents),
    (Trigger::Ask, Fault::Reset),
];

pub(crate) struct Workload<'a> {
    pub(crate) engine: &'a EngineProcess,
    pub(crate) ledger: &'a Ledger,
    pub(crate) proxy: &'a Proxy,
    pub(crate) me: &'a Person,
    pub(crate) customer: &'a Person,
    pub(crate) chats: &'a [ConversationId],
    /// Counts what was written, over all processes of an installation: no text comes twice.
    pub(crate) said: &'a mut usize,
    pub(crate) random: &'a mut StdRng,
    pub(crate) scenario: Scenario,
    pub(crate) data: &'a Path,
    pub(crate) volume: Option<&'a Volume>,
    /// Whether something is under way that a kill must not break off: half of it would prove nothing.
    pub(crate) unfinished: watch::Sender<bool>,
}

impl Workload<'_> {
    /// Works until something has happened, and ends what must not be broken off.
    pub(crate) async fn run_until<T>(
        mut self,
        happened: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let mut unfinished = self.unfinished.subscribe();
        let mut work = pin!(self.work());
        let answer = tokio::select! {
            answer = happened => answer?,
            Err(failed) = &mut work => return Err(failed),
        };
        tokio::select! {
            biased;
            _ = unfinished.wait_for(|unfinished| !unfinished) => Ok(answer),
            Err(failed) = work => Err(failed),
        }
    }

    async fn work(&mut self) -> Result<Infallible> {
        self.engine.ensure_signed_in().await.context("signing in")?;
        let chat = self.chat()?;
        self.send(&chat).await?;
        if let Scenario::DamagedAtWork(file) = self.scenario {
            let path =
                find_file(self.data, file)?.with_context(|| format!("no {file} to damage"))?;
            overwrite_header(&path)?;
            join_all((0..READERS).map(|_| self.engine.request(Command::Snapshot))).await;
        }
        loop {
            self.prepare().await?;
            self.step().await?;
        }
    }

    /// What the scenario wants before a step.
    async fn prepare(&mut self) -> Result<()> {
        let chat = self.chat()?;
        match self.scenario {
            Scenario::FullDisk => self.fill_under_way(&chat).await,
            Scenario::LostAnswers => {
                let lost = [Fault::DropAnswer, Fault::Reset];
                let lost = lost.choose(self.random).copied();
                self.proxy.inject(lost.unwrap_or(Fault::Reset));
                Ok(())
            }
            Scenario::TwoDevices => self.send_from_two_devices(&chat).await,
            Scenario::CutLines => {
                // Only the completeness of a followed chat is marked stale by a cut.
                self.settled(self.engine.command(Command::Open(chat)).await.map(drop))?;
                sleep(FOLLOWED).await;
                self.proxy.cut_connections();
                Ok(())
            }
            Scenario::Closing => {
                self.me.set_status(&chat, "closed").await?;
                self.send(&chat).await?;
                self.me.set_status(&chat, "open").await
            }
            Scenario::Reading => {
                let text = self.text("من الزبون");
                self.customer.send_message(&chat, &text).await?;
                self.settled(self.engine.command(Command::Read(chat)).await.map(drop))
            }
            Scenario::Deciding => self.decide(&chat).await,
            Scenario::SigningOut => {
                self.engine.command(Command::SignOut).await?;
                self.engine.command(Command::SignIn).await.map(drop)
            }
            _ => self.inject_fault(),
        }
    }

    /// Now and then something goes wrong on the line.
    fn inject_fault(&mut self) -> Result<()> {
        if self.random.random_bool(0.1) {
            let (trigger, fault) = FAULTS.choose(self.random).context("there are faults")?;
            self.proxy.inject_on(*trigger, *fault);
        }
        Ok(())
    }

    /// The disk fills while a message is on its way, and nothing else is written before it is answered: the
    /// reserve that is released for a write would take the answer in as well.
    async fn fill_under_way(&mut self, chat: &ConversationId) -> Result<()> {
        let Some(volume) = self.volume else {
            return Ok(());
        };
        volume.make_room()?;
        // The delay hits the next message that leaves: it has to be this one.
        until_drained(self.engine).await?;
        self.proxy.inject(Fault::Delay);
        let text = self.text("رسالة");
        let id = match self.ledger.send(self.engine, chat, &text).await {
            Ok(id) => id,
            refused => return self.settled(refused.map(drop)),
        };
        let is_sending = |entry: &OutboxItem| entry.details.starts_with("Sending");
        until(self.engine, &id, is_sending).await?;
        volume.fill()?;
        let is_answered = |entry: &OutboxItem| !is_sending(entry);
        until(self.engine, &id, is_answered).await.map(drop)
    }

    /// A request never arrives, and the same text is sent twice from another device: nobody can tell which it is. One
    /// alone the engine would take for its own, so it must neither look nor be killed between the two. That is why no
    /// fault of an earlier kill may hit the request in place of this one, which takes as long as a call may.
    async fn send_from_two_devices(&mut self, chat: &ConversationId) -> Result<()> {
        if !until_drained(self.engine).await? {
            return Ok(());
        }
        self.proxy.forget_injected();
        self.proxy.inject(Fault::HalfOpen);
        let text = self.text("نفس الكلام");
        let id = self.ledger.send(self.engine, chat, &text).await?;
        let is_sending = |entry: &OutboxItem| entry.details.starts_with("Sending");
        if !until(self.engine, &id, is_sending).await? {
            return Ok(());
        }
        self.unfinished.send_replace(true);
        for _ in 0..2 {
            self.ledger
                .send_from_other_device(self.me, chat, &text)
                .await?;
        }
        self.unfinished.send_replace(false);
        let is_decided = |entry: &OutboxItem| entry.waiting != SendState::InProgress;
        until(self.engine, &id, is_decided).await.map(drop)
    }

    /// The server refuses a message: it is edited, to the same text, so that the ledger need not be told;
    /// or cancelled, and queued again.
    async fn decide(&mut self, chat: &ConversationId) -> Result<()> {
        self.proxy.inject(Fault::Refusal);
        self.send(chat).await?;
        for entry in self.engine.outbox().await? {
            let id = &entry.local_id;
            match (&entry.waiting, self.random.random_range(0..4)) {
                (SendState::Cancelled, _) => {
                    self.again(&entry, Command::Restore(id.clone())).await?;
                }
                (SendState::Failed(_), 0 | 1) => {
                    let order = Command::Edit {
                        local_id: id.clone(),
                        text: entry.text.clone(),
                    };
                    self.again(&entry, order).await?;
                }
                (SendState::Failed(_), 2) => {
                    self.settled(self.ledger.discard(self.engine, id).await)?
                }
                (SendState::Failed(_), _) => {
                    self.again(&entry, Command::Retry(id.clone())).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Has a message sent again. An ambiguous one may be stored already, so that the ledger allows it once more.
    async fn again(&self, entry: &OutboxItem, order: Command) -> Result<()> {
        if entry.waiting == SendState::Failed("ambiguous-send".to_owned()) {
            self.ledger
                .allow_another(&entry.conversation, &entry.text)?;
        }
        let again = self.ledger.send_again(self.engine, &entry.local_id, order);
        self.settled(again.await)
    }

    async fn step(&mut self) -> Result<()> {
        let chat = self.chat()?;
        match self.random.random_range(0..20) {
            0..8 => self.send(&chat).await,
            8..11 => {
                let text = self.text("مسودة");
                self.draft(&chat, &text).await
            }
            11 => self.draft(&chat, "").await,
            12..14 => {
                let text = self.text("من الزبون");
                self.customer.send_message(&chat, &text).await
            }
            14 => self.settled(self.engine.command(Command::Open(chat)).await.map(drop)),
            15 => {
                let nowhere = ConversationId::new(NOWHERE).context("an id")?;
                self.send(&nowhere).await
            }
            16 => self.discard_one().await,
            17 => self.retry_one().await,
            18 => self.settled(self.engine.command(Command::Read(chat)).await.map(drop)),
            _ => self.engine.snapshot().await.map(drop),
        }
    }

    async fn send(&mut self, chat: &ConversationId) -> Result<()> {
        let text = self.text("رسالة");
        if self.random.random_bool(0.5) {
            self.draft(chat, &text).await?;
        }
        self.settled(self.ledger.send(self.engine, chat, &text).await.map(drop))
    }

    async fn draft(&self, chat: &ConversationId, text: &str) -> Result<()> {
        self.settled(self.ledger.draft(self.engine, chat, text).await)
    }

    /// Cancels an entry. The engine may have sent it before the command arrives.
    async fn discard_one(&mut self) -> Result<()> {
        let waiting = self.engine.outbox().await?;
        if let Some(entry) = waiting.choose(self.random) {
            self.settled(self.ledger.discard(self.engine, &entry.local_id).await)?;
        }
        Ok(())
    }

    async fn retry_one(&mut self) -> Result<()> {
        let waiting = self.engine.outbox().await?;
        let mut failed = waiting
            .iter()
            .filter(|entry| matches!(entry.waiting, SendState::Failed(_)));
        if let Some(entry) = failed.next() {
            let order = Command::Retry(entry.local_id.clone());
            self.again(entry, order).await?;
        }
        Ok(())
    }

    fn chat(&mut self) -> Result<ConversationId> {
        let chat = self.chats.choose(self.random).context("there are chats")?;
        Ok(chat.clone())
    }

    fn text(&mut self, beginning: &str) -> String {
        *self.said += 1;
        format!("{beginning} {}", self.said)
    }

    /// «Not found» and «too late» are the engine's errors for an entry that was sent meanwhile, or is being sent.
    /// A full disk, or a damaged file under repair, may refuse a write.
    fn settled(&self, answer: Result<()>) -> Result<()> {
        let fine: &[&str] = match self.scenario {
            Scenario::FullDisk => &["not-found", "too-late", "disk-full"],
            Scenario::DamagedAtWork(_) => &["not-found", "too-late", "damaged", "disk-failed"],
            _ => &["not-found", "too-late"],
        };
        match answer {
            Err(error) if fine.iter().any(|code| error.to_string().contains(code)) => Ok(()),
            other => other,
        }
    }
}

/// Waits a while until an entry is as wanted, or gone; whether that came about.
async fn until(
    engine: &EngineProcess,
    id: &LocalId,
    wanted: impl Fn(&OutboxItem) -> bool,
) -> Result<bool> {
    let is_wanted = |entry: &OutboxItem| entry.local_id != *id || wanted(entry);
    wait_until(engine, |waiting| waiting.iter().all(is_wanted)).await
}

/// Waits a while until nothing is on its way any more.
async fn until_drained(engine: &EngineProcess) -> Result<bool> {
    let is_over = |entry: &OutboxItem| entry.waiting != SendState::InProgress;
    wait_until(engine, |waiting| waiting.iter().all(is_over)).await
}

/// Looks again and again whether what waits is as wanted, and gives up after a while.
async fn wait_until(
    engine: &EngineProcess,
    wanted: impl Fn(&[OutboxItem]) -> bool,
) -> Result<bool> {
    for _ in 0..LOOKS {
        if wanted(&engine.outbox().await?) {
            return Ok(true);
        }
        sleep(PAUSE).await;
    }
    Ok(false)
}
