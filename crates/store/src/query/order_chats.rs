//! The chats of an order that somebody names.

use crate::model::order_number::TypedOrder;
use crate::model::rows::ConversationRow;
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::{Store, StoreError};

impl Store {
    /// The order chats in the cache whose order was typed, the most active first: one for an id, several where orders
    /// have the same number.
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache.
    pub async fn chats_of_order(
        &self,
        typed: &TypedOrder,
    ) -> Result<Vec<ConversationRow>, StoreError> {
        self.read(|| async {
            let mut snapshot = Snapshot::open(self, Scope::All).await?;
            let cache = &mut snapshot.cache;
            let near = conversations::load_orders_by_end(cache, &typed.end()).await?;
            let named: Vec<&str> = near
                .iter()
                .filter(|(_, order)| typed.names(order))
                .map(|(id, _)| id.as_str())
                .collect();
            let found = conversations::load_by_ids(cache, named.into_iter()).await?;
            let mut records: Vec<ConversationRecord> = found.into_values().collect();
            records.sort_by(|a, b| (b.activity_at, &b.id).cmp(&(a.activity_at, &a.id)));
            let builder = RowBuilder::for_conversations(&mut snapshot, &records).await?;
            Ok(records
                .iter()
                .filter_map(|record| builder.conversation(record))
                .collect())
        })
        .await
    }

    /// Those of `rows` whose subject speaks of one of the readings of what was typed for an order.
    #[must_use]
    pub fn subjects_naming(
        rows: Vec<ConversationRow>,
        readings: &[TypedOrder],
    ) -> Vec<ConversationRow> {
        let named = |row: &ConversationRow| {
            let subject = row.subject.as_deref().unwrap_or_default();
            readings.iter().any(|typed| typed.is_word_of(subject))
        };
        rows.into_iter().filter(named).collect()
    }
}
