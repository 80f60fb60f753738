//! The socket behind a port of our own: what the session needs of a Socket.IO
//! client, and nothing of how it is done.
//!
//! A [`Line`] is one connection: it is dialled, says what it hears, and ends once. It never
//! reconnects: that is the session's business.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::{Error, http::auth_token::Token, origin::Origin};

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Signal {
    /// An event of the server.
    Event {
        /// Its name.
        name: String,
        /// Its first argument.
        payload: Value,
    },
    /// The server disconnected the socket on purpose.
    Dismissed,
    /// The stream ended: network, ping timeout, a packet nobody can read.
    Ended(String),
}

/// One connection whose namespace is up.
pub(crate) struct Line {
    /// What it hears, in order.
    pub(crate) signals: mpsc::UnboundedReceiver<Signal>,
    /// How it is spoken to. The connection ends when the last clone is dropped.
    pub(crate) emitter: Arc<dyn Emit>,
}

/// Speaks on a line.
#[async_trait]
pub(crate) trait Emit: Send + Sync {
    /// Emits without asking for an acknowledgement.
    async fn emit(
        &self,
        event: &'static str,
        payload: Value,
        patience: Duration,
    ) -> Result<(), Error>;

    /// Emits and waits for the acknowledgement. One at a time: the caller sees to it.
    async fn emit_acked(
        &self,
        event: &'static str,
        payload: Value,
        patience: Duration,
    ) -> Result<Value, Error>;

    /// Whether somebody still listens on the line.
    fn is_alive(&self) -> bool;
}

/// Opens lines.
#[async_trait]
pub(crate) trait Dial: Send + Sync {
    /// Opens a line to the namespace `/support` and waits until it is up.
    async fn dial(&self, origin: &Origin, token: &Token, patience: Duration)
    -> Result<Line, Error>;

    /// Waits until nothing is left of the lines that ended.
    async fn ended(&self);
}
