//! The server of a walk, spoken with over HTTP.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::Result;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use parking_lot::{Mutex, MutexGuard};
use protocol::{Conversation, ConversationId, Message, Participant};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{Batch, OutboxState, Store};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::action::{CHATS, Reaction};
use super::environment::SimulatedTime;
use super::server::{Author, Server, chat_id};

#[derive(Clone)]
pub(super) struct ApiState {
    pub(super) server: Arc<Mutex<Server>>,
    /// Where events go that come before an answer does.
    pub(super) store: Arc<Mutex<Option<Store>>>,
    /// Rung when the computer is to crash.
    pub(super) crashed: Arc<Notify>,
    pub(super) time: SimulatedTime,
}

pub(super) async fn serve(api: ApiState) -> Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let time = api.time.clone();
    let router = Router::new()
        .route("/support/conversations", get(list))
        .route("/support/conversations/{id}", get(one))
        .route("/support/conversations/{id}/messages", get(page))
        .route("/support/conversations/{id}/read", post(async || "{}"))
        .route("/support/messages", post(write))
        .with_state(api)
        .layer(axum::middleware::map_response(move |answer: Response| {
            let time = time.clone();
            async move { dated(answer, &time) }
        }));
    let serving = tokio::spawn(async move {
        // It ends with the walk.
        drop(axum::serve(listener, router).await);
    });
    Ok((address, serving))
}

/// The engine reads the server's clock from its answers.
fn dated(mut answer: Response, time: &SimulatedTime) -> Response {
    let now = u64::try_from(time.true_now()).unwrap_or_default();
    let date = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(now));
    if let Ok(date) = HeaderValue::from_str(&date) {
        answer.headers_mut().insert(header::DATE, date);
    }
    answer
}

impl ApiState {
    fn server(&self) -> MutexGuard<'_, Server> {
        self.server.lock()
    }

    fn store(&self) -> Option<Store> {
        self.store.lock().clone()
    }

    fn next_batch(&self) -> Option<Batch> {
        let mut server = self.server();
        let event = server.next_event()?;
        Some(server.batch(event))
    }

    /// Everything that is under way is heard before the answer.
    async fn tell_all(&self) {
        let Some(store) = self.store() else { return };
        while let Some(batch) = self.next_batch() {
            // A store that fails shows it in the next check.
            drop(store.apply(batch).await);
        }
    }

    /// The number of the entry that is being sent into a chat, and whether it is the only one that
    /// anything is being done with.
    async fn entry(&self, chat: &ConversationId) -> (usize, bool) {
        let entries = match self.store() {
            Some(store) => store.outbox().await.unwrap_or_default().entries,
            None => Vec::new(),
        };
        let at_work = |state: &OutboxState| {
            matches!(
                state,
                OutboxState::Pending | OutboxState::Sending | OutboxState::Checking
            )
        };
        let others = entries
            .iter()
            .any(|entry| entry.conversation != *chat && at_work(&entry.state));
        let here = entries
            .iter()
            .find(|entry| entry.conversation == *chat && entry.state == OutboxState::Sending);
        let number = here.and_then(|entry| self.server().numbers.get(&entry.local_id).copied());
        (number.unwrap_or(usize::MAX), !others)
    }
}

async fn list(State(api): State<ApiState>) -> Response {
    let server = api.server();
    let records = (0..CHATS).filter_map(|chat| server.record(chat));
    let records: Vec<Value> = records.map(|record| conversation(&record)).collect();
    json_of(StatusCode::OK, &Value::from(records))
}

async fn one(State(api): State<ApiState>, Path(id): Path<String>) -> Response {
    let record = chat_of(&id).and_then(|chat| api.server().record(chat));
    match record {
        Some(record) => json_of(StatusCode::OK, &conversation(&record)),
        None => refusal(StatusCode::NOT_FOUND, "Conversation not found"),
    }
}

#[derive(Deserialize)]
struct Wanted {
    page: Option<usize>,
}

async fn page(
    State(api): State<ApiState>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let Some(chat) = chat_of(&id) else {
        return refusal(StatusCode::NOT_FOUND, "Conversation not found");
    };
    let (messages, total) = api.server().page(chat, wanted.page.unwrap_or(1));
    let messages: Vec<Value> = messages.iter().map(message).collect();
    json_of(
        StatusCode::OK,
        &json!({ "messages": messages, "total": total }),
    )
}

