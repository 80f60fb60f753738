//! The session.
use std::sync::Arc;

use protocol::{ConversationId, Participant};
use tokio::sync::mpsc;

use crate::{context::Context, socket::Dial};

/// What the session is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Connect at once.
    TryNow,
    /// Join a conversation's room and fetch its newest messages.
    Follow(ConversationId),
}
pub(crate) struct Session;
impl Session {
    pub(crate) fn new(_: Context, _: Arc<dyn Dial>, _: mpsc::UnboundedReceiver<Command>, _: mpsc::UnboundedSender<Participant>) -> Self { Self }
    pub(crate) async fn run(self) {}
}
