//! The socket over `rust_socketio`, without the session layer of that crate:
//!
//! - Each attempt has its own runtime. The shutdown of the runtime ends every task that the crate left
//!   behind.
//! - The crate never reconnects. It awaits `on_reconnect` before a reconnect; the callback reports the
//!   end of the stream and never returns.
//! - The crate's reader awaits each callback, so a callback only pushes into a channel. The channel is bounded: while
//!   it is full the reader waits, and so does the server.
//! - The transport is websocket only, because the crate's polling splits large packets wrongly.
//!
//! The crate detects a silent connection: it ends the stream when no ping arrives within the server's
//! ping interval and timeout. [`Emitter::is_alive`] detects a panic of the crate's reader.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use futures_util::{FutureExt, future::BoxFuture};
use parking_lot::Mutex;
use rust_socketio::{
    Event, Payload, TransportType,
    asynchronous::{Client, ClientBuilder},
};
use serde_json::{Value, json};
use tokio::{
    runtime::Runtime,
    sync::{mpsc, oneshot, watch},
    time::{Instant, timeout_at},
};

use crate::{
    Error,
    connection::{
        event_decoding::read_event,
        signal::Signal,
        signal_queue::{SignalSender, signal_queue},
        socket::{Connector, Emitter, SocketConnection},
        socket_words::{failure_words, own_words},
    },
    http::{auth_token::Token, certificates::tls_connector, proxy},
    origin::Origin,
};

const NAMESPACE: &str = "/support";

/// The time limit for the shutdown of a runtime. Only a DNS lookup can exceed the limit, and its thread
/// ends by itself.
const RUNTIME_PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Debug)]
pub(crate) struct SocketIoConnector {
    /// The number of attempts whose runtime still exists.
    open: Arc<watch::Sender<usize>>,
}

impl SocketIoConnector {
    pub(crate) fn new() -> Self {
        Self {
            open: Arc::new(watch::Sender::new(0)),
        }
    }
}

/// The runtime of one attempt; the drop ends every task in it.
struct ConnectionRuntime {
    runtime: Option<Runtime>,
    open: Arc<watch::Sender<usize>>,
}

impl ConnectionRuntime {
    fn new(open: Arc<watch::Sender<usize>>) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("socket")
            .enable_all()
            .build()
            .map_err(|error| Error::Internal(error.to_string()))?;
        open.send_modify(|count| *count += 1);
        Ok(Self {
            runtime: Some(runtime),
            open,
        })
    }

    fn runtime(&self) -> Result<&Runtime, Error> {
        self.runtime
            .as_ref()
            .ok_or_else(|| Error::Internal("the attempt is over".to_owned()))
    }
}

impl Drop for ConnectionRuntime {
    /// Shuts down on a separate thread, because the shutdown of a runtime blocks.
    fn drop(&mut self) {
        let (runtime, open) = (self.runtime.take(), self.open.clone());
        let end = move || {
            if let Some(runtime) = runtime {
                runtime.shutdown_timeout(RUNTIME_PATIENCE);
            }
            open.send_modify(|count| *count = count.saturating_sub(1));
        };
        let spawned = std::thread::Builder::new()
            .name("socket's end".to_owned())
            .spawn(end);
        if let Err(error) = spawned {
            tracing::warn!(%error, "a socket's runtime could not be waited for");
            self.open
                .send_modify(|count| *count = count.saturating_sub(1));
        }
    }
}

#[async_trait]
impl Connector for SocketIoConnector {
    async fn connect(
        &self,
        origin: &Origin,
        token: &Token,
        timeout: Duration,
    ) -> Result<SocketConnection, Error> {
        let deadline = Instant::now() + timeout;
        let runtime_owner = ConnectionRuntime::new(self.open.clone())?;
        let (say, signals) = signal_queue();
        let (namespace_up, up) = oneshot::channel();
        let builder = client_builder(origin, token, say, namespace_up).tls_config(tls_connector()?);
        let connecting = runtime_owner.runtime()?.spawn(builder.connect());
        let client = match timeout_at(deadline, connecting).await {
            Ok(Ok(Ok(client))) => client,
            Ok(Ok(Err(error))) => return Err(not_connected(origin, &failure_words(&error))),
            Ok(Err(_)) => return Err(Error::Unreachable("the attempt broke off".to_owned())),
            Err(_) if proxy::is_named_for(origin) => {
                return Err(not_connected(origin, "the socket does not open"));
            }
            Err(_) => return Err(Error::HostAsleep("the socket does not open".to_owned())),
        };
        match timeout_at(deadline, up).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(why))) => return Err(Error::Unreachable(why)),
            Ok(Err(_)) => return Err(Error::Unreachable("the stream ended".to_owned())),
            Err(_) => return Err(Error::HostAsleep("the namespace does not open".to_owned())),
        }
        Ok(SocketConnection {
            signals,
            emitter: Arc::new(SocketEmitter {
                client,
                runtime_owner,
            }),
        })
    }

    async fn all_closed(&self) {
        let mut open = self.open.subscribe();
        // `self.open` is the sender, so the channel cannot be closed and the wait cannot fail.
        drop(open.wait_for(|count| *count == 0).await);
    }
}

