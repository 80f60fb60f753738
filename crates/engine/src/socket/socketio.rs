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
    sync::{mpsc, oneshot},
    time::{Instant, timeout_at},
};

use super::{Dial, Emit, Line, Signal};
use crate::{Error, address::Origin, bearer::Token};

const NAMESPACE: &str = "/support";

/// Dials with `rust_socketio`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SocketIo;

/// The runtime of one attempt; everything in it ends when this is dropped.
struct Enclosure(Option<Runtime>);

impl Enclosure {
    fn new() -> Result<Self, Error> {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("socket")
            .enable_all()
            .build()
            .map(|runtime| Self(Some(runtime)))
            .map_err(|error| Error::Internal(error.to_string()))
    }

    fn runtime(&self) -> Result<&Runtime, Error> {
        self.0
            .as_ref()
            .ok_or_else(|| Error::Internal("the attempt is over".to_owned()))
    }
}

impl Drop for Enclosure {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
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
        let enclosure = Enclosure::new()?;
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
