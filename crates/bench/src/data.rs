//! A deterministic cache, made through the store's own door and kept for the next run.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use protocol::{
    Conversation, ConversationId, ConversationStatus, Message, MessageId, MessageKind, Participant,
    Role, SupportType, UnreadCounts, UserId, UtcMs,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use store::{Batch, PageFetched, Reach, Source, Store, StorePaths, system_clock};

use crate::Setting;
use crate::desk::Desk;
use crate::node::{BenchServer, ServerData};

/// How many messages are taken in at a time.
const PAGE: usize = 1_000;
/// When the first message was written: 2025-01-01, UTC, in ms.
const BEGINNING: i64 = 1_735_689_600_000;
/// How many ms lie between two messages.
const STEP: i64 = 20_000;

/// What messages are made of.
pub(crate) const WORDS: &[&str] = &[
    "الطلب",
    "وصل",
    "متأخر",
    "السائق",
    "عند",
    "الباب",
    "شكرا",
    "لم",
    "يصل",
    "بعد",
    "العنوان",
    "المطعم",
    "ناقص",
    "بارد",
    "رقم",
    "أريد",
    "إلغاء",
    "المبلغ",
    "كاش",
    "اتصلت",
    "ولا",
    "رد",
    "دقيقة",
    "burger",
    "OK",
    "#1234",
    "091-2345678",
];

/// How large a cache is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CacheSize {
    pub(crate) conversations: usize,
    pub(crate) messages: usize,
    /// How many of the messages are in the first chat.
    pub(crate) largest_chat: usize,
}

impl CacheSize {
    /// A cache with so many messages: a tenth of them in one chat, the others a hundred a chat.
    pub(crate) const fn of_messages(messages: usize) -> Self {
        Self {
            conversations: messages / 100 + 1,
            messages,
            largest_chat: messages / 10,
        }
    }
}

/// A data folder with a profile that is signed in, and a cache of this size.
pub(crate) struct FilledProfile {
    pub(crate) folder: PathBuf,
    /// The server that the profile is of; it is gone, so that `desk` reads the cache.
    pub(crate) server: String,
    pub(crate) largest_chat: String,
    /// The size of `cache.db`, in bytes.
    pub(crate) cache_bytes: u64,
}

/// Makes the profile, or finds the one of an earlier run.
pub(crate) fn filled_profile(setting: &Setting, size: CacheSize) -> Result<FilledProfile> {
    let name = format!("profile-{}-{}", size.conversations, size.messages);
    let folder = setting.output.join(name);
    // Written last: it names the server of the profile, at which nobody listens any more.
    let done = folder.join("server");
    if !done.exists() {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let url = {
            let server = BenchServer::start(&setting.interop, ServerData::default())?;
            Desk::new(setting, &folder, &server.url()).sign_in()?;
            server.url()
        };
        let profile = profile_folder(&folder)?;
        tokio::runtime::Runtime::new()?.block_on(fill(&profile, size))?;
        fs::write(&done, url)?;
    }
    let cache = profile_folder(&folder)?.join("cache.db");
    Ok(FilledProfile {
        cache_bytes: fs::metadata(&cache)?.len(),
        server: fs::read_to_string(&done)?,
        largest_chat: conversation_id(0).to_string(),
        folder,
    })
}

/// The folder of the one profile: the one that holds a cache.
pub(crate) fn profile_folder(data: &Path) -> Result<PathBuf> {
    let mut open = vec![data.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_name() == "cache.db" {
                return Ok(folder);
            }
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            }
        }
    }
    bail!("{} holds no profile", data.display())
}

async fn fill(profile: &Path, size: CacheSize) -> Result<()> {
    let opened = Store::open(StorePaths::in_folder(profile), system_clock()).await?;
    let store = opened.store;
    let mut dice = StdRng::seed_from_u64(1);
    let conversations: Vec<Conversation> = (0..size.conversations).map(conversation).collect();
    for batch in conversations.chunks(PAGE) {
        let batch = Batch {
            conversations: batch.to_vec(),
            source: Source::Rest,
            ..Batch::default()
        };
        store.apply(batch).await?;
    }
    let mut number = 0;
    for chat in 0..size.conversations {
        let mut left = messages_in(chat, size);
        while left > 0 {
            let length = left.min(PAGE);
            let messages = (number..number + length).map(|number| message(number, chat, &mut dice));
            let page = PageFetched {
                messages: messages.collect(),
                reach: Reach::Newest { end: true },
            };
            let id = conversation_id(chat);
            store.apply_page(&id, page).await?;
            number += length;
            left -= length;
        }
    }
    store.close().await?;
    Ok(())
}

fn messages_in(chat: usize, size: CacheSize) -> usize {
    let others = size.conversations.saturating_sub(1).max(1);
    if chat == 0 {
        size.largest_chat
    } else {
        (size.messages - size.largest_chat) / others
    }
}

#[expect(clippy::expect_used, reason = "the text is never empty")]
fn conversation_id(chat: usize) -> ConversationId {
    ConversationId::new(format!("c{chat:023}")).expect("an id")
}

#[expect(clippy::expect_used, reason = "the text is never empty")]
fn customer(chat: usize) -> Participant {
    Participant {
        id: UserId::new(format!("d{chat:023}")).expect("an id"),
        name: Some(format!("زبون {chat}")),
        role: Some(Role::User),
        phone: None,
    }
}

fn conversation(chat: usize) -> Conversation {
    let time = Some(UtcMs(BEGINNING));
    Conversation {
        id: conversation_id(chat),
        participants: Some(vec![customer(chat)]),
        support_side: Vec::new(),
        subject: Some(Some(format!("محادثة {chat}"))),
        status: Some(ConversationStatus::Open),
        support_type: Some(SupportType::from_word("admin")),
        related_order: None,
        last_message: None,
        last_message_at: None,
        unread: UnreadCounts::default(),
        created_at: time,
        updated_at: time,
    }
}

#[expect(clippy::expect_used, reason = "the text is never empty")]
fn message(number: usize, chat: usize, dice: &mut StdRng) -> Message {
    let time = i64::try_from(number).map_or(i64::MAX, |number| BEGINNING + number * STEP);
    let words: Vec<&str> = (0..dice.random_range(2..20))
        .filter_map(|_| WORDS.choose(dice).copied())
        .collect();
    Message {
        id: MessageId::new(format!("e{number:023}")).expect("an id"),
        conversation: conversation_id(chat),
        sender: Some(customer(chat)),
        kind: MessageKind::Text,
        content: words.join(" "),
        file: None,
        is_read: dice.random_bool(0.9),
        read_at: None,
        created_at: Some(UtcMs(time)),
        updated_at: Some(UtcMs(time)),
    }
}
