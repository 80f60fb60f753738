//! The engine's part in a walk on the bare store: the same order of the same calls, without a clock
//! of its own and without a network.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::Result;
use engine::Engine;
use protocol::{ConversationStatus, UtcMs};
use store::{
    Batch, LocalId, MessageWindow, OutboxEntry, PageApplied, PageFetched, Position, Reach, Source,
};

use super::action::{CHATS, Reaction};
use super::server::{Author, PAGE, chat_id};
use super::system::{SETTLE, System, id_of};

/// How many pages one catching up may take.
const PAGES: usize = 20;

impl System {
    /// The line is back: rooms first, then everything is caught up with.
    pub(super) async fn connect(&mut self) -> Result<()> {
        self.server().joined = true;
        self.store.connection_lost();
        match self.driver.as_ref().map(|driver| driver.engine.clone()) {
            Some(engine) => self.look_at_all(&engine).await,
            None => self.catch_up().await,
        }
    }

    /// What a session does once its rooms are joined.
    async fn look_at_all(&mut self, engine: &Engine) -> Result<()> {
        self.unheard.clear();
        engine.refresh_inbox().await?;
        for chat in 0..CHATS {
            engine.refresh_messages(&id_of(chat)?, 1).await?;
        }
        Ok(())
    }

    pub(super) async fn catch_up(&mut self) -> Result<()> {
        if let Some(driver) = &self.driver {
            return Ok(driver.engine.catch_up_once().await?);
        }
        // What is lost from here on was not yet lost when the pages were read.
        let lost = std::mem::take(&mut self.unheard);
        let records = (0..CHATS).filter_map(|chat| self.server().record(chat));
        let batch = Batch {
            conversations: records.collect(),
            source: Source::Rest,
            ..Batch::default()
        };
        self.store.apply(batch).await?;
        for chat in 0..CHATS {
            let goal = match self.store.complete_until(&id_of(chat)?).await? {
                Some(_) => Goal::Meet,
                None => Goal::FirstPage,
            };
            self.walk_back(chat, goal).await?;
        }
        drop(lost);
        Ok(())
    }

    async fn walk_back(&mut self, chat: usize, goal: Goal) -> Result<()> {
        let mut before: Option<Position> = None;
        let mut first_total = 0;
        let mut margin = false;
        for number in 1..=PAGES {
            let (messages, total) = self.server().page(chat, number);
            let end = number * PAGE >= total;
            let reach = match before.take() {
                None => Reach::Newest { end },
                Some(before) => Reach::Older { before, end },
            };
            let page = PageFetched { messages, reach };
            let applied = self.store.apply_page(&id_of(chat)?, page).await?;
            if number == 1 {
                first_total = total;
            }
            let met = goal.is_met(&applied);
            if end || margin || (met && number == 1) || applied.oldest.is_none() {
                if number > 1 && total != first_total {
                    let (messages, total) = self.server().page(chat, 1);
                    let reach = Reach::Newest { end: PAGE >= total };
                    let page = PageFetched { messages, reach };
                    self.store.apply_page(&id_of(chat)?, page).await?;
                }
                return Ok(());
            }
            margin = met;
            before = applied.oldest;
        }
        Ok(())
    }

    /// Fetches what lies before a place: the page that spans it, or the chat's beginning.
    async fn fetch_before(&mut self, chat: usize, place: &Position) -> Result<()> {
        for number in 1..=PAGES {
            let (messages, total) = self.server().page(chat, number);
            let end = number * PAGE >= total;
            let rank = |at: Option<UtcMs>, id: &str| (at.unwrap_or_default(), id.to_owned());
            let here = rank(Some(place.created_at), &place.id);
            let ranks = messages.iter().map(|m| rank(m.created_at, m.id.as_str()));
            if end || ranks.clone().any(|rank| rank < here) {
                let before = place.clone();
                let reach = Reach::Older { before, end };
                let page = PageFetched { messages, reach };
                self.store.apply_page(&id_of(chat)?, page).await?;
                return Ok(());
            }
        }
        Ok(())
    }

    pub(super) async fn fetch_older(&mut self, chat: usize) -> Result<()> {
        if let Some(driver) = &self.driver {
            driver.engine.fetch_older(&id_of(chat)?).await?;
            return Ok(());
        }
        match self.store.oldest(&id_of(chat)?).await? {
            Some(place) => self.fetch_before(chat, &place).await,
            None => self.walk_back(chat, Goal::FirstPage).await,
        }
    }

    /// Fills the newest gap, if there is one.
    pub(super) async fn fill_gap(&mut self, chat: usize) -> Result<()> {
        let window = MessageWindow::Newest { limit: 10_000 };
        let shown = self.store.messages(&id_of(chat)?, window).await?;
        let gap = shown.rows.iter().rev().find(|row| row.gap_before);
        let place = gap.and_then(|row| {
            Some(Position {
                created_at: row.created_at?,
                id: row.id.as_ref()?.as_str().to_owned(),
            })
        });
        match (place, &self.driver) {
            (Some(place), Some(driver)) => {
                driver.engine.fill_gap(&id_of(chat)?, place).await?;
                Ok(())
            }
            (Some(place), None) => self.fetch_before(chat, &place).await,
            (None, _) => Ok(()),
        }
    }

