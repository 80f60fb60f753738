//! A profile with something in it: chats that can be fetched again, and what was written and
//! acknowledged. It knows what a store on these files has to show.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context as _, Result};
use protocol::{
    Conversation, ConversationId, ConversationStatus, Message, MessageId, MessageKind, Participant,
    Role, UnreadCounts, UserId, UtcMs,
};
use rand::{Rng as _, rngs::StdRng};
use store::{Batch, Clock, LocalId, PageFetched, Reach, Source, Store, StoreError, StorePaths};

/// When it begins (UTC, ms).
const START: i64 = 1_700_000_000_000;
const CHATS: usize = 5;
const MESSAGES: usize = 40;
const ENTRIES: usize = 45;
const WORDS: [&str; 8] = [
    "الطلب",
    "تأخر",
    "وصل",
    "المندوب",
    "شكرا",
    "العنوان",
    "وين",
    "الحساب",
];

/// A message that was queued and acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) id: LocalId,
    pub(crate) conversation: ConversationId,
    pub(crate) text: String,
}

/// What the files have to hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fixture {
    pub(crate) entries: Vec<Written>,
    /// Sent: the server has them, and the cache knows it.
    pub(crate) sent: Vec<Written>,
    pub(crate) cancelled: Vec<Written>,
    /// The drafts that were acknowledged, by chat.
    pub(crate) drafts: Vec<(ConversationId, String)>,
    /// What the server has, by chat, oldest first.
    pub(crate) history: Vec<(Conversation, Vec<Message>)>,
}

/// A clock that stands still unless it is told to go on.
pub(crate) fn clock() -> Clock {
    let now = Arc::new(AtomicI64::new(START + 3_600_000));
    Arc::new(move || UtcMs(now.fetch_add(1, Ordering::SeqCst)))
}

/// Opens the store in a folder.
pub(crate) async fn open(folder: &Path) -> Result<Store, StoreError> {
    let opened = Store::open(StorePaths::in_folder(folder), clock()).await?;
    opened.store.set_me(person("me", Role::Admin)).await?;
    Ok(opened.store)
}

impl Fixture {
    /// Writes a fixture into a folder. The store is left open: whoever drops it without closing it
    /// leaves the files as a power cut does.
    pub(crate) async fn create(folder: &Path, random: &mut StdRng) -> Result<(Self, Store)> {
        let store = open(folder).await?;
        let mut fixture = Self {
            history: (0..CHATS).map(|chat| history(chat, random)).collect(),
            ..Self::default()
        };
        fixture.fetch_into(&store).await?;
        for number in 0..ENTRIES {
            fixture.write(&store, number, random).await?;
        }
        fixture.finish_some(&store).await?;
        for chat in 0..CHATS {
            let (id, text) = (chat_id(chat), text(random, &format!("مسودة {chat}")));
            store.save_draft(&id, &text).await?;
            fixture.drafts.push((id, text));
        }
        Ok((fixture, store))
    }

    /// Gives the store what the server has, as catching up does.
    pub(crate) async fn fetch_into(&self, store: &Store) -> Result<(), StoreError> {
        let records = self.history.iter().map(|(record, _)| record.clone());
        let batch = Batch {
            conversations: records.collect(),
            source: Source::Rest,
            ..Batch::default()
        };
        store.apply(batch).await?;
        for (record, messages) in &self.history {
            let page = PageFetched {
                messages: messages.clone(),
                reach: Reach::Newest { end: true },
            };
            store.apply_page(&record.id, page).await?;
        }
        Ok(())
    }

    /// Queues one more message; what was acknowledged counts.
    pub(crate) async fn write(
        &mut self,
        store: &Store,
        number: usize,
        random: &mut StdRng,
    ) -> Result<(), StoreError> {
        let conversation = chat_id(random.random_range(0..CHATS));
        let text = text(random, &format!("رسالة {number}"));
        let id = store.queue_message(&conversation, &text).await?;
        self.entries.push(Written {
            id,
            conversation,
            text,
        });
        Ok(())
    }

