//! The user at the counter: signs in again when the token is refused, and decides what becomes of
//! messages that failed.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use engine::Connection;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio_util::sync::CancellationToken;

use crate::engine_process::{Command, EngineProcess, OutboxItem, Reply, SendState};
use crate::ledger::Ledger;
use testkit_net::Person;

/// How often the user looks at the screen.
const LOOKS: Duration = Duration::from_millis(200);

/// Somebody who answers what the engine asks.
pub struct User {
    engine: Arc<EngineProcess>,
    ledger: Arc<Ledger>,
    /// Reads the chats past the engine, where the engine cannot tell whether a message was sent.
    reader: Person,
    rng: StdRng,
}

impl User {
    pub(super) fn new(
        engine: Arc<EngineProcess>,
        ledger: Arc<Ledger>,
        reader: Person,
        seed: u64,
    ) -> Self {
        Self {
            engine,
            ledger,
            reader,
            rng: StdRng::seed_from_u64(seed),
        }
    }

    /// Attends to the engine until `leave` is cancelled.
    pub async fn attend(mut self, leave: CancellationToken) -> Result<()> {
        let mut line = self.engine.connection();
        while !leave.is_cancelled() {
            let refused = matches!(
                *line.borrow_and_update(),
                Some(Connection::SignInNeeded { .. })
            );
            if refused {
                // The connection may be down; the next round tries again.
                drop(self.engine.request(Command::SignIn).await?);
            }
            self.decide().await?;
            tokio::time::sleep(LOOKS).await;
        }
        Ok(())
    }

    /// Decides on all that has failed. Answers how many there were.
    pub async fn decide(&mut self) -> Result<usize> {
        let mut decided = 0;
        // Whether a message is there shows by how many of its words are, and those that are on their way are not yet:
        // of the same words one at a time is sent again.
        let mut on_their_way = HashSet::new();
        // Signed out, the engine shows no outbox.
        let Reply::Outbox(entries) = self.engine.request(Command::Outbox).await? else {
            return Ok(0);
        };
        for entry in &entries {
            if let SendState::Failed(code) = &entry.waiting {
                decided += 1;
                let words = (entry.conversation.clone(), entry.text.clone());
                if on_their_way.contains(&words) {
                    continue;
                }
                let again = if ["ambiguous-send", "unsettled-send"].contains(&code.as_str()) {
                    !self.is_there(entry, &entries).await?
                } else {
                    self.rng.random_bool(0.7)
                };
                // The engine may have found the message meanwhile: then it refuses, and nothing is to decide.
                let done = if again {
                    self.ledger.retry(&self.engine, &entry.local_id).await
                } else {
                    self.ledger.discard(&self.engine, &entry.local_id).await
                };
                match done {
                    Ok(_) if again => drop(on_their_way.insert(words)),
                    Ok(_) => {}
                    Err(error) => tracing::debug!(%error, "nothing to decide"),
                }
            }
        }
        Ok(decided)
    }

    /// Of the same words those that still wait in the outbox are not stored yet, for all that anybody knows.
    async fn is_there(&self, entry: &OutboxItem, outbox: &[OutboxItem]) -> Result<bool> {
        let words = |item: &OutboxItem| (item.conversation.clone(), item.text.clone());
        let waiting = outbox.iter().filter(|other| words(other) == words(entry));
        let others_waiting = waiting.count().saturating_sub(1) as u64;
        let stored = self.reader.messages(&entry.conversation).await?;
        let same = stored
            .iter()
            .filter(|message| message.sender == self.reader.id() && message.text == entry.text);
        let meant = self.ledger.times_meant(&entry.conversation, &entry.text);
        Ok(same.count() as u64 + others_waiting >= meant)
    }
}
