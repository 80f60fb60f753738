//! The namespace `/support` (CONTRACT section 2).
//!
//! # Lifecycle of a socket
//! The token is checked before the namespace is accepted, which it is for everybody. A socket with a good
//! token enters its personal room and gets a task of its own, which carries out its joins and leaves one
//! after the other in the order they came: an acknowledged join is a barrier for all before it. When the
//! token expires or ends, the task disconnects the socket. A socket with no good token is disconnected a
//! moment after.

use std::time::{Duration, Instant};

use protocol::ConversationId;
use serde_json::{Value, json};
use socketioxide::extract::{SocketRef, TryData};
use socketioxide::handler::ConnectHandler as _;
use socketioxide::{SocketError, SocketIo};
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::Dialect;
use crate::api_error::ApiError;
use crate::app::App;
use crate::auth::bearer_token;
use crate::clock::now;
use crate::limits::{ACCOUNT_CHECK_EVERY, EVENT_PAYLOAD_LIMIT, WAITING_REQUESTS};
use crate::rooms::{NAMESPACE, Owner, conversation_room, personal_room};
use crate::socket_queue::{Acknowledgement, SocketQueue};
use crate::tokens::VerifiedToken;

const JOIN: &str = "join-conversation";
const LEAVE: &str = "leave-conversation";

/// How long a refused socket is left connected: long enough for its client to see the namespace
/// accepted, as with the real server.
const DISCONNECT_DELAY: Duration = Duration::from_millis(30);

/// How soon a socket that has no room for the word is told again that it is cut.
const DISCONNECT_RETRY: Duration = Duration::from_millis(50);

/// A join or leave, and where its acknowledgement goes.
struct Request {
    event: &'static str,
    /// JSON.
    data: String,
    acknowledgement: Acknowledgement,
}

/// Opens the namespaces. `/` exists, as on every Socket.IO server, and does nothing.
pub(crate) fn open(io: &SocketIo, app: &App) {
    io.ns("/", async || {});
    let checking = app.clone();
    let app = app.clone();
    // Not an async closure: its body must run before the socket's first packet is read.
    let accept = move |socket: SocketRef| {
        accept_socket(app.clone(), socket);
        std::future::ready(())
    };
    let authenticate = move |socket: SocketRef, TryData(auth): TryData<Value>| {
        authenticate(checking.clone(), socket, auth.ok())
    };
    io.ns(NAMESPACE, accept.with(authenticate));
}

/// Notes whose socket it is. Refuses nobody: the server that is live accepts the namespace first.
async fn authenticate(
    app: App,
    socket: SocketRef,
    auth: Option<Value>,
) -> Result<(), std::convert::Infallible> {
    if let Some(token) = token_from_handshake(&socket, auth.as_ref())
        && let Ok((_, verified)) = app.authenticate(&token).await
    {
        socket.extensions.insert(verified);
    }
    Ok(())
}

fn accept_socket(app: App, socket: SocketRef) {
    let Some(verified) = socket.extensions.get::<VerifiedToken>() else {
        tracing::debug!(socket = %socket.id, "no good token");
        tokio::spawn(async move {
            tokio::time::sleep(DISCONNECT_DELAY).await;
            let _ = socket.disconnect();
        });
        return;
    };
    socket.extensions.insert(Owner {
        user: verified.user.clone(),
        since: Instant::now(),
    });
    let queue = SocketQueue::new(app.connections.socket_queue);
    socket.extensions.insert(queue.clone());
    socket.join(personal_room(&verified.user));
    app.support
        .keep_newest_sockets(&verified.user, app.connections.sockets_per_user);

    let (requests, waiting) = mpsc::channel(WAITING_REQUESTS);
    for event in [JOIN, LEAVE] {
        let (requests, queue) = (requests.clone(), queue.clone());
        socket.on(
            event,
            move |TryData(data): TryData<Value>, acknowledgement: Acknowledgement| {
                let request = Request {
                    event,
                    data: bounded(&data.unwrap_or_default()),
                    acknowledgement,
                };
                if requests.try_send(request).is_err() {
                    queue.close();
                }
                std::future::ready(())
            },
        );
    }
    let gone = CancellationToken::new();
    let is_gone = gone.clone();
    socket.on_disconnect(move || {
        gone.cancel();
        std::future::ready(())
    });
    app.support.notify_connected();
    tokio::spawn(async move {
        tokio::select! {
            () = is_gone.cancelled() => {}
            () = serve_socket(&app, &socket, &verified, waiting, &queue) => disconnect(socket).await,
        }
        queue.close();
    });
}