    /// Every kind of end and stop that an entry can come to.
    async fn finish_some(&mut self, store: &Store) -> Result<()> {
        let mut kept = Vec::new();
        for (number, entry) in std::mem::take(&mut self.entries).into_iter().enumerate() {
            match number % 9 {
                0 => {
                    store.mark_sending(&entry.id).await?;
                    let sent = self.said(&entry)?;
                    store.complete_send(&entry.id, sent).await?;
                    self.sent.push(entry);
                    continue;
                }
                1 => {
                    store.discard(&entry.id).await?;
                    self.cancelled.push(entry);
                    continue;
                }
                2 => drop(store.mark_failed(&entry.id, "forbidden", None).await?),
                3 => {
                    store.mark_sending(&entry.id).await?;
                    store.mark_unknown(&entry.id).await?;
                }
                4 => drop(store.mark_sending(&entry.id).await?),
                _ => {}
            }
            kept.push(entry);
        }
        self.entries = kept;
        Ok(())
    }

    /// The message that the server has of an entry.
    fn said(&mut self, entry: &Written) -> Result<Message> {
        let (_, messages) = self
            .history
            .iter_mut()
            .find(|(record, _)| record.id == entry.conversation)
            .context("an entry of a known chat")?;
        let number = messages.len();
        let sent = message(&entry.conversation, number, "me", &entry.text);
        messages.push(sent.clone());
        Ok(sent)
    }
}

fn chat_id(number: usize) -> ConversationId {
    id(&format!("chat-{number}"), ConversationId::new)
}

fn history(chat: usize, random: &mut StdRng) -> (Conversation, Vec<Message>) {
    let conversation = chat_id(chat);
    let messages = (0..MESSAGES).map(|number| {
        let sender = if random.random_bool(0.5) {
            "me"
        } else {
            "customer"
        };
        let said = text(random, &format!("{chat}/{number}"));
        message(&conversation, number, sender, &said)
    });
    let messages = messages.collect();
    let record = Conversation {
        participants: Some(vec![
            person("customer", Role::User),
            person("me", Role::Admin),
        ]),
        support_side: Vec::new(),
        subject: Some(Some(format!("محادثة {chat}"))),
        status: Some(ConversationStatus::Open),
        support_type: None,
        related_order: None,
        last_message: None,
        last_message_at: None,
        unread: UnreadCounts::default(),
        created_at: Some(UtcMs(START)),
        updated_at: Some(UtcMs(START)),
        id: conversation,
    };
    (record, messages)
}

fn message(conversation: &ConversationId, number: usize, sender: &str, said: &str) -> Message {
    let at = START + i64::try_from(number).unwrap_or_default() * 1000;
    Message {
        id: id(&format!("{conversation}-{number:04}"), MessageId::new),
        conversation: conversation.clone(),
        sender: Some(Participant {
            name: None,
            role: None,
            ..person(sender, Role::User)
        }),
        kind: MessageKind::Text,
        content: said.to_owned(),
        file: None,
        is_read: false,
        read_at: None,
        created_at: Some(UtcMs(at)),
        updated_at: Some(UtcMs(at)),
    }
}

fn person(name: &str, role: Role) -> Participant {
    Participant {
        id: id(name, UserId::new),
        name: Some(format!("اسم {name}")),
        role: Some(role),
        phone: None,
    }
}

/// Most are short; some fill pages of their own.
fn text(random: &mut StdRng, beginning: &str) -> String {
    let words = match random.random_range(0..10) {
        0 => 600,
        1 | 2 => 60,
        _ => 6,
    };
    let mut said = beginning.to_owned();
    for _ in 0..random.random_range(1..=words) {
        said.push(' ');
        let word = random.random_range(0..WORDS.len());
        said.push_str(WORDS.get(word).copied().unwrap_or_default());
    }
    said
}

#[allow(
    clippy::expect_used,
    reason = "the ids are written above and not empty"
)]
fn id<T>(text: &str, of: impl Fn(String) -> Option<T>) -> T {
    of(text.to_owned()).expect("an id")
}
