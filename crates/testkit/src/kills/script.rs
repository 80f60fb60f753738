//! What an engine is given to do until it is killed: everything that writes or sends, at random, and
//! what its scene wants besides.

use std::{convert::Infallible, path::Path};

use anyhow::{Context as _, Result};
use futures_util::future::join_all;
use protocol::ConversationId;
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};

use super::life::{find, spoil};
use crate::{
    actor::{Actor, Order, Waiting},
    disk::Volume,
    ledger::Ledger,
    points::Scene,
    proxy::{Fault, Occasion, Proxy},
    stage::Person,
};

/// A place that no server knows: what is sent there is refused.
const NOWHERE: &str = "ffffffffffffffffffffffff";
/// So many at a time make the store open all the readers that it may have.
const READERS: usize = 12;

/// The work of one process.
pub(crate) struct Script<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) proxy: &'a Proxy,
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
            spoil(&path)?;
            join_all((0..READERS).map(|_| actor.ask(Order::Dump))).await;
        }
        loop {
            self.set().await?;
            if self.scene == Scene::SigningOut {
                actor.order(Order::SignOut).await?;
                actor.order(Order::SignIn).await?;
            }
            self.step(actor).await?;
        }
    }

    /// What the scene wants before a step.
    async fn set(&mut self) -> Result<()> {
        match (self.scene, self.volume) {
            (Scene::FullDisk, Some(volume)) => volume.fill(),
            (Scene::LostAnswers, _) => {
                let lost = [Fault::DropAnswer, Fault::Reset];
                let lost = lost.choose(self.random).copied();
                self.proxy.next(lost.unwrap_or(Fault::Reset));
                Ok(())
            }
            _ if self.random.random_bool(0.1) => {
                let (occasion, fault) = *[
                    (Occasion::Send, Fault::DropAnswer),
                    (Occasion::Send, Fault::Truncate),
                    (Occasion::Send, Fault::Reset),
                    (Occasion::Send, Fault::Refusal),
                    (Occasion::Event, Fault::DuplicateEvents),
                    (Occasion::Ask, Fault::Reset),
                ]
                .choose(self.random)
                .context("there are faults")?;
                self.proxy.next_on(occasion, fault);
                Ok(())
            }
            _ => Ok(()),
        }
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
            self.settled(self.ledger.retry(actor, &entry.local_id).await)?;
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

    /// «Not found» is the engine's word for an entry that has been sent meanwhile, or is on its way. A
    /// full disk is refused, and a damaged file may be while it is being mended.
    fn settled(&self, answer: Result<()>) -> Result<()> {
        let fine: &[&str] = match self.scene {
            Scene::FullDisk => &["not-found", "disk-full"],
            Scene::DamagedAtWork(_) => &["not-found", "damaged", "disk-failed"],
            _ => &["not-found"],
        };
        match answer {
            Err(error) if fine.iter().any(|code| error.to_string().contains(code)) => Ok(()),
            other => other,
        }
    }
}
