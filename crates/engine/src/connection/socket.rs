//! The socket behind a port of our own: what the session needs of a Socket.IO
//! client, and nothing of how it is done.
//!
//! A [`SocketConnection`] is one connection: it is opened, says what it hears, and ends once. It never
//! reconnects: that is the session's business.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::{
    Error, connection::signal_queue::WaitingSignal, http::auth_token::Token, origin::Origin,
};

/// One connection whose namespace is up.
pub(crate) struct SocketConnection {
    /// What it hears, in order.
    pub(crate) signals: mpsc::Receiver<WaitingSignal>,
    /// How it is spoken to. The connection ends when the last clone is dropped.
    pub(crate) emitter: Arc<dyn Emitter>,
}

/// Sends events on a connection.
#[async_trait]
pub(crate) trait Emitter: Send + Sync {
    /// Emits without asking for an acknowledgement.
    async fn emit(
        &self,
        event: &'static str,
        payload: Value,
        timeout: Duration,
    ) -> Result<(), Error>;

    /// Emits and waits for the acknowledgement. One at a time: the caller sees to it.
    async fn emit_acked(
        &self,
        event: &'static str,
        payload: Value,
        timeout: Duration,
    ) -> Result<Value, Error>;

    /// Whether somebody still listens on the connection.
    fn is_alive(&self) -> bool;
}

/// Opens lines.
#[async_trait]
pub(crate) trait Connector: Send + Sync {
    /// Opens a connection to the namespace `/support` and waits until it is up.
    async fn connect(
        &self,
        origin: &Origin,
        token: &Token,
        timeout: Duration,
    ) -> Result<SocketConnection, Error>;

    /// Waits until nothing is left of the lines that ended.
    async fn all_closed(&self);
}
