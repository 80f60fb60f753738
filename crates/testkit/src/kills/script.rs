//! What an engine is given to do until it is killed: everything that writes or sends, at random, and
//! what its scene wants besides.

use std::{convert::Infallible, path::Path, time::Duration};

use anyhow::{Context as _, Result};
use futures_util::future::join_all;
use protocol::ConversationId;
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};
use store::LocalId;
use tokio::time::sleep;

use super::life::{OUTBOX, find, spoil};
use crate::{
    actor::{Actor, Order, Unsent, Waiting},
    disk::Volume,
    failpoints::Scene,
    ledger::Ledger,
    proxy::{Fault, Occasion, Proxy},
    stage::Person,
};

/// A place that no server knows: what is sent there is refused.
const NOWHERE: &str = "ffffffffffffffffffffffff";
/// So many at a time make the store open all the readers that it may have.
const READERS: usize = 12;

/// How often, and after which pause, it is looked how far a message is.
const LOOKS: usize = 250;
const PAUSE: Duration = Duration::from_millis(20);

/// How long an opened chat takes to be followed, about.
const FOLLOWED: Duration = Duration::from_millis(400);

/// What goes wrong on the line now and then.
const TROUBLES: [(Occasion, Fault); 6] = [
    (Occasion::Send, Fault::DropAnswer),
    (Occasion::Send, Fault::Truncate),
    (Occasion::Send, Fault::Reset),
    (Occasion::Send, Fault::Refusal),
    (Occasion::Event, Fault::DuplicateEvents),
    (Occasion::Ask, Fault::Reset),
];

/// The work of one process.
pub(crate) struct Script<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) proxy: &'a Proxy,
    pub(crate) me: &'a Person,
    pub(crate) customer: &'a Person,
    pub(crate) chats: &'a [ConversationId],
    /// Counts what was written, over all processes of a life: no text comes twice.
    pub(crate) said: &'a mut usize,
    pub(crate) random: &'a mut StdRng,
    pub(crate) scene: Scene,
    pub(crate) data: &'a Path,
    pub(crate) volume: Option<&'a Volume>,
}

