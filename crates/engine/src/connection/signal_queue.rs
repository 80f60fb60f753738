//! What a connection has heard and the session has not taken yet, bounded in number and in bytes. When there is no room
//! the socket is read no further: the server's messages wait on the network, not in this process's memory.

use std::sync::Arc;

use protocol::{Conversation, Message, Participant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::{
    connection::{event::Event, signal::Signal},
    limits::SIGNAL_BYTES_WAITING,
};

/// How many signals wait for the session at most.
pub(crate) const SIGNALS_WAITING: usize = 4_096;

/// What a signal takes beside its texts, in bytes.
const OWN_BYTES: usize = 512;

#[cfg(test)]
#[path = "../../tests/unit/signal_queue.rs"]
mod tests;

/// A signal, and the room that it takes.
pub(crate) struct WaitingSignal {
    signal: Signal,
    room: Option<OwnedSemaphorePermit>,
}

impl WaitingSignal {
    /// The signal; its room is given back with the drop of the other part.
    pub(crate) fn split(self) -> (Signal, Option<OwnedSemaphorePermit>) {
        (self.signal, self.room)
    }
}

/// The end at which signals are pushed; a cheap clone.
#[derive(Clone)]
pub(crate) struct SignalSender {
    say: mpsc::Sender<WaitingSignal>,
    room: Arc<Semaphore>,
}

/// A queue without signals.
pub(crate) fn signal_queue() -> (SignalSender, mpsc::Receiver<WaitingSignal>) {
    let (say, signals) = mpsc::channel(SIGNALS_WAITING);
    let room = Arc::new(Semaphore::new(SIGNAL_BYTES_WAITING));
    (SignalSender { say, room }, signals)
}

impl SignalSender {
    /// Pushes a signal, when there is room for it.
    pub(crate) async fn push(&self, signal: Signal) {
        let bytes = bytes_of(&signal).min(SIGNAL_BYTES_WAITING);
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        // The semaphore is never closed.
        let room = self.room.clone().acquire_many_owned(bytes).await.ok();
        // The receiver is gone when the session has already dropped the connection.
        drop(self.say.send(WaitingSignal { signal, room }).await);
    }
}

/// About how many bytes a signal takes.
fn bytes_of(signal: &Signal) -> usize {
    let texts = match signal {
        Signal::Event(Event::Message(message)) => message_bytes(message),
        Signal::Event(Event::ConversationUpdated(record) | Event::NewConversation(record)) => {
            conversation_bytes(record)
        }
        Signal::Event(Event::Exception(exception)) => exception.message.len(),
        Signal::Skipped | Signal::Unreadable(_) | Signal::ServerClosed | Signal::StreamEnded(_) => {
            0
        }
    };
    OWN_BYTES.saturating_add(texts)
}

fn message_bytes(message: &Message) -> usize {
    let file = message.file.as_ref().map_or(0, |file| {
        file.url.len() + file.name.as_ref().map_or(0, String::len)
    });
    message.content.len() + file
}

fn conversation_bytes(record: &Conversation) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let person = |person: &Participant| {
        person.id.as_str().len()
            + text(&person.name)
            + text(&person.phone)
            + size_of::<Participant>()
    };
    let people = record.participants.iter().flatten().map(person);
    let last = record.last_message.iter().flatten();
    let last = last.map(|last| text(&last.content));
    people.sum::<usize>() + last.sum::<usize>() + record.subject.as_ref().map_or(0, text)
}
