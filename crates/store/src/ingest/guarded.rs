//! A record at which the program itself breaks down costs that record, not the others of its transaction and not the
//! task. It is found by halves, left out, and passed over when it comes again.

use std::sync::atomic::Ordering;

use protocol::Conversation;

use crate::StoreError;
use crate::db::write_lock::Writer;
use crate::ingest::apply::IngestOutcome;
use crate::ingest::input::{Incoming, IngestInput};
use crate::store::Inner;
use crate::supervision::{Panicked, catch_panic};

/// A part of what one transaction takes in.
#[derive(Debug)]
struct Part {
    conversations: Vec<Conversation>,
    messages: Vec<Incoming>,
}

impl Inner {
    /// As [`Inner::ingest`], without the records at which it panics.
    pub(crate) async fn ingest_guarded(
        &self,
        writer: &mut Writer,
        mut input: IngestInput,
    ) -> Result<IngestOutcome, StoreError> {
        self.leave_out_breaking(&mut input);
        if let Ok(outcome) = catch_panic(self.ingest(writer, &mut input)).await {
            return outcome;
        }
        self.find_breaking(writer, &input).await?;
        self.leave_out_breaking(&mut input);
        let again = catch_panic(self.ingest(writer, &mut input)).await;
        again.unwrap_or_else(|panicked| Err(StoreError::Unexpected(panicked.to_string())))
    }

    /// Takes in halves of the records, and halves of each half that fails, down to the records that do.
    async fn find_breaking(
        &self,
        writer: &mut Writer,
        input: &IngestInput,
    ) -> Result<(), StoreError> {
        let whole = Part {
            conversations: input.conversations.clone(),
            messages: input.messages.clone(),
        };
        // An input without a record broke down for another reason.
        let mut parts = if whole.len() == 0 {
            Vec::new()
        } else {
            vec![whole]
        };
        while let Some(part) = parts.pop() {
            let mut tried = IngestInput {
                conversations: part.conversations.clone(),
                messages: part.messages.clone(),
                source: input.source,
                ..IngestInput::default()
            };
            match catch_panic(self.ingest(writer, &mut tried)).await {
                Ok(outcome) => drop(outcome?),
                Err(panicked) if part.len() <= 1 => self.remember_breaking(&part, &panicked),
                Err(_) => parts.extend(part.into_halves()),
            }
        }
        Ok(())
    }

    fn remember_breaking(&self, part: &Part, panicked: &Panicked) {
        let mut breaking = self.breaking_records.lock();
        for record in &part.conversations {
            self.report_unreadable(record.id.as_str(), &panicked.to_string());
            breaking.insert(record);
        }
        for incoming in &part.messages {
            self.report_unreadable(incoming.message.id.as_str(), &panicked.to_string());
            breaking.insert(&incoming.message);
        }
    }

    fn leave_out_breaking(&self, input: &mut IngestInput) {
        let breaking = self.breaking_records.lock();
        input
            .conversations
            .retain(|record| !breaking.contains(record));
        input
            .messages
            .retain(|incoming| !breaking.contains(&incoming.message));
    }

    /// Counts and logs a record that cannot be taken in.
    pub(crate) fn report_unreadable(&self, id: &str, reason: &str) {
        self.unreadable_records.fetch_add(1, Ordering::Relaxed);
        tracing::warn!(id, reason, "a record cannot be taken in");
    }
}

impl Part {
    fn len(&self) -> usize {
        self.conversations.len() + self.messages.len()
    }

    fn into_halves(mut self) -> [Self; 2] {
        let half = Self {
            conversations: self.conversations.split_off(self.conversations.len() / 2),
            messages: self.messages.split_off(self.messages.len().div_ceil(2)),
        };
        [self, half]
    }
}
