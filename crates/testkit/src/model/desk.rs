//! The real store in a walk, and what the user and the computer do to it. What the engine does is in
//! [`super::line`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use protocol::{ConversationId, ConversationStatus, Message};
use store::{LocalId, OutboxState, Store, StorePaths};

use super::act::{Act, WORDS};
use super::book::Book;
use super::home::{Home, Time};
use super::machine::Machine;
use super::server::{self, Author, Event, Server};

/// How long a lost answer is looked for before the message is sent again.
pub const SETTLE: Duration = Duration::from_secs(15);

/// What is under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The store, with the engine's part played.
    Store,
    /// The engine, over HTTP, with its store.
    Engine,
}

/// Everything that a walk walks on.
pub struct Desk {
    /// The store under test.
    pub store: Store,
    /// The engine around it, where that is under test too.
    pub(super) machine: Option<Machine>,
    /// Its folder.
    pub home: Home,
    /// The time.
    pub time: Time,
    /// The server.
    pub server: Arc<Mutex<Server>>,
    /// What the user was promised.
    pub book: Book,
    /// When each entry whose answer was lost was first looked for.
    pub(super) looked: HashMap<LocalId, Duration>,
    /// Messages whose events were lost on the way: until the client has caught up, nobody can know
    /// that they are missing.
    pub(super) unheard: Vec<(usize, String)>,
    /// Whether the cache was thrown away since it was last whole.
    pub cache_lost: bool,
    /// The highest revision seen.
    pub revision: u64,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("book", &self.book).finish()
    }
}

impl Desk {
    /// A new desk whose client has caught up with empty chats.
    ///
    /// # Errors
    /// Those of the disk and of the store.
    pub async fn begin(level: Level) -> Result<Self> {
        let home = Home::new()?;
        let time = Time::default();
        let server = Arc::new(Mutex::new(Server::new(time.clone())));
        let machine = match level {
            Level::Store => None,
            Level::Engine => Some(Machine::start(&home, &time, &server).await?),
        };
        let store = match &machine {
            Some(machine) => machine.engine.store()?,
            None => open(&home, &time).await?,
        };
        let mut desk = Self {
            store,
            machine,
            home,
            time,
            server,
            book: Book::default(),
            looked: HashMap::new(),
            unheard: Vec::new(),
            cache_lost: false,
            revision: 0,
        };
        desk.connect().await?;
        Ok(desk)
    }

    /// The server, for a moment.
    pub fn server(&self) -> MutexGuard<'_, Server> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one step.
    ///
    /// # Errors
    /// Where the store fails: nothing in a walk gives it a reason to.
    pub async fn act(&mut self, act: &Act) -> Result<()> {
        match *act {
            Act::Queue { chat, word } => self.queue(chat, text(word)).await,
            Act::Draft { chat, word } => {
                let text = word.map_or("", text);
                self.store.save_draft(&id_of(chat)?, text).await?;
                Ok(())
            }
            Act::Edit { entry, word } => self.edit(entry, text(word)).await,
            Act::Discard { entry } => self.discard(entry).await,
            Act::Restore { entry } => self.restore(entry).await,
            Act::Retry { entry } => self.retry(entry).await,
            Act::Confirm { entry } => self.confirm(entry).await.map(drop),
            Act::Work => self.work().await,
            Act::CatchUp => self.catch_up().await,
            Act::FetchOlder { chat } => self.fetch_older(chat).await,
            Act::FillGap { chat } => self.fill_gap(chat).await,
            Act::Cut => self.cut().await,
            Act::Connect => self.connect().await,
            Act::Hear { place } => self.hear(place, Heard::Once).await,
            Act::HearTwice { place } => self.hear(place, Heard::Again).await,
            Act::HearAll => self.hear_all().await,
            Act::Crash => self.crash().await,
            Act::Restart => self.restart().await,
            Act::LoseCache => self.lose_cache().await,
            _ => {
                self.elsewhere(act);
                Ok(())
            }
        }
    }

    /// What happens without the client.
    fn elsewhere(&mut self, act: &Act) {
        match *act {
            Act::Meet { chat, fate } => self.server().expect(chat, fate),
            Act::CommitLate => self.commit_late(),
            Act::Others { chat, word, times } => {
                for _ in 0..times {
                    self.server().store(chat, Author::Customer, text(word));
                }
            }
            Act::OtherDevice { chat, word } => {
                self.server().store(chat, Author::OtherDevice, text(word));
            }
            Act::Close { chat } => self.server().set_status(chat, ConversationStatus::Closed),
            Act::Reopen { chat } => self.server().set_status(chat, ConversationStatus::Open),
            Act::ShiftPages { chat } => self.server().shift_pages(chat),
            Act::SetClock { seconds } => self.time.set_clock(seconds * 1000),
            Act::Pass { seconds } => self.time.pass(Duration::from_secs(seconds.into())),
            _ => {}
        }
    }

    /// The server stores what it was late with. What comes later than the settle time may be there
    /// twice: the promise excludes it.
    pub(super) fn commit_late(&mut self) {
        let beyond = self.server().commit_late(SETTLE);
        for entry in beyond {
            if let Some(promise) = self.book.of(entry) {
                promise.spare += 1;
                promise.out_of_line = true;
            }
        }
    }

