//! The inbox: a window of conversations, newest activity first. Each write keeps the columns up to date that
//! the inbox sorts, filters and counts by.

use protocol::ConversationId;
use sqlx::sqlite::SqliteConnection;

use crate::db::json;
use crate::model::rows::{ConversationRow, Inbox, InboxCounts, InboxFilter};
use crate::query::row_builder::{Outgoing, RowBuilder};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::{drafts, outbox, stars};
use crate::{Store, StoreError};

impl Store {
    /// A window of the inbox: at most `limit` rows, newest activity first.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn inbox(&self, filter: InboxFilter, limit: u32) -> Result<Inbox, StoreError> {
        self.read(|| self.inbox_window(filter, limit)).await
    }

    /// One conversation's row.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn conversation(
        &self,
        id: &ConversationId,
    ) -> Result<Option<ConversationRow>, StoreError> {
        self.read(|| self.conversation_row(id.as_str())).await
    }

    async fn inbox_window(&self, filter: InboxFilter, limit: u32) -> Result<Inbox, StoreError> {
        let (revision, me) = (self.revision(), self.me());
        let outgoing = self.outgoing().await?;
        let mut tx = self.inner.cache.begin().await?;
        let outgoing = outgoing.without_sent(&mut tx, me.as_ref()).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX).min(1_000_000);
        let wanted = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
        let mut records = match filter {
            InboxFilter::Starred => starred_conversations(&mut tx, &outgoing).await?,
            _ => conversations::load_window(&mut tx, word(filter), wanted).await?,
        };
        let more = records.len() > limit;
        records.truncate(limit);
        let builder =
            RowBuilder::for_conversations(&mut tx, &records, me.as_ref(), &outgoing, revision)
                .await?;
        let counts = counts(&mut tx, &outgoing).await?;
        let rows = records
            .iter()
            .filter_map(|record| builder.conversation(record))
            .collect();
        Ok(Inbox {
            rows,
            more,
            counts,
            revision,
        })
    }

    async fn conversation_row(&self, id: &str) -> Result<Option<ConversationRow>, StoreError> {
        let (revision, me) = (self.revision(), self.me());
        let outgoing = self.outgoing_of(id).await?;
        let mut tx = self.inner.cache.begin().await?;
        let outgoing = outgoing.without_sent(&mut tx, me.as_ref()).await?;
        let records: Vec<ConversationRecord> = conversations::load_one(&mut tx, id)
            .await?
            .into_iter()
            .collect();
        let builder =
            RowBuilder::for_conversations(&mut tx, &records, me.as_ref(), &outgoing, revision)
                .await?;
        Ok(records
            .first()
            .and_then(|record| builder.conversation(record)))
    }

    async fn outgoing(&self) -> Result<Outgoing, StoreError> {
        let mut tx = self.inner.user.begin().await?;
        let drafts = drafts::load_all_drafts(&mut tx).await?;
        let entries = outbox::load_all(&mut tx).await?;
        Ok(Outgoing::new(
            drafts,
            entries,
            stars::load_starred(&mut tx).await?,
        ))
    }

    /// What the outbox holds for one conversation.
    pub(crate) async fn outgoing_of(&self, id: &str) -> Result<Outgoing, StoreError> {
        let mut tx = self.inner.user.begin().await?;
        let draft = drafts::load_draft(&mut tx, id).await?;
        let drafts = draft
            .into_iter()
            .map(|text| (id.to_owned(), text))
            .collect();
        Ok(Outgoing::new(
            drafts,
            outbox::load_conversation(&mut tx, id).await?,
            stars::load_starred(&mut tx).await?,
        ))
    }
}

fn word(filter: InboxFilter) -> &'static str {
    match filter {
        InboxFilter::Open => "open",
        InboxFilter::Unread => "unread",
        InboxFilter::Orders => "orders",
        InboxFilter::Starred => "starred",
        InboxFilter::Closed => "closed",
        InboxFilter::All => "all",
    }
}

/// The stars are in the other database, so their conversations are asked for by name.
async fn starred_conversations(
    conn: &mut SqliteConnection,
    outgoing: &Outgoing,
) -> Result<Vec<ConversationRecord>, StoreError> {
    let starred = outgoing.starred.iter().map(String::as_str);
    let records = conversations::load_by_ids(conn, starred).await?;
    let mut records: Vec<ConversationRecord> = records.into_values().collect();
    records.sort_by(|one, other| (other.activity_at, &other.id).cmp(&(one.activity_at, &one.id)));
    Ok(records)
}

async fn counts(
    conn: &mut SqliteConnection,
    outgoing: &Outgoing,
) -> Result<InboxCounts, StoreError> {
    let starred = json::to_array(outgoing.starred.iter().map(String::as_str));
    let row = sqlx::query!(
        r#"SELECT COUNT(*) AS "all!: u32",
                  COALESCE(SUM(is_open), 0) AS "open!: u32",
                  COALESCE(SUM(unread > 0), 0) AS "unread!: u32",
                  COALESCE(SUM(is_order), 0) AS "orders!: u32",
                  COALESCE(SUM(id IN (SELECT value FROM json_each(?))), 0) AS "starred!: u32"
           FROM conversations"#,
        starred
    )
    .fetch_one(conn)
    .await?;
    Ok(InboxCounts {
        open: row.open,
        unread: row.unread,
        orders: row.orders,
        starred: row.starred,
        closed: row.all.saturating_sub(row.open),
        all: row.all,
    })
}
