//! The stage: a backend, people on it, an engine with short waiting times, and a line to break.
pub mod gateway;
pub mod proxy;

use std::{
    future::Future,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use backend::{Dialect, NewUser, Server, Settings};
use engine::Network;
use engine::{
    Account, Clock, Config, Connection, Credentials, Engine, Error, MemoryVault, MonotonicClock,
    ProfileChoice, SessionMode, Timing, TokenVault,
};
use protocol::{ConversationId, Role};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use store::{DeliveryState, InboxFilter, MessageRow, MessageWindow, OutboxRow};
use tempfile::TempDir;

pub const PASSWORD: &str = "open sesame";
pub const BOTH: [Dialect; 2] = [Dialect::Documented, Dialect::Live];
const PATIENCE: Duration = Duration::from_secs(30);

/// Waiting times short enough for tests; the list is polled so rarely that it cannot stand in for
/// an event that was missed.
pub fn timing() -> Timing {
    Timing {
        connect_timeout: Duration::from_secs(5),
        ack_timeout: Duration::from_secs(2),
        call_timeout: Duration::from_secs(5),
        wake_timeout: Duration::from_millis(1500),
        wake_pause: Duration::from_millis(50),
        waking_after: Duration::from_millis(700),
        backoff_first: Duration::from_millis(40),
        backoff_longest: Duration::from_millis(200),
        stable_after: Duration::from_secs(2),
        list_every: Duration::from_secs(600),
        sweep_every: Duration::from_secs(600),
        poll_every: Duration::from_millis(100),
        socket_retry_every: Duration::from_millis(500),
        disk_retry_every: Duration::from_millis(200),
        heartbeat: Duration::from_millis(200),
        settle_after: Duration::from_millis(600),
        settle_every: Duration::from_millis(100),
        resend_first: Duration::from_millis(50),
        resend_longest: Duration::from_millis(300),
        media_timeout: Duration::from_secs(5),
        ..Timing::default()
    }
}

pub fn settings(dialect: Dialect) -> Settings {
    Settings {
        dialect,
        login_limit: None,
        ..Settings::default()
    }
}

/// A backend with an admin and a customer.
pub async fn backend_with_people(settings: Settings) -> Server {
    let backend = backend::start(settings).await.expect("the backend starts");
    add_people(&backend).await;
    backend
}

pub async fn add_people(backend: &Server) {
    for (username, name, role) in [
        ("mudir", "المدير", Role::Admin),
        ("salma", "سلمى", Role::User),
        ("matam", "مطعم الشام", Role::Restaurant),
    ] {
        let user = NewUser {
            username: username.to_owned(),
            name: name.to_owned(),
            role,
            phone: None,
            phone_checked: true,
            password: Some(PASSWORD.to_owned()),
        };
        backend.add_user(user).await.expect("an account is made");
    }
}

/// One computer's data folder and vault; engines are started on it one after another.
#[derive(Clone)]
pub struct Computer {
    pub data: Arc<TempDir>,
    pub vault: Arc<dyn TokenVault>,
    pub timing: Timing,
    /// What its owner set its clock to.
    pub clock: Clock,
    pub network: Network,
    /// What waiting times run by.
    pub monotonic_clock: MonotonicClock,
}

/// A monotonic clock that stands still until it is moved.
#[derive(Clone, Default)]
pub struct Hand(Arc<Mutex<Duration>>);

impl Hand {
    pub fn monotonic_clock(&self) -> MonotonicClock {
        let moved = self.0.clone();
        Arc::new(move || *moved.lock().expect("no panic"))
    }

    pub fn forward(&self, by: Duration) {
        *self.0.lock().expect("no panic") += by;
    }
}

impl Computer {
    pub fn new() -> Self {
        Self {
            data: Arc::new(TempDir::new().expect("a temporary folder")),
            vault: Arc::new(MemoryVault::new()),
            timing: timing(),
            clock: store::system_clock(),
            network: engine::system_network(),
            monotonic_clock: engine::system_monotonic_clock(),
        }
    }

    pub fn config(&self) -> Config {
        Config {
            data_dir: self.data.path().to_owned(),
            vault: self.vault.clone(),
            clock: self.clock.clone(),
            network: self.network.clone(),
            monotonic_clock: self.monotonic_clock.clone(),
            timing: self.timing.clone(),
            profile: ProfileChoice::Last,
            session_mode: SessionMode::Background,
        }
    }

    pub async fn start(&self) -> Engine {
        Engine::start(self.config())
            .await
            .expect("the engine starts")
    }

    /// Starts an engine, signs in as the admin, and waits until it has caught up.
    pub async fn start_signed_in(&self, server: &str) -> Engine {
        let engine = self.start().await;
        sign_in(&engine, server, "mudir")
            .await
            .expect("the admin signs in");
        online(&engine).await;
        engine
    }

    /// One whose waiting times run by a hand.
    pub fn by_hand() -> (Self, Hand) {
        let hand = Hand::default();
        let computer = Self {
            monotonic_clock: hand.monotonic_clock(),
            ..Self::new()
        };
        (computer, hand)
    }

    /// Starts an engine that does nothing unless asked.
    pub async fn start_on_request(&self) -> Engine {
        let config = Config {
            session_mode: SessionMode::OnRequest,
            ..self.config()
        };
        Engine::start(config).await.expect("the engine starts")
    }

    /// The same, signed in and with the list in its cache.
    pub async fn start_on_request_as(&self, server: &str, username: &str) -> Engine {
        let engine = self.start_on_request().await;
        sign_in(&engine, server, username).await.expect("signed in");
        engine.catch_up_once().await.expect("caught up");
        engine
    }

    pub fn path(&self) -> &Path {
        self.data.path()
    }
}

pub async fn sign_in(engine: &Engine, server: &str, username: &str) -> Result<Account, Error> {
    let credentials = Credentials::Password {
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
    };
    engine.sign_in(server, credentials).await
}

/// Waits until a check answers something. Looks again whenever the engine says that something
/// changed, and now and then besides, for what only the server knows.
pub async fn until<T, F, Fut>(engine: &Engine, what: &str, mut check: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let mut changes = engine.subscribe_changes();
    let mut line = engine.subscribe_connection();
    let waited = tokio::time::timeout(PATIENCE, async {
        loop {
            if let Some(found) = check().await {
                return found;
            }
            tokio::select! {
                _ = changes.recv() => {}
                _ = line.changed() => {}
                () = tokio::time::sleep(Duration::from_millis(50)) => {}
            }
        }
    })
    .await;
    match waited {
        Ok(found) => found,
        Err(_) => panic!(
            "never came true: {what}; connection {:?}",
            *engine.subscribe_connection().borrow()
        ),
    }
}

pub async fn connection_is(
    engine: &Engine,
    what: &str,
    wanted: impl Fn(&Connection) -> bool,
) -> Connection {
    let mut line = engine.subscribe_connection();
    let found = tokio::time::timeout(PATIENCE, line.wait_for(|state| wanted(state)))
        .await
        .map(|found| found.map(|state| state.clone()));
    match found {
        Ok(Ok(state)) => state,
        _ => panic!(
            "the connection never became {what}; it is {:?}",
            *engine.subscribe_connection().borrow()
        ),
    }
}

pub async fn online(engine: &Engine) {
    connection_is(engine, "online", |state| {
        matches!(state, Connection::Online { .. })
    })
    .await;
}

pub async fn offline(engine: &Engine) -> Connection {
    connection_is(engine, "offline", |state| {
        matches!(state, Connection::Offline { .. })
    })
    .await
}

pub async fn rows(engine: &Engine, id: &ConversationId) -> Vec<MessageRow> {
    engine
        .messages(id, MessageWindow::Newest { limit: 5000 })
        .await
        .expect("messages can be read")
        .rows
}

pub async fn texts(engine: &Engine, id: &ConversationId) -> Vec<String> {
    rows(engine, id)
        .await
        .into_iter()
        .map(|row| row.content)
        .collect()
}

pub async fn heard(engine: &Engine, id: &ConversationId, text: &str) -> MessageRow {
    until(engine, &format!("the engine has «{text}»"), || async {
        rows(engine, id)
            .await
            .into_iter()
            .find(|row| row.content == text)
    })
    .await
}

pub async fn sent(engine: &Engine, id: &ConversationId, text: &str) -> MessageRow {
    until(engine, &format!("«{text}» is sent"), || async {
        rows(engine, id)
            .await
            .into_iter()
            .find(|row| row.content == text && row.delivery == DeliveryState::Sent)
    })
    .await
}

/// The message, once it has been sent and the outbox has let go of it: its event may well arrive before
/// its answer.
pub async fn settled(engine: &Engine, id: &ConversationId, text: &str) -> MessageRow {
    let row = sent(engine, id, text).await;
    until(engine, &format!("«{text}» is let go of"), || async {
        let rows = engine.outbox().await.expect("read").rows;
        let kept = |row: &OutboxRow| row.conversation == *id && row.text == text;
        (!rows.iter().any(kept)).then_some(())
    })
    .await;
    row
}

/// The only row of the outbox.
pub async fn waiting_row(engine: &Engine) -> OutboxRow {
    let mut rows = engine.outbox().await.expect("read").rows;
    assert_eq!(rows.len(), 1, "one waits: {rows:?}");
    rows.remove(0)
}

/// Works the outbox off until nothing in it is due.
pub async fn work_off(engine: &Engine) {
    until(engine, "the outbox is worked off", || async {
        let worked = engine.work_outbox_once().await.expect("worked");
        let left = engine.unsent().await.expect("counted").waiting;
        (worked == 0 && left == 0).then_some(())
    })
    .await;
}

pub async fn inbox_ids(engine: &Engine) -> Vec<ConversationId> {
    let inbox = engine
        .inbox(InboxFilter::All, 1000)
        .await
        .expect("the inbox can be read");
    inbox.rows.into_iter().map(|row| row.id).collect()
}

/// Somebody at the other end, over REST.
pub struct Person {
    http: Client,
    base: String,
    token: String,
    pub id: String,
}

impl Person {
    pub async fn sign_in(base: &str, username: &str) -> Self {
        let http = Client::new();
        let answer: Value = http
            .post(format!("{base}/auth/login"))
            .json(&json!({"username": username, "password": PASSWORD}))
            .send()
            .await
            .expect("the login is answered")
            .json()
            .await
            .expect("the login's answer is JSON");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Self {
            http,
            base: base.to_owned(),
            token: text(&answer["token"]),
            id: text(&answer["user"]["_id"]),
        }
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("the server answers");
        let status = answer.status();
        let body: Value = answer.json().await.expect("the answer is JSON");
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }

    /// Opens a chat with support.
    pub async fn opens_a_chat(&self, subject: &str) -> ConversationId {
        let body = json!({"subject": subject});
        let made = self
            .call(
                Method::POST,
                "/support/conversations/with-admin",
                Some(body),
            )
            .await;
        id_of(&made)
    }

    pub async fn says(&self, conversation: &ConversationId, text: &str) {
        let body = json!({"conversationId": conversation.as_str(), "content": text});
        self.call(Method::POST, "/support/messages", Some(body))
            .await;
    }

    pub async fn reads(&self, conversation: &ConversationId) -> Vec<Value> {
        let path = format!("/support/conversations/{conversation}/messages?limit=100");
        let page = self.call(Method::GET, &path, None).await;
        let list = if page.is_array() {
            &page
        } else {
            &page["messages"]
        };
        list.as_array().expect("a list of messages").clone()
    }

    /// All of a chat, newest first.
    pub async fn reads_all(&self, conversation: &ConversationId) -> Vec<Value> {
        let mut all = Vec::new();
        for page in 1.. {
            let path =
                format!("/support/conversations/{conversation}/messages?limit=100&page={page}");
            let answer = self.call(Method::GET, &path, None).await;
            let list = if answer.is_array() {
                &answer
            } else {
                &answer["messages"]
            };
            let list = list.as_array().expect("a list of messages");
            all.extend(list.iter().cloned());
            if list.len() < 100 {
                break;
            }
        }
        all
    }

    pub async fn times_read(&self, conversation: &ConversationId, text: &str) -> usize {
        self.reads(conversation)
            .await
            .iter()
            .filter(|message| message["content"] == text)
            .count()
    }
}

pub fn id_of(record: &Value) -> ConversationId {
    let id = record["_id"].as_str().expect("an id");
    ConversationId::new(id).expect("an id that is not empty")
}
