//! The inbox: a window of conversations in one of its orders. Each write keeps the columns up to date that
//! the inbox sorts, filters and counts by.

use std::collections::{HashMap, HashSet};

use protocol::ConversationId;
use sqlx::sqlite::SqliteConnection;

use crate::db::json;
use crate::model::inbox_view::{InboxSort, InboxView};
use crate::model::rows::{
    ConversationRow, ConversationState, Inbox, InboxChanges, InboxCounts, InboxFilter,
};
use crate::query::row_builder::{RowBuilder, shown_status};
use crate::query::snapshot::{Outgoing, Scope, Snapshot};
use crate::tables::conversations::{self, ConversationRecord};
use crate::tables::inbox_order::{self, Unanswered, WindowQuery};
use crate::{Store, StoreError};

impl Store {
    /// A window of the inbox: at most `limit` rows.
    pub async fn inbox(&self, view: impl Into<InboxView>, limit: u32) -> Result<Inbox, StoreError> {
        let view = view.into();
        let window = self.read(|| self.inbox_window(view, limit, |_| true));
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
        view: impl Into<InboxView>,
        limit: u32,
        changed: &[ConversationId],
    ) -> Result<InboxChanges, StoreError> {
        let view = view.into();
        let changed: HashSet<&str> = changed.iter().map(ConversationId::as_str).collect();
        self.read(|| self.inbox_window(view, limit, |id| changed.contains(id)))
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

    /// How these conversations stand, in one statement; those that are not known are left out.
    pub async fn conversation_states(
        &self,
        ids: &[ConversationId],
    ) -> Result<HashMap<ConversationId, ConversationState>, StoreError> {
        let ids = json::to_array(ids.iter().map(ConversationId::as_str));
        self.read(|| async {
            let mut conn = self.read_cache().await?;
            let rows = sqlx::query!(
                r#"SELECT id, unread AS "unread: u32", status FROM conversations
                   WHERE id IN (SELECT value FROM json_each(?))"#,
                ids
            );
            let rows = rows.fetch_all(&mut *conn).await?;
            let states = rows.into_iter().filter_map(|row| {
                let state = ConversationState {
                    unread: row.unread,
                    status: shown_status(row.status.as_deref()),
                };
                Some((ConversationId::new(row.id)?, state))
            });
            Ok(states.collect())
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
        view: InboxView,
        limit: u32,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<InboxChanges, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::All).await?;
        let Snapshot {
            cache, outgoing, ..
        } = &mut snapshot;
        let (shown, asked) = limits(limit);
        let order = load_order(cache, outgoing, view, asked).await?;
        window_of(snapshot, order, shown, is_wanted).await
    }

    async fn conversation_row(&self, id: &str) -> Result<Option<ConversationRow>, StoreError> {
        let mut snapshot = Snapshot::open(self, Scope::Conversation(id)).await?;
        let record = conversations::load_one(&mut snapshot.cache, id).await?;
        let builder = RowBuilder::for_conversations(&mut snapshot, record.as_slice()).await?;
        Ok(record.and_then(|record| builder.conversation(&record)))
    }
}

/// The window of so many rows of these conversations.
pub(crate) async fn window(
    snapshot: Snapshot,
    order: Vec<String>,
    shown: usize,
) -> Result<Inbox, StoreError> {
    let InboxChanges {
        rows,
        more,
        counts,
        revision,
        ..
    } = window_of(snapshot, order, shown, |_| true).await?;
    Ok(Inbox {
        rows,
        more,
        counts,
        revision,
    })
}

/// The window of so many of these conversations, with the rows that are wanted.
async fn window_of(
    mut snapshot: Snapshot,
    mut order: Vec<String>,
    shown: usize,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<InboxChanges, StoreError> {
    let Snapshot {
        cache, outgoing, ..
    } = &mut snapshot;
    let more = order.len() > shown;
    order.truncate(shown);
    let counts = counts(cache, outgoing).await?;
    let wanted = order.iter().map(String::as_str).filter(|id| is_wanted(id));
    let mut known = conversations::load_by_ids(cache, wanted).await?;
    let records: Vec<ConversationRecord> = order.iter().filter_map(|id| known.remove(id)).collect();
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

/// How many rows are shown, and how many are read to know whether there are more.
pub(crate) fn limits(limit: u32) -> (usize, i64) {
    let limit = limit.min(1_000_000);
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    (shown, i64::from(limit) + 1)
}

/// The ids of a window, one more than are shown.
async fn load_order(
    conn: &mut SqliteConnection,
    outgoing: &Outgoing,
    view: InboxView,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let marks = &outgoing.marks;
    let filter = match view.filter {
        InboxFilter::Unanswered => "unanswered",
        InboxFilter::Open => "open",
        InboxFilter::Unread => "unread",
        InboxFilter::Orders => "orders",
        InboxFilter::TookPart => "took-part",
        InboxFilter::Closed => "closed",
        InboxFilter::All => "all",
        // Marks are not in the cache's database.
        InboxFilter::Starred => {
            return marked_conversations(conn, outgoing, marks.starred.iter(), view.sort).await;
        }
        InboxFilter::Snoozed => {
            return marked_conversations(conn, outgoing, marks.snoozed.keys(), view.sort).await;
        }
    };
    let mut order = raised_first(conn, outgoing, view.filter).await?;
    let answered = json::to_array(outgoing.answered());
    let query = WindowQuery {
        filter,
        snoozed: &json::to_array(marks.snoozed.keys().map(String::as_str)),
        answered: &answered,
        limit,
    };
    let rest = match view.sort {
        InboxSort::Newest => inbox_order::load_newest(conn, &query, Unanswered::Included).await?,
        InboxSort::Oldest => inbox_order::load_oldest(conn, &query).await?,
        InboxSort::Waiting => {
            let mut ids = inbox_order::load_longest_waiting(conn, &query).await?;
            let found = i64::try_from(ids.len()).unwrap_or(limit);
            let query = WindowQuery {
                limit: limit - found,
                ..query
            };
            ids.extend(inbox_order::load_newest(conn, &query, Unanswered::LeftOut).await?);
            ids
        }
    };
    let raised: HashSet<String> = order.iter().cloned().collect();
    order.extend(rest.into_iter().filter(|id| !raised.contains(id)));
    order.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(order)
}

/// Those of a filter's conversations whose reminder has rung and that were not opened since: they stand first in every
/// order. One that the user promised something in is theirs to answer, whoever wrote last. There are few, so they are
/// read by their ids and the windows walk their indexes as they are.
async fn raised_first(
    conn: &mut SqliteConnection,
    outgoing: &Outgoing,
    filter: InboxFilter,
) -> Result<Vec<String>, StoreError> {
    let marks = &outgoing.marks;
    let raised = &marks.reminders.raised;
    if raised.is_empty() {
        return Ok(Vec::new());
    }
    let known = conversations::load_by_ids(conn, raised.iter().map(String::as_str)).await?;
    let is_shown = |row: &ConversationRecord| match filter {
        InboxFilter::Unanswered | InboxFilter::Open => {
            row.is_open && !marks.snoozed.contains_key(&row.id)
        }
        InboxFilter::Unread => row.unread > 0,
        InboxFilter::Orders => row.is_order,
        InboxFilter::TookPart => row.took_part,
        InboxFilter::Closed => !row.is_open,
        InboxFilter::All => true,
        InboxFilter::Starred | InboxFilter::Snoozed => false,
    };
    let shown = raised
        .iter()
        .filter(|id| known.get(*id).is_some_and(is_shown));
    Ok(shown.cloned().collect())
}

/// The ids of the conversations with a mark of the user's.
async fn marked_conversations(
    conn: &mut SqliteConnection,
    outgoing: &Outgoing,
    marked: impl Iterator<Item = &String>,
    sort: InboxSort,
) -> Result<Vec<String>, StoreError> {
    let records = conversations::load_by_ids(conn, marked.map(String::as_str)).await?;
    let mut records: Vec<ConversationRecord> = records.into_values().collect();
    records.sort_by(|one, other| (other.activity_at, &other.id).cmp(&(one.activity_at, &one.id)));
    match sort {
        InboxSort::Newest => {}
        InboxSort::Oldest => records.reverse(),
        // The sort is stable: those that nobody waits in keep their order behind the others.
        InboxSort::Waiting => records.sort_by_key(|row| {
            let waits = row.is_open && !outgoing.answers(&row.id);
            let since = row.unanswered_since.filter(|_| waits);
            (since.is_none(), since)
        }),
    }
    Ok(records.into_iter().map(|record| record.id).collect())
}

async fn counts(
    conn: &mut SqliteConnection,
    outgoing: &Outgoing,
) -> Result<InboxCounts, StoreError> {
    let starred = json::to_array(outgoing.marks.starred.iter().map(String::as_str));
    let snoozed = json::to_array(outgoing.marks.snoozed.keys().map(String::as_str));
    let answered = json::to_array(outgoing.answered());
    let raised = json::to_array(outgoing.marks.reminders.raised.iter().map(String::as_str));
    let row = sqlx::query!(
        r#"SELECT COUNT(*) AS "all!: u32",
                  COALESCE(SUM(is_open AND id NOT IN (SELECT value FROM json_each(?2))
                      AND (unanswered_since IS NOT NULL
                          AND id NOT IN (SELECT value FROM json_each(?3))
                          OR id IN (SELECT value FROM json_each(?4)))), 0) AS "unanswered!: u32",
                  COALESCE(SUM(is_open
                      AND id NOT IN (SELECT value FROM json_each(?2))), 0) AS "open!: u32",
                  COALESCE(SUM(unread > 0), 0) AS "unread!: u32",
                  COALESCE(SUM(is_order), 0) AS "orders!: u32",
                  COALESCE(SUM(took_part), 0) AS "took_part!: u32",
                  COALESCE(SUM(NOT is_open), 0) AS "closed!: u32",
                  COALESCE(SUM(id IN (SELECT value FROM json_each(?2))), 0) AS "snoozed!: u32",
                  COALESCE(SUM(id IN (SELECT value FROM json_each(?1))), 0) AS "starred!: u32"
           FROM conversations"#,
        starred,
        snoozed,
        answered,
        raised
    )
    .fetch_one(conn)
    .await?;
    Ok(InboxCounts {
        unanswered: row.unanswered,
        open: row.open,
        unread: row.unread,
        orders: row.orders,
        snoozed: row.snoozed,
        starred: row.starred,
        took_part: row.took_part,
        closed: row.closed,
        all: row.all,
    })
}
