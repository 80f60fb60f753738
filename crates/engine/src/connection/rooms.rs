//! The rooms of one connection: which conversations it hears (CONTRACT section 2).
//!
//! Joins of many rooms go out without acknowledgement but for the last: the server answers in
//! order, so that one is the barrier behind which all are joined. A refused join is never
//! acknowledged; it comes back as `exception`, matched by its cause, or not at all.

use std::{collections::HashSet, sync::Arc, time::Duration};

use parking_lot::Mutex;
use protocol::{ConversationId, Exception, decode};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::{Error, connection::socket::Emitter};

const JOIN: &str = "join-conversation";
const LEAVE: &str = "leave-conversation";

/// How many rooms may serve as the barrier before the connection counts as dead.
const BARRIERS: usize = 3;

/// The rooms of one connection.
pub(crate) struct Rooms {
    emitter: Arc<dyn Emitter>,
    timeout: Duration,
    /// Those whose join is out.
    joined: Mutex<HashSet<ConversationId>>,
    /// Those whose join the server has worked off.
    confirmed: Mutex<HashSet<ConversationId>>,
    refused: Mutex<HashSet<ConversationId>>,
    /// The acknowledged join that is out, and whom to tell when it is refused.
    pending_join: Mutex<Option<(ConversationId, oneshot::Sender<()>)>>,
    /// One acknowledged emit at a time.
    emit_lock: tokio::sync::Mutex<()>,
}

/// What became of an acknowledged join.
enum JoinOutcome {
    Joined,
    Refused,
    NoAnswer,
}

impl Rooms {
    pub(crate) fn new(emitter: Arc<dyn Emitter>, timeout: Duration) -> Self {
        Self {
            emitter,
            timeout,
            joined: Mutex::default(),
            confirmed: Mutex::default(),
            refused: Mutex::default(),
            pending_join: Mutex::default(),
            emit_lock: tokio::sync::Mutex::default(),
        }
    }

    /// Whether the connection still has a listener.
    pub(crate) fn is_alive(&self) -> bool {
        self.emitter.is_alive()
    }

    /// Whether a conversation is heard: the server has worked its join off.
    pub(crate) fn is_joined(&self, id: &ConversationId) -> bool {
        self.confirmed.lock().contains(id)
    }

    /// Joins those that are not joined yet; returns once the server has worked them off.
    pub(crate) async fn join(&self, wanted: &[ConversationId]) -> Result<(), Error> {
        let _emitting = self.emit_lock.lock().await;
        let fresh: Vec<_> = {
            let (joined, refused) = (self.joined.lock(), self.refused.lock());
            wanted
                .iter()
                .filter(|id| !joined.contains(id) && !refused.contains(id))
                .collect()
        };
        self.join_with_barrier(&fresh).await
    }

    /// Joins again what is joined already: a room may have been lost on the server's side. Also
    /// shows whether the connection still answers.
    pub(crate) async fn join_again(&self, wanted: &[ConversationId]) -> Result<(), Error> {
        let _emitting = self.emit_lock.lock().await;
        let refused = self.refused.lock().clone();
        let again: Vec<_> = wanted.iter().filter(|id| !refused.contains(id)).collect();
        self.join_with_barrier(&again).await
    }

    /// Whether the connection acknowledges something within `timeout`. `None` where that cannot be told: no
    /// room is joined, or so many are being joined that it has no time.
    pub(crate) async fn probe(&self, timeout: Duration) -> Option<bool> {
        let _emitting = tokio::time::timeout(timeout, self.emit_lock.lock())
            .await
            .ok()?;
        let id = self.joined.lock().iter().next().cloned()?;
        let answer = self.join_acknowledged(&id, timeout).await;
        Some(matches!(
            answer,
            Ok(JoinOutcome::Joined | JoinOutcome::Refused)
        ))
    }

