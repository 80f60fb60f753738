//! The real store in a walk, and what the user and the computer do to it. What the engine does is in
//! `client` and `engine_driver`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use parking_lot::{Mutex, MutexGuard};
use protocol::{ConversationId, ConversationStatus, Message};
use store::{LocalId, OutboxState, Store, StorePaths};

use super::ack_log::AckLog;
use super::action::{Action, TEXTS};
use super::engine_driver::EngineDriver;
use super::environment::{DataFolder, SimulatedTime};
use super::server::{self, Author, Event, Server};

/// How long a lost answer is looked for before the message is sent again.
pub const SETTLE: Duration = Duration::from_secs(15);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The store, with the engine's part played.
    Store,
    /// The engine, over HTTP, with its store.
    Engine,
}

/// Everything that a walk walks on.
pub struct System {
    pub store: Store,
    /// The engine around it, where that is under test too.
    pub(super) driver: Option<EngineDriver>,
    pub data_folder: DataFolder,
    pub time: SimulatedTime,
    pub server: Arc<Mutex<Server>>,
    pub ack_log: AckLog,
    /// When each entry whose answer was lost was first looked for.
    pub(super) looked: HashMap<LocalId, Duration>,
    /// Messages whose events were lost on the way: until the client has caught up, nobody can know
    /// that they are missing.
    pub(super) unheard: Vec<(usize, String)>,
    /// Whether the cache was thrown away since it was last whole.
    pub cache_lost: bool,
    pub revision: u64,
}

impl std::fmt::Debug for System {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("System")
            .field("ack_log", &self.ack_log)
            .finish()
    }
}

impl System {
    /// A new system whose client has caught up with empty chats.
    pub async fn begin(level: Level) -> Result<Self> {
        let data_folder = DataFolder::new()?;
        let time = SimulatedTime::default();
        let server = Arc::new(Mutex::new(Server::new(time.clone())));
        let driver = match level {
            Level::Store => None,
            Level::Engine => Some(EngineDriver::start(&data_folder, &time, &server).await?),
        };
        let store = match &driver {
            Some(driver) => driver.engine.store()?,
            None => open(&data_folder, &time).await?,
        };
        let mut system = Self {
            store,
            driver,
            data_folder,
            time,
            server,
            ack_log: AckLog::default(),
            looked: HashMap::new(),
            unheard: Vec::new(),
            cache_lost: false,
            revision: 0,
        };
        system.connect().await?;
        Ok(system)
    }

