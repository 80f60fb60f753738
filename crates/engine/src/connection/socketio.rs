//! The socket over `rust_socketio`, with its session layer fenced in:
//!
//! - each attempt has a runtime of its own, shut down with it, so nothing of it can live on;
//! - the crate never reconnects: its `on_reconnect` is awaited before it would, tells us that the
//!   stream has ended, and never returns;
//! - callbacks are awaited inline by the crate's reader, so all they do is push into a channel;
//! - websocket only, since its polling splits large packets wrongly.
//!
//! A silent line is noticed by the crate itself: it ends the stream when no ping came within the
//! server's ping interval and timeout. A panic of its reader is noticed by [`Emit::is_alive`].

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use futures_util::FutureExt;
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
    connection::socket::{Dial, Emit, Line, Signal},
    http::auth_token::Token,
    origin::Origin,
};

const NAMESPACE: &str = "/support";

/// How long the runtime of an attempt is waited for. Only a name that is being looked up can make it
/// take long; its thread then ends by itself.
const RUNTIME_PATIENCE: Duration = Duration::from_secs(2);

/// Dials with `rust_socketio`.
#[derive(Clone, Debug)]
pub(crate) struct SocketIo {
    /// How many attempts have not ended yet.
    open: Arc<watch::Sender<usize>>,
}

impl SocketIo {
    pub(crate) fn new() -> Self {
        Self {
            open: Arc::new(watch::Sender::new(0)),
        }
    }
}

/// The runtime of one attempt; everything in it ends when this is dropped.
struct Enclosure {
    runtime: Option<Runtime>,
    open: Arc<watch::Sender<usize>>,
}

impl Enclosure {
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

impl Drop for Enclosure {
    /// Waiting for the runtime blocks, so it is done on a thread of its own.
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
impl Dial for SocketIo {
    async fn dial(
        &self,
        origin: &Origin,
        token: &Token,
        patience: Duration,
    ) -> Result<Line, Error> {
        let deadline = Instant::now() + patience;
        let enclosure = Enclosure::new(self.open.clone())?;
        let (say, signals) = mpsc::unbounded_channel();
        let (come_up, came_up) = oneshot::channel();
        let builder = fenced(origin, token, say, come_up);
        let connecting = enclosure.runtime()?.spawn(builder.connect());
        let client = match timeout_at(deadline, connecting).await {
            Ok(Ok(Ok(client))) => client,
            Ok(Ok(Err(error))) => return Err(Error::Unreachable(error.to_string())),
            Ok(Err(panicked)) => return Err(Error::Unreachable(panicked.to_string())),
            Err(_) => return Err(Error::HostAsleep("the socket does not open".to_owned())),
        };
        match timeout_at(deadline, came_up).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(why))) => return Err(Error::Unreachable(why)),
            Ok(Err(_)) => return Err(Error::Unreachable("the stream ended".to_owned())),
            Err(_) => return Err(Error::HostAsleep("the namespace does not open".to_owned())),
        }
        Ok(Line {
            signals,
            emitter: Arc::new(Speaker { client, enclosure }),
        })
    }

    async fn ended(&self) {
        let mut open = self.open.subscribe();
        // The sender is ours: it cannot be gone.
        drop(open.wait_for(|count| *count == 0).await);
    }
}

/// Says once how the namespace came up.
type ComeUp = Arc<Mutex<Option<oneshot::Sender<Result<(), String>>>>>;

fn tell(come_up: &ComeUp, outcome: Result<(), String>) {
    if let Ok(mut waiting) = come_up.lock()
        && let Some(waiting) = waiting.take()
    {
        // Nobody waits any more once the dialling has been given up.
        drop(waiting.send(outcome));
    }
}

