//! A store in a temporary folder, a clock that tests set, and builders for records.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use protocol::{
    Conversation, ConversationId, ConversationStatus, LastMessage, Message, MessageId, MessageKind,
    Participant, Role, UnreadCounts, UserId, UtcMs,
};
use store::{
    Batch, ChangeSet, Clock, ConversationRow, DeliveryState, InboxFilter, LocalId, MessageRow,
    MessageWindow, Messages, Notice, Opened, OutboxState, PageApplied, PageFetched, Position,
    Reach, Source, Store, StorePaths,
};
use tempfile::TempDir;

/// When every test begins (UTC, ms).
pub const START: i64 = 1_700_000_000_000;

/// A profile folder and its clock.
pub struct Home {
    pub folder: TempDir,
    now: Arc<AtomicI64>,
}

impl Home {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            now: Arc::new(AtomicI64::new(START)),
        }
    }

    pub fn paths(&self) -> StorePaths {
        StorePaths::in_folder(&self.folder.path().join("profile"))
    }

    pub fn clock(&self) -> Clock {
        let now = Arc::clone(&self.now);
        Arc::new(move || UtcMs(now.load(Ordering::SeqCst)))
    }

    pub fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    pub async fn opened(&self) -> Opened {
        Store::open(self.paths(), self.clock())
            .await
            .expect("the store opens")
    }

    /// Opened, and I am the admin `me`.
    pub async fn open(&self) -> Store {
        let store = self.opened().await.store;
        store
            .set_me(admin("me"))
            .await
            .expect("I am told to the store");
        store
    }
}

pub fn chat(id: &str) -> ConversationId {
    ConversationId::new(id).expect("an id")
}

pub fn position(at: i64, id: &str) -> Position {
    Position {
        created_at: UtcMs(at),
        id: id.into(),
    }
}

pub fn person(id: &str, name: Option<&str>, role: Option<Role>) -> Participant {
    Participant {
        id: UserId::new(id).expect("an id"),
        name: name.map(Into::into),
        role,
        phone: None,
    }
}

pub fn admin(id: &str) -> Participant {
    person(id, Some("المدير"), Some(Role::Admin))
}

pub fn customer(id: &str) -> Participant {
    person(id, Some("محمد"), Some(Role::User))
}

pub fn only_id(id: &str) -> Participant {
    person(id, None, None)
}

/// A message of the customer `c`, sent at a time.
pub fn message(id: &str, at: i64, text: &str) -> Message {
    Message {
        id: MessageId::new(id).expect("an id"),
        conversation: chat("k"),
        sender: Some(only_id("c")),
        kind: MessageKind::Text,
        content: text.into(),
        file: None,
        is_read: false,
        read_at: None,
        created_at: Some(UtcMs(at)),
        updated_at: Some(UtcMs(at)),
    }
}

/// A message of mine.
pub fn mine(id: &str, at: i64, text: &str) -> Message {
    Message {
        sender: Some(only_id("me")),
        ..message(id, at, text)
    }
}

/// A record that says nothing but its id and time.
pub fn partial(id: &str, at: i64) -> Conversation {
    Conversation {
        id: chat(id),
        participants: None,
        support_side: Vec::new(),
        subject: None,
        status: None,
        support_type: None,
        related_order: None,
        last_message: None,
        last_message_at: None,
        unread: UnreadCounts::default(),
        created_at: None,
        updated_at: Some(UtcMs(at)),
    }
}

/// A whole record: open, with the customer `c` and me.
pub fn whole(id: &str, at: i64) -> Conversation {
    Conversation {
        participants: Some(vec![customer("c"), admin("me")]),
        support_side: vec![UserId::new("me").expect("an id")],
        subject: Some(Some("مشكلة في الطلب".into())),
        status: Some(ConversationStatus::Open),
        created_at: Some(UtcMs(at)),
        ..partial(id, at)
    }
}

/// A record as a list brings it: the newest message and how many are unread.
pub fn listed(at: i64, last: &Message, unread: u32) -> Conversation {
    Conversation {
        last_message: Some(Some(LastMessage {
            id: last.id.clone(),
            sender: last.sender.clone(),
            kind: Some(last.kind.clone()),
            content: Some(last.content.clone()),
            created_at: last.created_at,
        })),
        unread: UnreadCounts {
            mine: Some(unread),
            ..UnreadCounts::default()
        },
        ..whole("k", at)
    }
}

pub fn events(messages: Vec<Message>) -> Batch {
    Batch {
        messages,
        source: Source::Event,
        ..Batch::default()
    }
}

pub fn records(conversations: Vec<Conversation>) -> Batch {
    Batch {
        conversations,
        source: Source::Rest,
        ..Batch::default()
    }
}

pub async fn apply(store: &Store, batch: Batch) -> ChangeSet {
    store.apply(batch).await.expect("the batch goes in")
}