/// The payload of a join or leave as it waits, if it is no longer than one can be: as JSON, for a thousand bytes of it
/// may take a hundred thousand once they are read.
fn bounded(data: &Value) -> String {
    let written = data.to_string();
    if written.len() > EVENT_PAYLOAD_LIMIT {
        Value::Null.to_string()
    } else {
        written
    }
}

/// Disconnects a socket, as soon as there is room for the word: without, it would stay as it is.
async fn disconnect(socket: SocketRef) {
    while let Err(SocketError::InternalChannelFull) = socket.clone().disconnect() {
        tokio::time::sleep(DISCONNECT_RETRY).await;
    }
}

/// The socket's own task, until it is to be cut.
async fn serve_socket(
    app: &App,
    socket: &SocketRef,
    verified: &VerifiedToken,
    mut waiting: mpsc::Receiver<Request>,
    queue: &SocketQueue,
) {
    let left = u64::try_from(verified.expires_at.0 - now().0).unwrap_or(0);
    let expiry = tokio::time::sleep(Duration::from_millis(left));
    tokio::pin!(expiry);
    let closed = queue.drain(socket);
    tokio::pin!(closed);
    // One that waits for the user's rate.
    let mut next = None;
    let mut account_checks = tokio::time::interval(ACCOUNT_CHECK_EVERY);
    account_checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = &mut closed => break,
            () = &mut expiry => break,
            // The first one at once: the token may have ended while the socket was being accepted.
            _ = account_checks.tick() => match app.account(verified).await {
                Err(ApiError::Unauthorized(_)) => break,
                Err(error) => tracing::warn!(%error, "an account could not be checked"),
                Ok(_) => {}
            },
            Some(request) = waiting.recv(), if next.is_none() => next = Some(request),
            () = app.rates.wait_for_event(&verified.user), if next.is_some() => {
                if let Some(request) = next.take() {
                    handle_request(app, (socket, queue), verified, request).await;
                }
            }
        }
    }
    tracing::debug!(socket = %socket.id, "cut");
}

async fn handle_request(
    app: &App,
    (socket, queue): (&SocketRef, &SocketQueue),
    token: &VerifiedToken,
    request: Request,
) {
    let Request {
        event,
        data,
        acknowledgement,
    } = request;
    let data: Value = serde_json::from_str(&data).unwrap_or_default();
    let conversation = data.get("conversationId").and_then(Value::as_str);
    let done = match conversation.and_then(ConversationId::new) {
        Some(id) if event == LEAVE => {
            socket.leave(conversation_room(&id));
            Ok(id)
        }
        Some(id) => join(app, socket, token, id).await,
        None => Err(ApiError::Malformed(
            "conversationId should not be empty".to_owned(),
        )),
    };
    match done {
        Ok(id) => {
            let payload = json!({ "success": true, "conversationId": id });
            queue.push_acknowledgement(socket, acknowledgement, payload.into());
        }
        // A Nest gateway that throws never acknowledges.
        Err(error) => {
            let payload = exception(app.payloads.dialect(), &error, event, &data);
            queue.push_event(socket, "exception", &payload.into());
        }
    }
}

async fn join(
    app: &App,
    socket: &SocketRef,
    token: &VerifiedToken,
    id: ConversationId,
) -> Result<ConversationId, ApiError> {
    let person = app.account(token).await?;
    app.support.look_up(&person, &id).await?;
    socket.join(conversation_room(&id));
    Ok(id)
}

fn exception(dialect: Dialect, error: &ApiError, event: &str, data: &Value) -> Value {
    let message = match dialect {
        Dialect::Documented => error.to_string(),
        // What Nest makes of an exception that its gateway did not expect.
        Dialect::Live => "Internal server error".to_owned(),
    };
    json!({ "status": "error", "message": message, "cause": { "pattern": event, "data": data } })
}

/// The token: auth object, then query, then header; an empty one is none.
fn token_from_handshake(socket: &SocketRef, auth: Option<&Value>) -> Option<String> {
    let by_auth = auth
        .and_then(|auth| auth.get("token"))
        .and_then(Value::as_str)
        .filter(|token| !token.is_empty());
    let request = socket.req_parts();
    let by_query = request.uri.query().and_then(|query| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix("token="))
            .filter(|token| !token.is_empty())
    });
    let by_header = request
        .headers
        .get(axum::http::header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(bearer_token);
    by_auth
        .map(|token| bearer_token(token).unwrap_or(token))
        .or(by_query)
        .or(by_header)
        .map(str::to_owned)
}