    /// Looks for what may be there, and sends what is due: each chat one at a time.
    pub(super) async fn work(&mut self) -> Result<()> {
        if let Some(driver) = &self.driver {
            let crashed = driver.work_once().await?;
            if crashed {
                self.crash().await?;
                self.connect().await?;
            }
            return Ok(());
        }
        let mut busy = HashSet::new();
        for entry in self.store.outbox().await?.unsettled {
            if busy.insert(entry.conversation.clone()) {
                self.settle(&entry).await?;
            }
        }
        for entry in self.store.outbox().await?.due {
            if busy.insert(entry.conversation.clone()) {
                self.send(&entry).await?;
            }
        }
        Ok(())
    }

    async fn settle(&mut self, entry: &OutboxEntry) -> Result<()> {
        let now = self.time.steady();
        let since = *self.looked.entry(entry.local_id.clone()).or_insert(now);
        let goal = entry
            .known_head
            .clone()
            .map_or(Goal::FirstPage, Goal::Reach);
        self.walk_back(chat_of(entry), goal).await?;
        let not_there =
            self.store.reconcile(&entry.local_id).await? == store::ReconcileOutcome::NotFound;
        if not_there {
            let stored = self.server().stored_in(chat_of(entry));
            self.note_absence(&entry.local_id, Some(stored));
        }
        if not_there && now.saturating_sub(since) >= SETTLE {
            self.looked.remove(&entry.local_id);
            let due = (self.time.server_clock())();
            self.store.back_to_pending(&entry.local_id, due).await?;
        }
        Ok(())
    }

    async fn send(&mut self, entry: &OutboxEntry) -> Result<()> {
        let id = &entry.local_id;
        let (chat, number) = (
            chat_of(entry),
            self.ack_log.number(id).unwrap_or(usize::MAX),
        );
        let author = Author::Entry(number);
        if !self.store.mark_sending(id).await? {
            return Ok(());
        }
        self.looked.remove(id);
        self.note_absence(id, None);
        let closed = self.server().is_closed(chat);
        if closed {
            self.store.hold(id, store::Hold::ConversationClosed).await?;
            return Ok(());
        }
        let reaction = self.server().next_reaction(chat);
        match reaction {
            Reaction::AfterTwin | Reaction::RefusedAfterTwin => {
                self.server().store(chat, Author::OtherDevice, &entry.text);
            }
            _ => {}
        }
        let stored = match reaction {
            Reaction::Stored
            | Reaction::EventFirst
            | Reaction::AfterTwin
            | Reaction::AnswerLost
            | Reaction::CrashAfter => self.server().store(chat, author, &entry.text),
            _ => None,
        };
        match reaction {
            Reaction::EventFirst | Reaction::AfterTwin | Reaction::RefusedAfterTwin => {
                self.deliver_all().await?
            }
            _ => {}
        }
        let later = |seconds: u8| UtcMs((self.time.server_clock())().0 + i64::from(seconds) * 1000);
        match reaction {
            Reaction::Stored | Reaction::EventFirst | Reaction::AfterTwin => {
                if let Some(message) = stored {
                    self.store.complete_send(id, message).await?;
                }
            }
            Reaction::AnswerLost | Reaction::RequestLost | Reaction::Unavailable => {
                self.store.mark_unknown(id).await?;
            }
            Reaction::Late => {
                self.server().delay(chat, number, &entry.text);
                self.store.mark_unknown(id).await?;
            }
            Reaction::BadRequest | Reaction::Forbidden | Reaction::RefusedAfterTwin => {
                self.store.mark_failed(id, "refused", Some("no")).await?;
            }
            Reaction::Busy(seconds) => {
                self.store.back_to_pending(id, later(seconds)).await?;
            }
            Reaction::NeverSent => {
                self.store.back_to_pending(id, later(1)).await?;
            }
            Reaction::CrashBefore | Reaction::CrashAfter => {
                self.crash().await?;
                self.connect().await?;
            }
        }
        Ok(())
    }

    /// How many messages its chat had when a lookup found none that the entry could be; a new attempt begins anew.
    fn note_absence(&mut self, id: &LocalId, stored: Option<usize>) {
        let number = self.ack_log.number(id).unwrap_or(usize::MAX);
        if let Some(acked) = self.ack_log.of(number) {
            acked.absent_at = stored;
        }
    }

    /// Lets a while pass in which the server and the line work as they should, and the user decides on
    /// whatever wants a decision.
    pub(super) async fn let_it_work(&mut self) -> Result<()> {
        self.time.pass(Duration::from_secs(61));
        self.catch_up().await?;
        self.deliver_all().await?;
        self.work().await
    }

    /// The server forgets its orders, opens every chat and stores what it was late with.
    pub(super) fn restore_server(&mut self) {
        self.server().forget_orders();
        for chat in 0..CHATS {
            self.server().set_status(chat, ConversationStatus::Open);
        }
        self.commit_late();
    }
}

fn chat_of(entry: &OutboxEntry) -> usize {
    (0..CHATS)
        .find(|chat| chat_id(*chat).as_ref() == Some(&entry.conversation))
        .unwrap_or(usize::MAX)
}

/// How far back a walk over the pages goes.
enum Goal {
    Meet,
    FirstPage,
    Reach(Position),
}

impl Goal {
    fn is_met(&self, applied: &PageApplied) -> bool {
        match self {
            Self::Meet => applied.joined,
            Self::FirstPage => true,
            Self::Reach(place) => applied.oldest.as_ref().is_none_or(|oldest| {
                (oldest.created_at, &oldest.id) <= (place.created_at, &place.id)
            }),
        }
    }
}
