//! The outbox, as the engine reads it: what is to be sent next, what has to be looked for.

use std::collections::HashSet;

use protocol::UtcMs;

use crate::entry::OutboxEntry;
use crate::outbox::{self, OutboxRecord, state};
use crate::view::LocalId;
use crate::{Store, StoreError};

impl Store {
    /// Everything in the outbox, oldest first.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn outbox(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let entries = self.entries().await?;
        Ok(entries
            .into_iter()
            .filter_map(OutboxRecord::into_entry)
            .collect())
    }

    /// One entry; `None` when it was sent, claimed or discarded.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn outbox_entry(&self, id: &LocalId) -> Result<Option<OutboxEntry>, StoreError> {
        let mut conn = self.read_outbox().await?;
        let entry = self.checked(outbox::one(&mut conn, &id.0).await)?;
        Ok(entry.and_then(OutboxRecord::into_entry))
    }

    /// What is to be sent now: of each conversation the oldest entry, if it is pending and its time has
    /// come. One that is sending or being looked for holds up its conversation; a failed one
    /// waits for the user and holds up nothing.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn next_sends(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let now = (self.inner.clock)().0;
        let mut heads = self.heads().await?;
        heads.retain(|entry| {
            entry.state == state::PENDING && entry.not_before.is_none_or(|time| time <= now)
        });
        Ok(heads
            .into_iter()
            .filter_map(OutboxRecord::into_entry)
            .collect())
    }

    /// When the next of the entries that wait is due (UTC); `None` when none waits.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn next_due(&self) -> Result<Option<UtcMs>, StoreError> {
        let heads = self.heads().await?;
        let pending = heads
            .into_iter()
            .filter(|entry| entry.state == state::PENDING);
        Ok(pending
            .map(|entry| UtcMs(entry.not_before.unwrap_or(entry.created_at)))
            .min())
    }

    /// What may be on the server and has to be looked for, oldest first.
    ///
    /// # Errors
    /// Those of the disk and of a damaged outbox.
    pub async fn unsettled(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let mut entries = self.entries().await?;
        entries.retain(|entry| entry.state == state::CHECKING);
        Ok(entries
            .into_iter()
            .filter_map(OutboxRecord::into_entry)
            .collect())
    }

    async fn entries(&self) -> Result<Vec<OutboxRecord>, StoreError> {
        let mut conn = self.read_outbox().await?;
        self.checked(outbox::all(&mut conn).await)
    }

    /// The oldest entry of each conversation that has not failed.
    async fn heads(&self) -> Result<Vec<OutboxRecord>, StoreError> {
        let mut entries = self.entries().await?;
        let mut seen = HashSet::new();
        entries.retain(|entry| {
            entry.state != state::FAILED && seen.insert(entry.conversation.clone())
        });
        Ok(entries)
    }
}