    async fn queue(&mut self, chat: usize, text: &str) -> Result<()> {
        let local = self.store.queue_message(&id_of(chat)?, text).await?;
        let number = self.book.promises.len();
        self.server().numbers.insert(local.clone(), number);
        self.book.note(local, chat, text);
        Ok(())
    }

    async fn edit(&mut self, entry: usize, text: &str) -> Result<()> {
        let (local, may_be_there) = self.standing(entry).await?;
        if self.store.edit(&local, text).await?
            && let Some(promise) = self.book.of(entry)
        {
            text.clone_into(&mut promise.text);
            // The old text may be there too, as a message of its own.
            promise.spare += usize::from(may_be_there);
        }
        Ok(())
    }

    async fn discard(&mut self, entry: usize) -> Result<()> {
        let (local, _) = self.standing(entry).await?;
        if self.store.discard(&local).await?
            && let Some(promise) = self.book.of(entry)
        {
            promise.cancelled = true;
        }
        Ok(())
    }

    async fn restore(&mut self, entry: usize) -> Result<()> {
        let (local, may_be_there) = self.standing(entry).await?;
        if self.store.restore(&local).await? {
            self.book.requeue(entry);
            if let Some(promise) = self.book.of(entry) {
                promise.cancelled = false;
                promise.restored = true;
                promise.out_of_line = true;
                promise.spare += usize::from(may_be_there);
            }
        }
        Ok(())
    }

    pub(super) async fn retry(&mut self, entry: usize) -> Result<()> {
        let (local, may_be_there) = self.standing(entry).await?;
        if self.store.retry(&local).await?
            && let Some(promise) = self.book.of(entry)
        {
            promise.out_of_line = true;
            promise.spare += usize::from(may_be_there);
        }
        Ok(())
    }

    /// Answers whether there was a message that it could be.
    pub(super) async fn confirm(&mut self, entry: usize) -> Result<bool> {
        let (local, _) = self.standing(entry).await?;
        Ok(self.store.confirm_sent(&local).await?)
    }

    /// An entry's name, and whether an attempt may have reached the server unheard.
    async fn standing(&self, entry: usize) -> Result<(LocalId, bool)> {
        let promise = self
            .book
            .promises
            .get(entry)
            .context("an entry that was queued")?;
        let local = promise.local.clone();
        let known = self.store.outbox_entry(&local).await?;
        let may = known.is_some_and(|entry| {
            entry.maybe_sent || matches!(entry.state, OutboxState::Sending | OutboxState::Checking)
        });
        Ok((local, may))
    }

    pub(super) async fn cut(&mut self) -> Result<()> {
        self.lose_events().await?;
        self.store.line_lost();
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
        let old = self.home.die()?;
        match &mut self.machine {
            Some(machine) => {
                // What the old one still writes goes into files that nobody reads.
                machine.engine.shutdown().await;
                machine.open(&self.home, &self.time).await?;
                self.store = machine.engine.store()?;
            }
            None => self.store = open(&self.home, &self.time).await?,
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
        match &self.machine {
            Some(machine) => machine.engine.shutdown().await,
            None => self.store.close().await?,
        }
        Ok(())
    }

    async fn reopen(&mut self) -> Result<()> {
        match &mut self.machine {
            Some(machine) => {
                machine.open(&self.home, &self.time).await?;
                self.store = machine.engine.store()?;
            }
            None => self.store = open(&self.home, &self.time).await?,
        }
        Ok(())
    }

    async fn lose_cache(&mut self) -> Result<()> {
        self.lose_events().await?;
        self.looked.clear();
        self.close().await?;
        let mut folder = self.home.folder();
        if let Some(machine) = &self.machine {
            folder = machine.profile(&self.home)?;
        }
        std::fs::remove_file(StorePaths::in_folder(&folder).cache)?;
        self.cache_lost = true;
        self.revision = 0;
        self.reopen().await
    }

    pub(super) async fn hear(&mut self, place: usize, heard: Heard) -> Result<()> {
        let event = match heard {
            Heard::Once => self.server().arrive(place),
            Heard::Again => self.server().arrive_twice(place),
        };
        let Some(event) = event else { return Ok(()) };
        let batch = self.server().batch(event);
        self.store.apply(batch).await?;
        Ok(())
    }

    pub(super) async fn hear_all(&mut self) -> Result<()> {
        while !self.server().under_way.is_empty() {
            self.hear(0, Heard::Once).await?;
        }
        Ok(())
    }

    /// Whether it is known that the client cannot know of a message yet.
    #[must_use]
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
pub enum Heard {
    /// It has come.
    Once,
    /// It will come again.
    Again,
}

fn named(server: &Server, event: &Event) -> Option<(usize, String)> {
    let Event::Message(chat, place) = event else {
        return None;
    };
    let message: Message = server.message(*chat, *place)?;
    Some((*chat, message.id.into_string()))
}

async fn open(home: &Home, time: &Time) -> Result<Store> {
    let opened = Store::open(home.paths(), time.clock()).await?;
    anyhow::ensure!(
        opened.notices.is_empty(),
        "a file counts as damaged: {:?}",
        opened.notices
    );
    opened.store.set_me(server::me().context("me")?).await?;
    Ok(opened.store)
}

/// A chat's id.
pub(super) fn id_of(chat: usize) -> Result<ConversationId> {
    server::chat_id(chat).context("a chat")
}

fn text(word: usize) -> &'static str {
    WORDS.get(word).copied().unwrap_or("?")
}