    /// Leaves the rooms of all but these; tells which those were.
    pub(crate) async fn leave_all_but(
        &self,
        kept: &HashSet<ConversationId>,
    ) -> Result<Vec<ConversationId>, Error> {
        let _emitting = self.emit_lock.lock().await;
        let left: Vec<_> = self.joined.lock().difference(kept).cloned().collect();
        for id in &left {
            self.emitter
                .emit(LEAVE, room_payload(id), self.timeout)
                .await?;
            self.joined.lock().remove(id);
            self.confirmed.lock().remove(id);
        }
        Ok(left)
    }

    /// The server refused a join (CONTRACT section 2: `exception`). One that names no conversation
    /// is taken for the one that is waited for.
    pub(crate) fn record_refusal(&self, exception: &Exception) {
        tracing::warn!(conversation = ?exception.conversation, "a join was refused");
        let named = exception.conversation.clone();
        if let Some(id) = &named {
            self.refused.lock().insert(id.clone());
            self.joined.lock().remove(id);
            self.confirmed.lock().remove(id);
        }
        let mut pending_join = self.pending_join.lock();
        if pending_join
            .as_ref()
            .is_some_and(|(id, _)| named.is_none() || named.as_ref() == Some(id))
            && let Some((_, waiting)) = pending_join.take()
        {
            // The wait may have ended this very moment.
            let _ended = waiting.send(());
        }
    }

    async fn join_with_barrier(&self, wanted: &[&ConversationId]) -> Result<(), Error> {
        let Some((last, before)) = wanted.split_last() else {
            return Ok(());
        };
        for id in before {
            self.joined.lock().insert((*id).clone());
            self.emitter
                .emit(JOIN, room_payload(id), self.timeout)
                .await?;
        }
        let barriers = std::iter::once(last)
            .chain(before.iter().rev())
            .take(BARRIERS);
        let mut silent = true;
        for id in barriers {
            match self.join_acknowledged(id, self.timeout).await? {
                JoinOutcome::Joined => {
                    silent = false;
                    break;
                }
                JoinOutcome::Refused => silent = false,
                JoinOutcome::NoAnswer => {}
            }
        }
        if !silent {
            let joined = self.joined.lock();
            let worked_off = wanted.iter().filter(|id| joined.contains(*id));
            self.confirmed
                .lock()
                .extend(worked_off.map(|id| (*id).clone()));
        }
        // A single room that nobody answers for may just be one of those refused without a word.
        if silent && wanted.len() >= BARRIERS {
            return Err(Error::Unreachable(
                "the server acknowledges no join".to_owned(),
            ));
        }
        Ok(())
    }

    async fn join_acknowledged(
        &self,
        id: &ConversationId,
        timeout: Duration,
    ) -> Result<JoinOutcome, Error> {
        let (refuse, refused) = oneshot::channel();
        *self.pending_join.lock() = Some((id.clone(), refuse));
        self.joined.lock().insert(id.clone());
        let answer = tokio::select! {
            acknowledged = self.emitter.emit_acked(JOIN, room_payload(id), timeout) => {
                match acknowledged {
                    Ok(value) => parse_ack(&value),
                    Err(Error::HostAsleep(_)) => JoinOutcome::NoAnswer,
                    Err(error) => return Err(error),
                }
            }
            Ok(()) = refused => JoinOutcome::Refused,
        };
        *self.pending_join.lock() = None;
        if !matches!(answer, JoinOutcome::Joined) {
            self.joined.lock().remove(id);
        }
        Ok(answer)
    }
}

fn room_payload(id: &ConversationId) -> Value {
    json!({"conversationId": id.as_str()})
}

fn parse_ack(value: &Value) -> JoinOutcome {
    match decode::room_ack_value(value) {
        Ok(ack) if !ack.success => JoinOutcome::Refused,
        // An acknowledgement of another shape still says that the server has worked it off.
        _ => JoinOutcome::Joined,
    }
}