impl Script<'_> {
    /// Works until it is broken off; answers only with what went wrong.
    pub(crate) async fn play(&mut self, actor: &Actor) -> anyhow::Error {
        let Err(error) = self.work(actor).await;
        error
    }

    async fn work(&mut self, actor: &Actor) -> Result<Infallible> {
        actor.enter().await.context("signing in")?;
        let chat = self.chat()?;
        self.send(actor, &chat).await?;
        if let Scene::DamagedAtWork(file) = self.scene {
            let path = find(self.data, file)?.with_context(|| format!("no {file} to damage"))?;
            if file == OUTBOX {
                self.ledger.note_damage()?;
            }
            spoil(&path)?;
            join_all((0..READERS).map(|_| actor.ask(Order::Dump))).await;
        }
        loop {
            self.set(actor).await?;
            self.step(actor).await?;
        }
    }

    /// What the scene wants before a step.
    async fn set(&mut self, actor: &Actor) -> Result<()> {
        let chat = self.chat()?;
        match self.scene {
            Scene::FullDisk => self.fill_under_way(actor, &chat).await,
            Scene::LostAnswers => {
                let lost = [Fault::DropAnswer, Fault::Reset];
                let lost = lost.choose(self.random).copied();
                self.proxy.next(lost.unwrap_or(Fault::Reset));
                Ok(())
            }
            Scene::TwoDesks => self.speak_at_two_desks(actor, &chat).await,
            Scene::CutLines => {
                // It has to be followed before it can lapse.
                self.settled(actor.order(Order::Open(chat)).await.map(drop))?;
                sleep(FOLLOWED).await;
                self.proxy.cut();
                Ok(())
            }
            Scene::Closing => {
                self.me.moves(&chat, "closed").await?;
                self.send(actor, &chat).await?;
                self.me.moves(&chat, "open").await
            }
            Scene::Reading => {
                let text = self.text("من الزبون");
                self.customer.says(&chat, &text).await?;
                self.settled(actor.order(Order::Read(chat)).await.map(drop))
            }
            Scene::Deciding => self.decide(actor, &chat).await,
            Scene::SigningOut => {
                actor.order(Order::SignOut).await?;
                actor.order(Order::SignIn).await.map(drop)
            }
            _ => self.trouble(),
        }
    }

    /// Now and then something goes wrong on the line.
    fn trouble(&mut self) -> Result<()> {
        if self.random.random_bool(0.1) {
            let (occasion, fault) = TROUBLES.choose(self.random).context("there are faults")?;
            self.proxy.next_on(*occasion, *fault);
        }
        Ok(())
    }

    /// The disk fills while a message is on its way, and nothing else is written before it is answered: the
    /// room that is made for that would take the answer in as well.
    async fn fill_under_way(&mut self, actor: &Actor, chat: &ConversationId) -> Result<()> {
        let Some(volume) = self.volume else {
            return Ok(());
        };
        volume.make_room()?;
        // Whatever leaves next is delayed: it has to be this message.
        until_drained(actor).await?;
        self.proxy.next(Fault::Delay);
        let text = self.text("رسالة");
        let id = match self.ledger.send(actor, chat, &text).await {
            Ok(id) => id,
            refused => return self.settled(refused.map(drop)),
        };
        let is_sending = |entry: &Unsent| entry.words.starts_with("Sending");
        until(actor, &id, is_sending).await?;
        volume.fill()?;
        until(actor, &id, |entry| !is_sending(entry)).await
    }

    /// A request never arrives, and the same is said twice at another desk: nobody can tell which it is.
    async fn speak_at_two_desks(&mut self, actor: &Actor, chat: &ConversationId) -> Result<()> {
        let text = self.text("نفس الكلام");
        self.proxy.next(Fault::HalfOpen);
        let id = self.ledger.send(actor, chat, &text).await?;
        until(actor, &id, |entry| entry.words.starts_with("Sending")).await?;
        for _ in 0..2 {
            self.ledger.says_elsewhere(self.me, chat, &text).await?;
        }
        let is_decided = |entry: &Unsent| entry.waiting != Waiting::AtWork;
        until(actor, &id, is_decided).await
    }

    /// The server refuses a message: it is edited, to the same words, so that the ledger need not be told;
    /// or cancelled, and queued again.
    async fn decide(&mut self, actor: &Actor, chat: &ConversationId) -> Result<()> {
        self.proxy.next(Fault::Refusal);
        self.send(actor, chat).await?;
        for entry in actor.unsent().await? {
            let id = &entry.local_id;
            match (&entry.waiting, self.random.random_range(0..4)) {
                (Waiting::Cancelled, _) => {
                    self.again(actor, &entry, Order::Restore(id.clone()))
                        .await?;
                }
                (Waiting::Failed(_), 0 | 1) => {
                    let order = Order::Edit {
                        local_id: id.clone(),
                        text: entry.text.clone(),
                    };
                    self.again(actor, &entry, order).await?;
                }
                (Waiting::Failed(_), 2) => self.settled(self.ledger.discard(actor, id).await)?,
                (Waiting::Failed(_), _) => {
                    self.again(actor, &entry, Order::Retry(id.clone())).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Has a message sent again. Where several could be it, it may be there already: whoever has it sent again
    /// without a look takes that upon themselves.
    async fn again(&self, actor: &Actor, entry: &Unsent, order: Order) -> Result<()> {
        if entry.waiting == Waiting::Failed("ambiguous-send".to_owned()) {
            self.ledger
                .allow_another(&entry.conversation, &entry.text)?;
        }
        let again = self.ledger.send_again(actor, &entry.local_id, order);
        self.settled(again.await)
    }

    async fn step(&mut self, actor: &Actor) -> Result<()> {
        let chat = self.chat()?;
        match self.random.random_range(0..20) {
            0..8 => self.send(actor, &chat).await,
            8..11 => {
                let text = self.text("مسودة");
                self.draft(actor, &chat, &text).await
            }
            11 => self.draft(actor, &chat, "").await,
            12..14 => {
                let text = self.text("من الزبون");
                self.customer.says(&chat, &text).await
            }
            14 => self.settled(actor.order(Order::Open(chat)).await.map(drop)),
            15 => {
                let nowhere = ConversationId::new(NOWHERE).context("an id")?;
                self.send(actor, &nowhere).await
            }
            16 => self.discard_one(actor).await,
            17 => self.retry_one(actor).await,
            18 => self.settled(actor.order(Order::Read(chat)).await.map(drop)),
            _ => actor.dump().await.map(drop),
        }
    }

    async fn send(&mut self, actor: &Actor, chat: &ConversationId) -> Result<()> {
        let text = self.text("رسالة");
        if self.random.random_bool(0.5) {
            self.draft(actor, chat, &text).await?;
        }
        self.settled(self.ledger.send(actor, chat, &text).await.map(drop))
    }

    async fn draft(&self, actor: &Actor, chat: &ConversationId, text: &str) -> Result<()> {
        self.settled(self.ledger.draft(actor, chat, text).await)
    }

    /// Cancels something that waits. It may be sent before that is heard.
    async fn discard_one(&mut self, actor: &Actor) -> Result<()> {
        let waiting = actor.unsent().await?;
        if let Some(entry) = waiting.choose(self.random) {
            self.settled(self.ledger.discard(actor, &entry.local_id).await)?;
        }
        Ok(())
    }

    async fn retry_one(&mut self, actor: &Actor) -> Result<()> {
        let waiting = actor.unsent().await?;
        let mut failed = waiting
            .iter()
            .filter(|entry| matches!(entry.waiting, Waiting::Failed(_)));
        if let Some(entry) = failed.next() {
            let order = Order::Retry(entry.local_id.clone());
            self.again(actor, entry, order).await?;
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

    /// «Not found» and «too late» are the engine's words for an entry that has been sent meanwhile, or is on its
    /// way. A full disk is refused, and a damaged file may be while it is being mended.
    fn settled(&self, answer: Result<()>) -> Result<()> {
        let fine: &[&str] = match self.scene {
            Scene::FullDisk => &["not-found", "too-late", "disk-full"],
            Scene::DamagedAtWork(_) => &["not-found", "too-late", "damaged", "disk-failed"],
            _ => &["not-found", "too-late"],
        };
        match answer {
            Err(error) if fine.iter().any(|code| error.to_string().contains(code)) => Ok(()),
            other => other,
        }
    }
}

/// Waits a while until an entry is as wanted, or gone.
async fn until(actor: &Actor, id: &LocalId, wanted: impl Fn(&Unsent) -> bool) -> Result<()> {
    let is_wanted = |entry: &Unsent| entry.local_id != *id || wanted(entry);
    wait_until(actor, |waiting| waiting.iter().all(is_wanted)).await
}

/// Waits a while until nothing is on its way any more.
async fn until_drained(actor: &Actor) -> Result<()> {
    let is_over = |entry: &Unsent| entry.waiting != Waiting::AtWork;
    wait_until(actor, |waiting| waiting.iter().all(is_over)).await
}

/// Looks again and again whether what waits is as wanted, and gives up after a while.
async fn wait_until(actor: &Actor, wanted: impl Fn(&[Unsent]) -> bool) -> Result<()> {
    for _ in 0..LOOKS {
        if wanted(&actor.unsent().await?) {
            break;
        }
        sleep(PAUSE).await;
    }
    Ok(())
}
