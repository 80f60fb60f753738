//! Payloads of the server: the store applies every one of them, and applying it again changes nothing.

use std::cell::RefCell;
use std::collections::HashSet;

use protocol::{ConversationId, UtcMs, decode};
use store::{
    Batch, InboxFilter, MessageWindow, PageFetched, Reach, Source, Store, StoreError, StorePaths,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::model::server::me;
use crate::quick_folder::quick_folder;

/// After so many inputs a new store is begun: what one input leaves must not slow the others down.
const INPUTS: usize = 200;

struct IngestStore {
    runtime: Runtime,
    store: Store,
    _folder: TempDir,
    taken: usize,
}

thread_local! {
    static STORE: RefCell<Option<IngestStore>> = const { RefCell::new(None) };
}

/// Takes a payload in as everything that it may be, twice.
pub(super) fn ingest(body: &[u8]) {
    STORE.with_borrow_mut(|held| {
        if held.as_ref().is_none_or(|held| held.taken >= INPUTS) {
            *held = IngestStore::new();
        }
        if let Some(open) = held {
            open.taken += 1;
            if let Err(error) = open.runtime.block_on(take(&open.store, body)) {
                // A full disk is no finding about the store.
                assert!(matches!(error, StoreError::DiskFull), "{error}");
                *held = None;
            }
        }
    });
}

impl IngestStore {
    fn new() -> Option<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .ok()?;
        let folder = quick_folder().ok()?;
        let paths = StorePaths::in_folder(&folder.path().join("profile"));
        let clock: store::Clock = std::sync::Arc::new(|| UtcMs(1_700_000_000_000));
        let store = runtime.block_on(async {
            let store = Store::open(paths, clock).await.ok()?.store;
            store.set_me(me()?).await.ok()?;
            Some(store)
        })?;
        Some(Self {
            runtime,
            store,
            _folder: folder,
            taken: 0,
        })
    }
}

async fn take(store: &Store, body: &[u8]) -> Result<(), StoreError> {
    let batch = read(body);
    let chats: Vec<ConversationId> = batch
        .messages
        .iter()
        .map(|m| m.conversation.clone())
        .collect();
    if let Some(chat) = chats.first() {
        store.queue_message(chat, "نعم").await?;
        let page = PageFetched {
            messages: batch.messages.clone(),
            reach: Reach::Newest { end: false },
        };
        store.apply_page(chat, page).await?;
    }
    store.apply(batch.clone()).await?;
    let before = store.revision();
    let contradicts = contradicts_itself(&batch);
    store.apply(batch).await?;
    assert!(
        contradicts || before == store.revision(),
        "the same records again are no news"
    );
    let inbox = store.inbox(InboxFilter::All, 50).await?;
    assert!(inbox.rows.len() <= 50, "more rows than were asked for");
    for chat in chats.iter().take(3) {
        let shown = store
            .messages(chat, MessageWindow::Newest { limit: 50 })
            .await?;
        let mut keys: Vec<_> = shown.rows.iter().map(|row| &row.key).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all, "a row is shown twice");
    }
    Ok(())
}

/// Whether it says two things of one message or conversation: then the second is news each time.
fn contradicts_itself(batch: &Batch) -> bool {
    let messages = batch.messages.iter().map(|message| message.id.as_str());
    let conversations = batch.conversations.iter().map(|one| one.id.as_str());
    let count = batch.messages.len() + batch.conversations.len();
    messages.chain(conversations).collect::<HashSet<_>>().len() < count
}

/// Everything that a payload may be.
fn read(body: &[u8]) -> Batch {
    let mut batch = Batch {
        source: Source::Event,
        ..Batch::default()
    };
    batch.conversations.extend(decode::conversation(body).ok());
    batch.messages.extend(decode::message(body).ok());
    if let Ok(list) = decode::conversations(body) {
        batch.conversations.extend(list.conversations);
    }
    if let Ok(page) = decode::messages(body) {
        batch.messages.extend(page.messages);
    }
    batch
}