pub async fn newest_page(store: &Store, messages: Vec<Message>, end: bool) -> PageApplied {
    let page = PageFetched {
        messages,
        reach: Reach::Newest { end },
    };
    store
        .apply_page(&chat("k"), page)
        .await
        .expect("the page goes in")
}

pub async fn older_page(
    store: &Store,
    before: Position,
    messages: Vec<Message>,
    end: bool,
) -> PageApplied {
    let page = PageFetched {
        messages,
        reach: Reach::Older { before, end },
    };
    store
        .apply_page(&chat("k"), page)
        .await
        .expect("the page goes in")
}

pub async fn window(store: &Store, limit: u32) -> Messages {
    let window = MessageWindow::Newest { limit };
    store
        .messages(&chat("k"), window)
        .await
        .expect("the chat can be read")
}

pub async fn rows(store: &Store) -> Vec<MessageRow> {
    window(store, 1000).await.rows
}

pub async fn keys(store: &Store) -> Vec<String> {
    rows(store).await.into_iter().map(|row| row.key).collect()
}

pub async fn row(store: &Store) -> ConversationRow {
    store
        .conversation(&chat("k"))
        .await
        .expect("the row can be read")
        .expect("the row is there")
}

pub async fn inbox(store: &Store, filter: InboxFilter) -> Vec<String> {
    let inbox = store
        .inbox(filter, 1000)
        .await
        .expect("the inbox can be read");
    inbox
        .rows
        .into_iter()
        .map(|row| row.id.into_string())
        .collect()
}

pub async fn queue(store: &Store, text: &str) -> LocalId {
    store
        .queue_message(&chat("k"), text)
        .await
        .expect("the message is queued")
}

/// The text of each message in the outbox, and where it stands.
/// An entry whose attempt is under way.
pub async fn sending(store: &Store, text: &str) -> LocalId {
    let id = queue(store, text).await;
    let is_sending = store.mark_sending(&id).await.expect("stepped");
    assert!(is_sending, "a pending entry can be sent");
    id
}

pub async fn delivery_states(store: &Store) -> Vec<DeliveryState> {
    let rows = rows(store).await.into_iter();
    rows.map(|row| row.delivery).collect()
}

/// The one notice of an opening is that so many rows of the user's were restored.
pub fn assert_restored(notices: &[Notice], rows: usize) {
    assert!(
        matches!(notices, [Notice::OutboxSalvaged { kept, .. }] if *kept == rows),
        "{notices:?}"
    );
}

pub async fn standings(store: &Store) -> Vec<(String, OutboxState)> {
    let entries = store.outbox().await.expect("readable").entries;
    entries
        .into_iter()
        .map(|entry| (entry.text, entry.state))
        .collect()
}

/// As if the process had been killed now: the files as they lie, in another folder.
pub fn killed(home: &Home) -> Home {
    let after = Home::new();
    let (from, to) = (home.paths().user, after.paths().user);
    std::fs::create_dir_all(to.parent().expect("a folder")).expect("made");
    for file in std::fs::read_dir(from.parent().expect("a folder")).expect("readable") {
        let file = file.expect("an entry");
        // What maps the `-wal` is made anew.
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            let copy = to.with_file_name(file.file_name());
            std::fs::copy(file.path(), copy).expect("copied");
        }
    }
    after
}

/// The failpoint that gives the disk of this process a size, in bytes.
const DISK_SIZE: &str = "store.disk-size";

/// Has the disk end so many bytes beyond what the store's files need now. A failpoint is the whole
/// process's, which each test has to itself.
pub fn leave_free(paths: &StorePaths, bytes: u64) {
    let folder = paths.user.parent().expect("a folder");
    let files = std::fs::read_dir(folder).expect("readable");
    let used = files.map(|file| file.expect("a file").metadata().expect("a size").len());
    let size = used.sum::<u64>() + bytes;
    fail::cfg(DISK_SIZE, &format!("return({size})")).expect("a failpoint");
}

/// Has the disk end no more.
pub fn make_room() {
    fail::remove(DISK_SIZE);
}

/// Changes a database behind the store's back.
pub async fn run(database: &std::path::Path, sql: &'static str) {
    use sqlx::{ConnectOptions as _, Connection as _};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = options.connect().await.expect("opens");
    sqlx::raw_sql(sql)
        .execute(&mut conn)
        .await
        .expect("written");
    conn.close().await.expect("closed");
}

/// A message of mine whose answer was lost.
pub async fn unanswered(store: &Store, text: &str) -> LocalId {
    let id = sending(store, text).await;
    assert!(store.mark_unknown(&id).await.unwrap());
    id
}

pub async fn state_of(store: &Store, id: &LocalId) -> Option<OutboxState> {
    let entry = store.outbox_entry(id).await.unwrap();
    entry.map(|entry| entry.state)
}

/// Whether the user is asked which of several messages it is.
pub fn is_ambiguous(state: Option<&OutboxState>) -> bool {
    matches!(state, Some(OutboxState::Failed { code, .. }) if code == "ambiguous-send")
}
