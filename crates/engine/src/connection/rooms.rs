//! The rooms of one connection: the conversations whose events it receives (CONTRACT section 2).
//!
//! Of a batch of joins only the last asks for an acknowledgement: the server works them off in order, so its
//! acknowledgement is a barrier behind which all rooms are joined. The server never acknowledges a join that it
//! refuses; it sends an `exception`, which is matched by its cause, or nothing. Between two batches others may
//! join, and the server's pings are answered.

use std::{collections::HashSet, sync::Arc, time::Duration};

use parking_lot::Mutex;
use protocol::{ConversationId, Exception, decode};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::{Error, connection::socket::Emitter, limits::ROOMS_AT_ONCE};

const JOIN: &str = "join-conversation";
const LEAVE: &str = "leave-conversation";

/// How many rooms may serve as the barrier before the connection counts as dead.
const BARRIERS: usize = 3;

#[cfg(test)]
#[path = "../../tests/unit/rooms.rs"]
mod tests;

/// The rooms of one connection.
pub(crate) struct Rooms {
    emitter: Arc<dyn Emitter>,
    timeout: Duration,
    /// Rooms whose join was sent.
    joined: Mutex<HashSet<ConversationId>>,
    /// Rooms whose join the server has worked off.
    confirmed: Mutex<HashSet<ConversationId>>,
    refused: Mutex<HashSet<ConversationId>>,
    /// The join that waits for its acknowledgement, and the channel that reports its refusal.
    pending_join: Mutex<Option<(ConversationId, oneshot::Sender<()>)>>,
    /// At most one emit waits for an acknowledgement.
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

    /// Whether the server has worked off the join of a conversation, so that its events arrive.
    pub(crate) fn is_joined(&self, id: &ConversationId) -> bool {
        self.confirmed.lock().contains(id)
    }

    /// Joins the rooms that are not joined yet; returns once the server has worked them off.
    pub(crate) async fn join(&self, wanted: &[ConversationId]) -> Result<(), Error> {
        let fresh = self.not_joined(wanted);
        for batch in fresh.chunks(ROOMS_AT_ONCE) {
            let _emitting = self.emit_lock.lock().await;
            self.join_with_barrier(&self.not_joined(batch)).await?;
        }
        Ok(())
    }

    /// Joins all joined rooms again: the server may have lost one. The acknowledgement also shows that the
    /// connection still answers.
    pub(crate) async fn join_again(&self, wanted: &[ConversationId]) -> Result<(), Error> {
        let refused = self.refused.lock().clone();
        let again = wanted.iter().filter(|id| !refused.contains(id)).cloned();
        for batch in again.collect::<Vec<_>>().chunks(ROOMS_AT_ONCE) {
            let _emitting = self.emit_lock.lock().await;
            self.join_with_barrier(batch).await?;
        }
        Ok(())
    }

    fn not_joined(&self, wanted: &[ConversationId]) -> Vec<ConversationId> {
        let (joined, refused) = (self.joined.lock(), self.refused.lock());
        wanted
            .iter()
            .filter(|id| !joined.contains(id) && !refused.contains(id))
            .cloned()
            .collect()
    }

    /// Whether the connection acknowledges something within `timeout`. `None` where nothing can be
    /// concluded: no room is joined, or the joins under way take longer.
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

    /// Leaves all other rooms; answers with the conversations that were left.
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

    /// The server refused a join (CONTRACT section 2: `exception`). An exception that names no conversation
    /// counts for the join that waits for its acknowledgement.
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

    async fn join_with_barrier(&self, batch: &[ConversationId]) -> Result<(), Error> {
        let Some((last, before)) = batch.split_last() else {
            return Ok(());
        };
        for id in before {
            self.joined.lock().insert(id.clone());
            self.emitter
                .emit(JOIN, room_payload(id), self.timeout)
                .await?;
        }
        let last_ones = std::iter::once(last).chain(before.iter().rev());
        let mut barriers: Vec<ConversationId> = last_ones.take(BARRIERS).cloned().collect();
        // A room that answered before tells a server that is silent about these from one that is gone.
        barriers.extend(self.answering_room(batch));
        let mut is_worked_off = false;
        for id in &barriers {
            match self.join_acknowledged(id, self.timeout).await? {
                JoinOutcome::Joined => {
                    is_worked_off = true;
                    break;
                }
                JoinOutcome::Refused => is_worked_off = true,
                JoinOutcome::NoAnswer => {}
            }
        }
        if is_worked_off {
            let joined = self.joined.lock();
            let worked_off = batch.iter().filter(|id| joined.contains(*id)).cloned();
            self.confirmed.lock().extend(worked_off);
        }
        // The server refuses some joins without an `exception`: one missing acknowledgement proves nothing.
        if !is_worked_off && barriers.len() >= BARRIERS {
            return Err(Error::Unreachable(
                "the server acknowledges no join".to_owned(),
            ));
        }
        Ok(())
    }

    fn answering_room(&self, but: &[ConversationId]) -> Option<ConversationId> {
        let confirmed = self.confirmed.lock();
        confirmed.iter().find(|id| !but.contains(id)).cloned()
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
        // An acknowledgement of another shape still says that the server has worked off the join.
        _ => JoinOutcome::Joined,
    }
}
