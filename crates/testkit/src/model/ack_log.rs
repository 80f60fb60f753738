//! What the user was promised: each text whose queueing was acknowledged, and what the user has decided
//! since. Kept outside the parts under test.

use store::LocalId;

#[derive(Clone, Debug)]
pub struct AckedMessage {
    pub local: LocalId,
    pub chat: usize,
    pub text: String,
    pub cancelled: bool,
    /// How many more times than once it may be on the server: the user had it sent again though it may
    /// be there, or the server stored it later than the settle time.
    pub spare: usize,
    /// Its order among the others no longer counts: it failed, and others went before it.
    pub out_of_line: bool,
    /// Whether it was restored, and is looked for since.
    pub restored: bool,
    pub became: Option<String>,
    /// How many messages its chat had when a lookup of its last attempt found none that it could be.
    pub absent_at: Option<usize>,
    /// Whether the user said that a message is it.
    pub confirmed: bool,
}

/// All of them, in the order of their queueing.
#[derive(Clone, Debug, Default)]
pub struct AckLog {
    pub acked: Vec<AckedMessage>,
    /// The numbers in the order of the queue: one that is restored goes to its end.
    pub queue: Vec<usize>,
}

impl AckLog {
    pub fn note(&mut self, local: LocalId, chat: usize, text: &str) {
        self.queue.push(self.acked.len());
        self.acked.push(AckedMessage {
            local,
            chat,
            text: text.to_owned(),
            cancelled: false,
            spare: 0,
            out_of_line: false,
            restored: false,
            became: None,
            absent_at: None,
            confirmed: false,
        });
    }

    pub fn number(&self, local: &LocalId) -> Option<usize> {
        self.acked.iter().position(|acked| acked.local == *local)
    }

    /// Goes to the end of the queue.
    pub fn requeue(&mut self, number: usize) {
        self.queue.retain(|queued| *queued != number);
        self.queue.push(number);
    }

    pub fn of(&mut self, number: usize) -> Option<&mut AckedMessage> {
        self.acked.get_mut(number)
    }
}