async fn write(State(api): State<ApiState>, body: axum::Json<Value>) -> Response {
    let field = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (id, text) = (field("conversationId"), field("content"));
    let Some(chat) = chat_of(&id) else {
        return refusal(StatusCode::NOT_FOUND, "Conversation not found");
    };
    let Some(id) = chat_id(chat) else {
        return refusal(StatusCode::NOT_FOUND, "Conversation not found");
    };
    if api.server().is_closed(chat) {
        return refusal(StatusCode::FORBIDDEN, "Conversation is closed");
    }
    let (number, alone) = api.entry(&id).await;
    let reaction = match api.server().next_reaction(chat) {
        // Files are copied at a crash: nobody else may be writing to them.
        Reaction::CrashBefore | Reaction::CrashAfter if !alone => Reaction::AnswerLost,
        reaction => reaction,
    };
    carry_out(&api, chat, number, &text, reaction).await
}

async fn carry_out(
    api: &ApiState,
    chat: usize,
    number: usize,
    text: &str,
    reaction: Reaction,
) -> Response {
    let lost = || refusal(StatusCode::BAD_GATEWAY, "Bad gateway");
    let store = |author| api.server().store(chat, author, text);
    match reaction {
        Reaction::Stored => stored(store(Author::Entry(number))),
        Reaction::EventFirst => {
            let message = store(Author::Entry(number));
            api.tell_all().await;
            stored(message)
        }
        Reaction::AfterTwin => {
            store(Author::OtherDevice);
            let message = store(Author::Entry(number));
            api.tell_all().await;
            stored(message)
        }
        Reaction::RefusedAfterTwin => {
            store(Author::OtherDevice);
            api.tell_all().await;
            refusal(StatusCode::BAD_REQUEST, "no")
        }
        Reaction::AnswerLost => {
            store(Author::Entry(number));
            lost()
        }
        Reaction::RequestLost => lost(),
        Reaction::Late => {
            api.server().delay(chat, number, text);
            lost()
        }
        Reaction::BadRequest => refusal(StatusCode::BAD_REQUEST, "no"),
        Reaction::Forbidden => refusal(StatusCode::FORBIDDEN, "no"),
        Reaction::Unavailable => refusal(StatusCode::SERVICE_UNAVAILABLE, "asleep"),
        Reaction::Busy(_) | Reaction::NeverSent => {
            let seconds = if let Reaction::Busy(seconds) = reaction {
                seconds
            } else {
                1
            };
            let mut answer = refusal(StatusCode::TOO_MANY_REQUESTS, "busy");
            answer
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(u16::from(seconds)));
            answer
        }
        Reaction::CrashBefore | Reaction::CrashAfter => {
            if reaction == Reaction::CrashAfter {
                store(Author::Entry(number));
            }
            api.crashed.notify_one();
            std::future::pending().await
        }
    }
}

fn stored(stored: Option<Message>) -> Response {
    match stored {
        Some(stored) => json_of(StatusCode::CREATED, &message(&stored)),
        None => refusal(StatusCode::NOT_FOUND, "Conversation not found"),
    }
}

fn chat_of(id: &str) -> Option<usize> {
    (0..CHATS).find(|chat| chat_id(*chat).is_some_and(|known| known.as_str() == id))
}

fn refusal(status: StatusCode, words: &str) -> Response {
    json_of(
        status,
        &json!({ "statusCode": status.as_u16(), "message": words, "error": words }),
    )
}

fn json_of(status: StatusCode, value: &Value) -> Response {
    (status, axum::Json(value)).into_response()
}

fn person(person: &Participant) -> Value {
    json!({
        "_id": person.id,
        "name": person.name,
        "role": person.role.as_ref().map(protocol::Role::as_word),
    })
}

fn message(message: &Message) -> Value {
    json!({
        "_id": message.id,
        "conversation": message.conversation,
        "sender": message.sender.as_ref().map(person),
        "content": message.content,
        "type": message.kind.as_word(),
        "isRead": message.is_read,
        "createdAt": message.created_at.map(protocol::UtcMs::to_iso),
        "updatedAt": message.updated_at.map(protocol::UtcMs::to_iso),
    })
}

fn conversation(record: &Conversation) -> Value {
    let last = record.last_message.as_ref().and_then(Option::as_ref);
    json!({
        "_id": record.id,
        "participants": record.participants.iter().flatten().map(person).collect::<Vec<_>>(),
        "status": record.status.as_ref().map(protocol::ConversationStatus::as_word),
        "supportType": record.support_type.as_ref().map(protocol::SupportType::as_word),
        "lastMessage": last.map(|last| json!({
            "_id": last.id,
            "content": last.content,
            "type": last.kind.as_ref().map(protocol::MessageKind::as_word),
            "sender": last.sender.as_ref().map(person),
            "createdAt": last.created_at.map(protocol::UtcMs::to_iso),
        })),
        "createdAt": record.created_at.map(protocol::UtcMs::to_iso),
        "updatedAt": record.updated_at.map(protocol::UtcMs::to_iso),
    })
}
