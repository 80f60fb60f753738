//! The inbox: a window of conversations, newest activity first. Each write keeps the columns up to date that
//! the inbox sorts, filters and counts by.

use std::collections::HashSet;

use protocol::ConversationId;
use sqlx::sqlite::SqliteConnection;

use crate::db::json;
use crate::model::rows::{ConversationRow, Inbox, InboxChanges, InboxCounts, InboxFilter};
use crate::query::row_builder::RowBuilder;
use crate::query::snapshot::{Outgoing, Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::{Store, StoreError};

impl Store {
    /// A window of the inbox: at most `limit` rows, newest activity first.
    pub async fn inbox(&self, filter: InboxFilter, limit: u32) -> Result<Inbox, StoreError> {
        let window = self.read(|| self.inbox_window(filter, limit, |_| true));
        let InboxChanges {
            rows,
            more,
            counts,
            revision,
            ..
        } = window.await?;
        Ok(Inbox {
            rows,
            more,
            counts,
            revision,
        })
    }

    /// What changes of these conversations did to a window of the inbox that is shown.
    pub async fn inbox_changes(
        &self,
        filter: InboxFilter,
        limit: u32,
        changed: &[ConversationId],
    ) -> Result<InboxChanges, StoreError> {
        let changed: HashSet<&str> = changed.iter().map(ConversationId::as_str).collect();
        self.read(|| self.inbox_window(filter, limit, |id| changed.contains(id)))
            .await
    }

    /// How many conversations are unread.
    pub async fn unread_conversations(&self) -> Result<u32, StoreError> {
        self.read(|| async {
            let mut conn = self.read_cache().await?;
            let count = sqlx::query_scalar!(
                r#"SELECT COUNT(*) AS "count!: u32" FROM conversations WHERE unread > 0"#
            );
            Ok(count.fetch_one(&mut *conn).await?)
        })
        .await
    }

    /// One conversation's row.
    pub async fn conversation(
        &self,
        id: &ConversationId,
    ) -> Result<Option<ConversationRow>, StoreError> {
        self.read(|| self.conversation_row(id.as_str())).await
    }

    /// A window of the inbox, with the rows of those of its conversations that are wanted.
    async fn inbox_window(
        &self,
        filter: InboxFilter,
        limit: u32,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<InboxChanges, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::All).await?;
        let Snapshot {
            cache, outgoing, ..
        } = &mut snapshot;
        let (limit, asked) = limits(limit);
        let mut order = match column_filter(filter) {
            Some(word) => conversations::load_window_ids(cache, word, asked).await?,
            None => starred_conversations(cache, outgoing).await?,
        };
        let more = order.len() > limit;
        order.truncate(limit);
        let counts = counts(cache, outgoing).await?;
        let wanted = order.iter().map(String::as_str).filter(|id| is_wanted(id));
        let mut known = conversations::load_by_ids(cache, wanted).await?;
        let records: Vec<ConversationRecord> =
            order.iter().filter_map(|id| known.remove(id)).collect();
        let revision = snapshot.revision;
        let builder = RowBuilder::for_conversations(&mut snapshot, &records).await?;
        let rows = records
            .iter()
            .filter_map(|record| builder.conversation(record))
            .collect();
        Ok(InboxChanges {
            order: order.into_iter().filter_map(ConversationId::new).collect(),
            rows,
            more,
            counts,
            revision,
        })
    }

    async fn conversation_row(&self, id: &str) -> Result<Option<ConversationRow>, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::Conversation(id)).await?;
        let record = conversations::load_one(&mut snapshot.cache, id).await?;
        let builder = RowBuilder::for_conversations(&mut snapshot, record.as_slice()).await?;
        Ok(record.and_then(|record| builder.conversation(&record)))
    }
}

/// How many rows are shown, and how many are read to know whether there are more.
fn limits(limit: u32) -> (usize, i64) {
    let limit = limit.min(1_000_000);
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    (shown, i64::from(limit) + 1)
}

/// The word by which the table is filtered; `None` for the stars, which are not in its database.
fn column_filter(filter: InboxFilter) -> Option<&'static str> {
    match filter {
        InboxFilter::Open => Some("open"),
        InboxFilter::Unread => Some("unread"),
        InboxFilter::Orders => Some("orders"),
        InboxFilter::Closed => Some("closed"),
        InboxFilter::All => Some("all"),
        InboxFilter::Starred => None,
    }
}

/// The ids of the conversations with a star, newest activity first.
async fn starred_conversations(
    conn: &mut SqliteConnection,
    outgoing: &Outgoing,
) -> Result<Vec<String>, StoreError> {
    let starred = outgoing.starred.iter().map(String::as_str);
    let records = conversations::load_by_ids(conn, starred).await?;
    let mut records: Vec<ConversationRecord> = records.into_values().collect();
    records.sort_by(|one, other| (other.activity_at, &other.id).cmp(&(one.activity_at, &one.id)));
    Ok(records.into_iter().map(|record| record.id).collect())
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
