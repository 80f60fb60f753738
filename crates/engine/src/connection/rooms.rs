//! The rooms of one connection: the conversations whose events it receives (CONTRACT section 2).
//!
//! Of a batch of joins only the last asks for an acknowledgement: the server works them off in order, so its
//! acknowledgement is a barrier behind which all rooms are joined. The server never acknowledges a join that it
//! refuses; it sends an `exception`, which is matched by its cause, or nothing. Between two batches others may
//! join, and the server's pings are answered.
//!
//! Where a room is known that answers, it is joined again as the barrier of the others. Few acknowledgements may stay
//! out: `rust_socketio` draws their numbers from 1,000, forgets none that stays out, and its reader breaks off where
//! an acknowledgement has the number of two.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use parking_lot::Mutex;
use protocol::{ConversationId, Exception, decode};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::{Error, connection::socket::Emitter, limits::ROOMS_AT_ONCE};

const JOIN: &str = "join-conversation";
const LEAVE: &str = "leave-conversation";

/// How many rooms may serve as the barrier before the connection counts as dead.
const BARRIERS: usize = 3;

/// How many acknowledgements may stay out on one connection. Of further batches without a room that answers, the
/// exception of the last is waited for.
const MOST_UNACKNOWLEDGED: usize = 12;

#[cfg(test)]
#[path = "../../tests/unit/rooms.rs"]
mod tests;

/// The rooms of one connection.
pub(crate) struct Rooms {
    emitter: Arc<dyn Emitter>,
    timeout: Duration,
    /// Every room whose join was ever sent.
    asked: Mutex<HashSet<ConversationId>>,
    /// Rooms whose join was sent, and that were neither left nor refused.
    joined: Mutex<HashSet<ConversationId>>,
    /// Rooms whose join the server has worked off.
    confirmed: Mutex<HashSet<ConversationId>>,
    refused: Mutex<HashSet<ConversationId>>,
    /// A room that answered, on this connection or an earlier one.
    answering: AnsweringRoom,
    /// How many acknowledgements stayed out.
    unacknowledged: AtomicUsize,
    /// The join that waits for its acknowledgement, and the channel that reports its refusal.
    pending_join: Mutex<Option<(ConversationId, oneshot::Sender<()>)>>,
    /// At most one emit waits for an acknowledgement.
    emit_lock: tokio::sync::Mutex<()>,
}

/// A room whose join the server has acknowledged: kept over the connections of a session.
pub(crate) type AnsweringRoom = Arc<Mutex<Option<ConversationId>>>;

/// What became of an acknowledged join.
enum JoinOutcome {
    Joined,
    Refused,
    NoAnswer,
}

/// Whether the server has worked off what was sent.
enum WorkedOff {
    Yes,
    Unknown,
    No,
}

impl Rooms {
    pub(crate) fn new(
        emitter: Arc<dyn Emitter>,
        timeout: Duration,
        answering: AnsweringRoom,
    ) -> Self {
        Self {
            emitter,
            timeout,
            asked: Mutex::default(),
            joined: Mutex::default(),
            confirmed: Mutex::default(),
            refused: Mutex::default(),
            answering,
            unacknowledged: AtomicUsize::new(0),
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
        let answering = self.answering.lock().clone();
        let id = answering.or_else(|| self.joined.lock().iter().next().cloned())?;
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
        // Only what was asked for can be refused: the server may name any number of others.
        if let Some(id) = named.as_ref().filter(|id| self.asked.lock().contains(*id)) {
            self.answering.lock().take_if(|room| room == id);
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
        if batch.is_empty() {
            return Ok(());
        }
        let barriers = self.barriers_of(batch);
        let waited_for = barriers.first().or(batch.last()).cloned();
        for id in batch.iter().filter(|id| waited_for.as_ref() != Some(id)) {
            self.emit_join(id).await?;
        }
        let worked_off = match (barriers.is_empty(), &waited_for) {
            (true, Some(id)) => self.wait_refused(id).await?,
            _ => self.wait_worked_off(&barriers).await?,
        };
        match worked_off {
            WorkedOff::Yes => {
                let joined = self.joined.lock();
                let worked_off = batch.iter().filter(|id| joined.contains(*id)).cloned();
                self.confirmed.lock().extend(worked_off);
                Ok(())
            }
            WorkedOff::Unknown => Ok(()),
            WorkedOff::No => Err(Error::Unreachable(
                "the server acknowledges no join".to_owned(),
            )),
        }
    }

    fn note_asked(&self, id: &ConversationId) {
        self.asked.lock().insert(id.clone());
        self.joined.lock().insert(id.clone());
    }

    async fn emit_join(&self, id: &ConversationId) -> Result<(), Error> {
        self.note_asked(id);
        self.emitter
            .emit(JOIN, room_payload(id), self.timeout)
            .await
    }

    /// Joins a room that is thought to be refused as those before it were, and waits for that. One that is not
    /// refused may answer.
    async fn wait_refused(&self, id: &ConversationId) -> Result<WorkedOff, Error> {
        let (refuse, refused) = oneshot::channel();
        *self.pending_join.lock() = Some((id.clone(), refuse));
        self.emit_join(id).await?;
        let refused = tokio::time::timeout(self.timeout / 4, refused).await;
        *self.pending_join.lock() = None;
        match refused {
            Ok(_) => Ok(WorkedOff::Yes),
            Err(_) => self.wait_worked_off(std::slice::from_ref(id)).await,
        }
    }

    /// The rooms of which one has to be acknowledged, in the order in which they are tried.
    fn barriers_of(&self, batch: &[ConversationId]) -> Vec<ConversationId> {
        let answering = self.answering.lock().clone();
        let mut barriers: Vec<ConversationId> = answering.into_iter().collect();
        if self.unacknowledged.load(SeqCst) < MOST_UNACKNOWLEDGED {
            barriers.extend(batch.iter().rev().take(BARRIERS).cloned());
        }
        barriers
    }

    async fn wait_worked_off(&self, barriers: &[ConversationId]) -> Result<WorkedOff, Error> {
        let mut is_silent = !barriers.is_empty();
        for id in barriers {
            match self.join_acknowledged(id, self.timeout).await? {
                JoinOutcome::Joined => return Ok(WorkedOff::Yes),
                JoinOutcome::Refused => is_silent = false,
                JoinOutcome::NoAnswer => {}
            }
        }
        Ok(match is_silent {
            false => WorkedOff::Yes,
            // The server refuses some joins without an `exception`: few missing acknowledgements prove nothing.
            true if barriers.len() < BARRIERS => WorkedOff::Unknown,
            true => WorkedOff::No,
        })
    }

    async fn join_acknowledged(
        &self,
        id: &ConversationId,
        timeout: Duration,
    ) -> Result<JoinOutcome, Error> {
        let (refuse, refused) = oneshot::channel();
        *self.pending_join.lock() = Some((id.clone(), refuse));
        self.note_asked(id);
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
        if matches!(answer, JoinOutcome::Joined) {
            *self.answering.lock() = Some(id.clone());
        } else {
            self.unacknowledged.fetch_add(1, SeqCst);
            self.answering.lock().take_if(|room| room == id);
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