/// The socket goes straight to the server, also where REST goes through a proxy; polling then takes its place.
fn not_connected(origin: &Origin, why: &str) -> Error {
    Error::Unreachable(match proxy::is_named_for(origin) {
        true => format!("{why} (the live connection cannot use the proxy of the environment)"),
        false => why.to_owned(),
    })
}

/// Reports the first outcome of the namespace; later outcomes find no sender.
type NamespaceUp = Arc<Mutex<Option<oneshot::Sender<Result<(), String>>>>>;

fn report_namespace(namespace_up: &NamespaceUp, outcome: Result<(), String>) {
    if let Some(waiting) = namespace_up.lock().take() {
        // The receiver is gone when the attempt has timed out.
        drop(waiting.send(outcome));
    }
}

fn client_builder(
    origin: &Origin,
    token: &Token,
    say: SignalSender,
    namespace_up: oneshot::Sender<Result<(), String>>,
) -> ClientBuilder {
    let namespace_up: NamespaceUp = Arc::new(Mutex::new(Some(namespace_up)));
    let trouble = Arc::new(Mutex::new(String::from("the stream ended")));
    let (up, down, failed) = (namespace_up.clone(), namespace_up.clone(), namespace_up);
    let (said, dismissed, ended) = (say.clone(), say.clone(), say);
    let last_trouble = trouble.clone();
    ClientBuilder::new(origin.url(&[]).to_string())
        .namespace(NAMESPACE)
        .transport_type(TransportType::Websocket)
        .auth(json!({"token": token.expose()}))
        .reconnect(true)
        .reconnect_on_disconnect(true)
        .on(Event::Connect, move |_, _| {
            report_namespace(&up, Ok(()));
            async {}.boxed()
        })
        .on(Event::Close, move |_, _| {
            push_signal(&dismissed, Signal::ServerClosed)
        })
        .on(Event::Error, move |payload, _| {
            let why = error_words(&payload).to_owned();
            report_namespace(&failed, Err(why.clone()));
            *trouble.lock() = why;
            async {}.boxed()
        })
        .on_any(move |event, payload, _| {
            let (Event::Custom(name), Payload::Text(values)) = (event, payload) else {
                return async {}.boxed();
            };
            let payload = values.first().unwrap_or(&Value::Null);
            push_signal(&said, read_event(&name, payload))
        })
        .on_reconnect(move || {
            let why = last_trouble.lock().clone();
            report_namespace(&down, Err(why.clone()));
            let ended = push_signal(&ended, Signal::StreamEnded(why));
            async move {
                ended.await;
                std::future::pending().await
            }
            .boxed()
        })
}

/// Pushes a signal, when there is room for it.
fn push_signal(say: &SignalSender, signal: Signal) -> BoxFuture<'static, ()> {
    let say = say.clone();
    async move { say.push(signal).await }.boxed()
}

fn error_words(payload: &Payload) -> &'static str {
    match payload {
        Payload::Text(values) => own_words(values.first().and_then(Value::as_str).unwrap_or("")),
        _ => own_words(""),
    }
}

/// Owns the runtime, so that the connection lives as long as its emitter.
struct SocketEmitter {
    client: Client,
    runtime_owner: ConnectionRuntime,
}

#[async_trait]
impl Emitter for SocketEmitter {
    async fn emit(
        &self,
        event: &'static str,
        payload: Value,
        timeout: Duration,
    ) -> Result<(), Error> {
        match tokio::time::timeout(timeout, self.client.emit(event, payload)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Error::Unreachable(failure_words(&error))),
            Err(_) => Err(Error::Unreachable("the socket takes nothing".to_owned())),
        }
    }

    async fn emit_acked(
        &self,
        event: &'static str,
        payload: Value,
        timeout: Duration,
    ) -> Result<Value, Error> {
        let (acknowledge, acknowledged) = mpsc::unbounded_channel();
        let heard = move |payload: Payload, _: Client| {
            let value = match payload {
                Payload::Text(values) => first_argument(values),
                _ => Value::Null,
            };
            // The receiver is gone when the caller's timeout has passed.
            drop(acknowledge.send(value));
            async {}.boxed()
        };
        let mut acknowledged = acknowledged;
        let exchange = async {
            self.client
                .emit_with_ack(event, payload, timeout, heard)
                .await
                .map_err(|error| Error::Unreachable(failure_words(&error)))?;
            acknowledged
                .recv()
                .await
                .ok_or_else(|| Error::Unreachable("no ack".to_owned()))
        };
        match tokio::time::timeout(timeout, exchange).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::HostAsleep(format!("{event} is not acknowledged"))),
        }
    }

    fn is_alive(&self) -> bool {
        self.runtime_owner
            .runtime()
            .is_ok_and(|runtime| runtime.metrics().num_alive_tasks() > 0)
    }
}

/// The crate wraps the argument list of an acknowledgement in one value.
fn first_argument(values: Vec<Value>) -> Value {
    match values.into_iter().next() {
        Some(Value::Array(list)) => list.into_iter().next().unwrap_or(Value::Null),
        Some(value) => value,
        None => Value::Null,
    }
}