    pub fn server(&self) -> MutexGuard<'_, Server> {
        self.server.lock()
    }

    pub async fn act(&mut self, act: &Action) -> Result<()> {
        match *act {
            Action::Queue { chat, word } => self.queue(chat, text(word)).await,
            Action::Draft { chat, word } => {
                let text = word.map_or("", text);
                self.store.save_draft(&id_of(chat)?, text).await?;
                Ok(())
            }
            Action::Edit { entry, word } => self.edit(entry, text(word)).await,
            Action::Discard { entry } => self.discard(entry).await,
            Action::Restore { entry } => self.restore(entry).await,
            Action::Retry { entry } => self.retry(entry).await,
            Action::Confirm { entry } => self.confirm(entry).await.map(drop),
            Action::Work => self.work().await,
            Action::CatchUp => self.catch_up().await,
            Action::FetchOlder { chat } => self.fetch_older(chat).await,
            Action::FillGap { chat } => self.fill_gap(chat).await,
            Action::Cut => self.cut().await,
            Action::Connect => self.connect().await,
            Action::Deliver { place } => self.deliver(place, Delivery::Once).await,
            Action::DeliverTwice { place } => self.deliver(place, Delivery::Again).await,
            Action::DeliverAll => self.deliver_all().await,
            Action::Crash => self.crash().await,
            Action::Restart => self.restart().await,
            Action::LoseCache => self.lose_cache().await,
            _ => {
                self.elsewhere(act);
                Ok(())
            }
        }
    }

    fn elsewhere(&mut self, act: &Action) {
        match *act {
            Action::SetReaction { chat, reaction } => self.server().expect(chat, reaction),
            Action::CommitLate => self.commit_late(),
            Action::Others { chat, word, times } => {
                for _ in 0..times {
                    self.server().store(chat, Author::Customer, text(word));
                }
            }
            Action::OtherDevice { chat, word } => {
                self.server().store(chat, Author::OtherDevice, text(word));
            }
            Action::Close { chat } => self.server().set_status(chat, ConversationStatus::Closed),
            Action::Reopen { chat } => self.server().set_status(chat, ConversationStatus::Open),
            Action::ShiftPages { chat } => self.server().shift_pages(chat),
            Action::SetClock { seconds } => self.time.set_clock(seconds * 1000),
            Action::Pass { seconds } => self.time.pass(Duration::from_secs(seconds.into())),
            _ => {}
        }
    }

    /// The server stores what it was late with. What comes later than the settle time may be there
    /// twice: the promise excludes it.
    pub(super) fn commit_late(&mut self) {
        let beyond = self.server().commit_late(SETTLE);
        for entry in beyond {
            if let Some(acked) = self.ack_log.of(entry) {
                acked.spare += 1;
                acked.out_of_line = true;
            }
        }
    }

    async fn queue(&mut self, chat: usize, text: &str) -> Result<()> {
        let local = self.store.queue_message(&id_of(chat)?, text).await?;
        let number = self.ack_log.acked.len();
        self.server().numbers.insert(local.clone(), number);
        self.ack_log.note(local, chat, text);
        Ok(())
    }

    async fn edit(&mut self, entry: usize, text: &str) -> Result<()> {
        let (local, may_be_there) = self.standing(entry).await?;
        if self.store.edit(&local, text).await?
            && let Some(acked) = self.ack_log.of(entry)
        {
            text.clone_into(&mut acked.text);
            // The old text may be there too, as a message of its own.
            acked.spare += usize::from(may_be_there);
        }
        Ok(())
    }

    async fn discard(&mut self, entry: usize) -> Result<()> {
        let (local, _) = self.standing(entry).await?;
        if self.store.discard(&local).await?
            && let Some(acked) = self.ack_log.of(entry)
        {
            acked.cancelled = true;
        }
        Ok(())
    }

    async fn restore(&mut self, entry: usize) -> Result<()> {
        let (local, may_be_there) = self.standing(entry).await?;
        if self.store.restore(&local).await? {
            self.ack_log.requeue(entry);
            if let Some(acked) = self.ack_log.of(entry) {
                acked.cancelled = false;
                acked.restored = true;
                acked.out_of_line = true;
                acked.spare += usize::from(may_be_there);
            }
        }
        Ok(())
    }

    pub(super) async fn retry(&mut self, entry: usize) -> Result<()> {
        let (local, may_be_there) = self.standing(entry).await?;
        if self.store.retry(&local).await?
            && let Some(acked) = self.ack_log.of(entry)
        {
            acked.out_of_line = true;
            acked.spare += usize::from(may_be_there);
        }
        Ok(())
    }

    /// Answers whether there was a message that the entry could be.
    pub(super) async fn confirm(&mut self, entry: usize) -> Result<bool> {
        let (local, _) = self.standing(entry).await?;
        let confirmed = self.store.confirm_sent(&local).await?;
        if let Some(acked) = self.ack_log.of(entry) {
            acked.confirmed |= confirmed;
        }
        Ok(confirmed)
    }

    /// An entry's name, and whether an attempt may have reached the server unheard.
    async fn standing(&self, entry: usize) -> Result<(LocalId, bool)> {
        let acked = self
            .ack_log
            .acked
            .get(entry)
            .context("an entry that was queued")?;
        let local = acked.local.clone();
        let known = self.store.outbox_entry(&local).await?;
        let may = known.is_some_and(|entry| {
            entry.maybe_sent || matches!(entry.state, OutboxState::Sending | OutboxState::Checking)
        });
        Ok((local, may))
    }

    pub(super) async fn cut(&mut self) -> Result<()> {
        self.lose_events().await?;
        self.store.connection_lost();
        Ok(())
    }

    async fn lose_events(&mut self) -> Result<()> {
        loop {
            let Some(event) = self.server().next_overtaken() else {
                break;
            };
            let batch = self.server().batch(event);
            self.store.apply(batch).await?;
        }
        let mut server = self.server();
        server.joined = false;
        let lost = std::mem::take(&mut server.under_way);
        let lost: Vec<_> = lost
            .iter()
            .filter_map(|event| named(&server, event))
            .collect();
        drop(server);
        self.unheard.extend(lost);
        Ok(())
    }

    pub(super) async fn crash(&mut self) -> Result<()> {
        self.lose_events().await?;
        self.looked.clear();
        let old = self.data_folder.fork_after_crash()?;
        match &mut self.driver {
            Some(driver) => {
                // The old engine still writes, but into files that are not read any more.
                driver.engine.shutdown().await;
                driver.open(&self.data_folder, &self.time).await?;
                self.store = driver.engine.store()?;
            }
            None => self.store = open(&self.data_folder, &self.time).await?,
        }
        std::fs::remove_dir_all(old).ok();
        Ok(())
    }

    async fn restart(&mut self) -> Result<()> {
        self.lose_events().await?;
        self.looked.clear();
        self.close().await?;
        self.reopen().await
    }

    async fn close(&self) -> Result<()> {
        match &self.driver {
            Some(driver) => driver.engine.shutdown().await,
            None => self.store.close().await?,
        }
        Ok(())
    }

    async fn reopen(&mut self) -> Result<()> {
        match &mut self.driver {
            Some(driver) => {
                driver.open(&self.data_folder, &self.time).await?;
                self.store = driver.engine.store()?;
            }
            None => self.store = open(&self.data_folder, &self.time).await?,
        }
        Ok(())
    }

    async fn lose_cache(&mut self) -> Result<()> {
        self.lose_events().await?;
        self.looked.clear();
        self.close().await?;
        let mut folder = self.data_folder.folder();
        if let Some(driver) = &self.driver {
            folder = driver.profile(&self.data_folder)?;
        }
        std::fs::remove_file(StorePaths::in_folder(&folder).cache)?;
        self.cache_lost = true;
        self.revision = 0;
        self.reopen().await
    }

    pub(super) async fn deliver(&mut self, place: usize, heard: Delivery) -> Result<()> {
        let event = match heard {
            Delivery::Once => self.server().arrive(place),
            Delivery::Again => self.server().arrive_twice(place),
        };
        let Some(event) = event else { return Ok(()) };
        let batch = self.server().batch(event);
        self.store.apply(batch).await?;
        Ok(())
    }

    pub(super) async fn deliver_all(&mut self) -> Result<()> {
        while !self.server().under_way.is_empty() {
            self.deliver(0, Delivery::Once).await?;
        }
        Ok(())
    }

    /// Whether it is known that the client cannot know of a message yet.
    pub fn is_unheard(&self, chat: usize, id: &str) -> bool {
        let lost = self.unheard.iter();
        let mut lost = lost.map(|(chat, id)| (*chat, id.as_str()));
        if lost.any(|unheard| unheard == (chat, id)) {
            return true;
        }
        let server = self.server();
        let mut under_way = server.under_way.iter();
        under_way
            .any(|event| named(&server, event).is_some_and(|(of, name)| of == chat && name == id))
    }
}

/// Whether an event stays under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Once,
    Again,
}

fn named(server: &Server, event: &Event) -> Option<(usize, String)> {
    let Event::Message(chat, place) = event else {
        return None;
    };
    let message: Message = server.message(*chat, *place)?;
    Some((*chat, message.id.into_string()))
}

async fn open(data_folder: &DataFolder, time: &SimulatedTime) -> Result<Store> {
    let opened = Store::open(data_folder.paths(), time.server_clock()).await?;
    anyhow::ensure!(
        opened.notices.is_empty(),
        "a file counts as damaged: {:?}",
        opened.notices
    );
    opened.store.set_me(server::me().context("me")?).await?;
    Ok(opened.store)
}

pub(super) fn id_of(chat: usize) -> Result<ConversationId> {
    server::chat_id(chat).context("a chat")
}

fn text(word: usize) -> &'static str {
    TEXTS.get(word).copied().unwrap_or("?")
}