fn fenced(
    origin: &Origin,
    token: &Token,
    say: mpsc::UnboundedSender<Signal>,
    come_up: oneshot::Sender<Result<(), String>>,
) -> ClientBuilder {
    let come_up: ComeUp = Arc::new(Mutex::new(Some(come_up)));
    let trouble = Arc::new(Mutex::new(String::from("the stream ended")));
    let (up, down, failed) = (come_up.clone(), come_up.clone(), come_up);
    let (said, dismissed, ended) = (say.clone(), say.clone(), say);
    let last_trouble = trouble.clone();
    ClientBuilder::new(origin.at(&[]).to_string())
        .namespace(NAMESPACE)
        .transport_type(TransportType::Websocket)
        .auth(json!({"token": token.expose()}))
        .reconnect(true)
        .reconnect_on_disconnect(true)
        .on(Event::Connect, move |_, _| {
            tell(&up, Ok(()));
            async {}.boxed()
        })
        .on(Event::Close, move |_, _| {
            push(&dismissed, Signal::Dismissed);
            async {}.boxed()
        })
        .on(Event::Error, move |payload, _| {
            let why = describe(payload);
            tell(&failed, Err(why.clone()));
            if let Ok(mut trouble) = trouble.lock() {
                *trouble = why;
            }
            async {}.boxed()
        })
        .on_any(move |event, payload, _| {
            if let (Event::Custom(name), Payload::Text(values)) = (event, payload) {
                let payload = values.into_iter().next().unwrap_or(Value::Null);
                push(&said, Signal::Event { name, payload });
            }
            async {}.boxed()
        })
        .on_reconnect(move || {
            let why = last_trouble
                .lock()
                .map_or_else(|_| String::new(), |why| why.clone());
            tell(&down, Err(why.clone()));
            push(&ended, Signal::Ended(why));
            std::future::pending().boxed()
        })
}

fn push(say: &mpsc::UnboundedSender<Signal>, signal: Signal) {
    // The session may have turned away from the line already.
    drop(say.send(signal));
}

fn describe(payload: Payload) -> String {
    match payload {
        Payload::Text(values) => values
            .into_iter()
            .map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            })
            .collect::<Vec<_>>()
            .join(" "),
        _ => "an error without words".to_owned(),
    }
}

/// Speaks on one connection and keeps it alive.
struct Speaker {
    client: Client,
    enclosure: Enclosure,
}

#[async_trait]
impl Emit for Speaker {
    async fn emit(
        &self,
        event: &'static str,
        payload: Value,
        patience: Duration,
    ) -> Result<(), Error> {
        match tokio::time::timeout(patience, self.client.emit(event, payload)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Error::Unreachable(error.to_string())),
            Err(_) => Err(Error::Unreachable("the socket takes nothing".to_owned())),
        }
    }

    async fn emit_acked(
        &self,
        event: &'static str,
        payload: Value,
        patience: Duration,
    ) -> Result<Value, Error> {
        let (acknowledge, acknowledged) = mpsc::unbounded_channel();
        let heard = move |payload: Payload, _: Client| {
            let value = match payload {
                Payload::Text(values) => first_argument(values),
                _ => Value::Null,
            };
            // The caller may have given up.
            drop(acknowledge.send(value));
            async {}.boxed()
        };
        let mut acknowledged = acknowledged;
        let exchange = async {
            self.client
                .emit_with_ack(event, payload, patience, heard)
                .await
                .map_err(|error| Error::Unreachable(error.to_string()))?;
            acknowledged
                .recv()
                .await
                .ok_or_else(|| Error::Unreachable("no ack".to_owned()))
        };
        match tokio::time::timeout(patience, exchange).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::HostAsleep(format!("{event} is not acknowledged"))),
        }
    }

    fn is_alive(&self) -> bool {
        self.enclosure
            .runtime()
            .is_ok_and(|runtime| runtime.metrics().num_alive_tasks() > 0)
    }
}

/// The crate hands an acknowledgement's argument list over as one value.
fn first_argument(values: Vec<Value>) -> Value {
    match values.into_iter().next() {
        Some(Value::Array(list)) => list.into_iter().next().unwrap_or(Value::Null),
        Some(value) => value,
        None => Value::Null,
    }
}
