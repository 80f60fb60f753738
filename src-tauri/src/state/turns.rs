//! Whose turn it is to change a conversation. Each window hands its commands over one after another; here those of several
//! windows follow each other, in the order in which the user gave them.

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;
use protocol::ConversationId;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// The queues of the conversations that something is being done to, one each.
#[derive(Debug, Default)]
pub struct Turns {
    queues: Mutex<HashMap<ConversationId, Arc<AsyncMutex<()>>>>,
}

/// The turn of one command; it ends with the drop of this.
#[derive(Debug)]
#[must_use = "the turn ends where this is dropped"]
pub struct Turn {
    _held: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits until all that was asked of this conversation before is done.
    pub async fn take(&self, conversation: &ConversationId) -> Turn {
        let queue = {
            let mut queues = self.queues.lock();
            // Nobody holds or waits for those that are named here alone.
            queues.retain(|_, queue| Arc::strong_count(queue) > 1);
            Arc::clone(queues.entry(conversation.clone()).or_default())
        };
        Turn {
            _held: queue.lock_owned().await,
        }
    }

    /// How many conversations something is being done to, or was at the last look.
    #[must_use]
    pub fn queues(&self) -> usize {
        self.queues.lock().len()
    }
}
