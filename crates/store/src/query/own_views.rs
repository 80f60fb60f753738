//! The inbox through one of the user's own views, and how many conversations each holds.

use std::collections::HashSet;

use sqlx::sqlite::SqliteConnection;

use crate::db::json;
use crate::model::inbox_view::InboxSort;
use crate::model::own_view::{CountedView, OwnView, OwnViews};
use crate::model::rows::{Inbox, InboxFilter};
use crate::query::inbox;
use crate::query::search::conversations_named;
use crate::query::snapshot::{Outgoing, Scope, Snapshot};
use crate::tables::own_views;
use crate::{Store, StoreError};

/// A view's conditions, as the queries take them.
struct Conditions {
    filters: String,
    starred: String,
    snoozed: String,
    answered: String,
    /// The conversations with its words and tags (a JSON array); none where it has neither.
    named: Option<String>,
}

macro_rules! select_view {
    ($head:literal, $rest:literal, $view:expr $(, $value:expr)*) => {
        sqlx::query_scalar!(
            $head + " FROM conversations
             WHERE NOT EXISTS (
                 SELECT 1 FROM json_each(?1) AS filter WHERE NOT CASE filter.value
                     WHEN 'unanswered' THEN is_open = 1 AND unanswered_since IS NOT NULL
                         AND conversations.id NOT IN (SELECT value FROM json_each(?3))
                         AND conversations.id NOT IN (SELECT value FROM json_each(?4))
                     WHEN 'open' THEN is_open = 1
                         AND conversations.id NOT IN (SELECT value FROM json_each(?3))
                     WHEN 'unread' THEN unread > 0
                     WHEN 'orders' THEN is_order = 1
                     WHEN 'took-part' THEN took_part = 1
                     WHEN 'closed' THEN is_open = 0
                     WHEN 'starred' THEN conversations.id IN (SELECT value FROM json_each(?2))
                     WHEN 'snoozed' THEN conversations.id IN (SELECT value FROM json_each(?3))
                     ELSE 1 END)
             AND (?5 IS NULL OR conversations.id IN (SELECT value FROM json_each(?5))) "
                + $rest,
            $view.filters,
            $view.starred,
            $view.snoozed,
            $view.answered,
            $view.named
            $(, $value)*
        )
    };
}

impl Store {
    /// All own views with the number of their conversations.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn own_views(&self) -> Result<OwnViews, StoreError> {
        self.read(|| async {
            let known = {
                let mut conn = self.read_user().await?;
                own_views::load_views(&mut conn).await?
            };
            let mut snapshot = Snapshot::open(self, Scope::All).await?;
            let revision = snapshot.revision;
            let Snapshot {
                cache, outgoing, ..
            } = &mut snapshot;
            let mut views = Vec::new();
            for view in known {
                let conditions = conditions_of(cache, outgoing, &view).await?;
                let count = select_view!(r#"SELECT COUNT(*) AS "count!: u32""#, "", conditions);
                let count = count.fetch_one(&mut **cache).await?;
                views.push(CountedView { view, count });
            }
            Ok(OwnViews { views, revision })
        })
        .await
    }

    /// A window of the inbox through an own view; an empty one where there is no such view.
    ///
    /// # Errors
    /// Those of the disk and of a damaged file.
    pub async fn inbox_of_own_view(&self, id: &str, limit: u32) -> Result<Inbox, StoreError> {
        self.read(|| async {
            let view = {
                let mut conn = self.read_user().await?;
                let views = own_views::load_views(&mut conn).await?;
                views.into_iter().find(|view| view.id == id)
            };
            let mut snapshot = Snapshot::open(self, Scope::All).await?;
            let (shown, asked) = inbox::limits(limit);
            let order = match view {
                Some(view) => {
                    let Snapshot {
                        cache, outgoing, ..
                    } = &mut snapshot;
                    let conditions = conditions_of(cache, outgoing, &view).await?;
                    load_order(cache, &conditions, view.sort, asked).await?
                }
                None => Vec::new(),
            };
            inbox::window(snapshot, order, shown).await
        })
        .await
    }
}

async fn conditions_of(
    cache: &mut SqliteConnection,
    outgoing: &Outgoing,
    view: &OwnView,
) -> Result<Conditions, StoreError> {
    let words: Vec<&str> = view.words.split_whitespace().collect();
    let mut named: Option<HashSet<String>> = match words.as_slice() {
        [] => None,
        words => Some(
            conversations_named(cache, words)
                .await?
                .into_iter()
                .collect(),
        ),
    };
    for tag in &view.tags {
        let mut tagged = outgoing.marks.with_tag(tag);
        if let Some(named) = &named {
            tagged.retain(|id| named.contains(id));
        }
        named = Some(tagged);
    }
    let filters = view.filters.iter().map(|filter| match filter {
        InboxFilter::Unanswered => "unanswered",
        InboxFilter::Open => "open",
        InboxFilter::Unread => "unread",
        InboxFilter::Orders => "orders",
        InboxFilter::Snoozed => "snoozed",
        InboxFilter::Starred => "starred",
        InboxFilter::TookPart => "took-part",
        InboxFilter::Closed => "closed",
        InboxFilter::All => "all",
    });
    let marks = &outgoing.marks;
    Ok(Conditions {
        filters: json::to_array(filters),
        starred: json::to_array(marks.starred.iter().map(String::as_str)),
        snoozed: json::to_array(marks.snoozed.keys().map(String::as_str)),
        answered: json::to_array(outgoing.answered()),
        named: named.map(|ids| json::to_array(ids.iter().map(String::as_str))),
    })
}

async fn load_order(
    cache: &mut SqliteConnection,
    conditions: &Conditions,
    sort: InboxSort,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let sort = match sort {
        InboxSort::Waiting => "waiting",
        InboxSort::Newest => "newest",
        InboxSort::Oldest => "oldest",
    };
    let ids = select_view!(
        "SELECT id",
        "ORDER BY
             CASE WHEN ?6 = 'waiting' THEN is_open = 0 OR unanswered_since IS NULL
                 OR conversations.id IN (SELECT value FROM json_each(?4)) END,
             CASE WHEN ?6 = 'waiting' AND is_open = 1
                 AND conversations.id NOT IN (SELECT value FROM json_each(?4))
                 THEN unanswered_since END,
             CASE WHEN ?6 = 'oldest' THEN activity_at ELSE -activity_at END,
             id
         LIMIT ?7",
        conditions,
        sort,
        limit
    );
    Ok(ids.fetch_all(cache).await?)
}
