//! The index of an old cache, or of one that was indexed by other rules: messages from the newest down, then people and
//! conversations, in short transactions beside everything else. What comes meanwhile is indexed as it comes.

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::FutureExt;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::time::sleep;

use crate::db::write_lock::Writer;
use crate::limits::{FIRST_RESTART, INDEXED_AT_ONCE, LONGEST_RESTART, NAMED_AT_ONCE};
use crate::model::folding::FOLDING;
use crate::store::Inner;
use crate::supervision::supervise;
use crate::tables::search_names::{self, SearchName};
use crate::tables::search_state::{self, SearchState};
use crate::tables::{conversation_members, conversations, message_index, messages, people};
use crate::{Backoff, StoreError};

/// The pause between two steps, in which others write.
const PAUSE: Duration = Duration::from_millis(1);

/// The pause after a step that failed: the disk is full, or the file is being repaired.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    More,
    Whole,
}

/// Indexes what is not in the index yet, until all is or the store is gone.
pub(crate) fn serve(inner: &Arc<Inner>) {
    tokio::spawn(supervise(
        "search indexing",
        Backoff::new(FIRST_RESTART, LONGEST_RESTART),
        Arc::downgrade(inner),
        |inner| index_all(inner.clone()).boxed(),
        |_, _| {},
    ));
}

async fn index_all(inner: Weak<Inner>) {
    loop {
        let Some(store) = inner.upgrade() else { return };
        let step = store.index_step().await;
        drop(store);
        match step {
            Ok(Step::Whole) | Err(StoreError::Closed) => return,
            Ok(Step::More) => sleep(PAUSE).await,
            Err(error) => {
                tracing::debug!(%error, "the search's index was not built further");
                sleep(PAUSE_AFTER_FAILURE).await;
            }
        }
    }
}

impl Inner {
    /// Goes one step on, in one transaction.
    async fn index_step(&self) -> Result<Step, StoreError> {
        let writer = &mut *self.writer.lock_open().await?;
        let step = self.commit_step(writer).await;
        self.report_errors(step)
    }

    async fn commit_step(&self, writer: &mut Writer) -> Result<Step, StoreError> {
        let mut state = search_state::load(&mut writer.cache).await?;
        if state.is_whole() {
            return Ok(Step::Whole);
        }
        if self.maintenance.reserve.is_released() {
            return Err(StoreError::DiskFull);
        }
        let mut tx = writer.cache.begin().await?;
        if state.folding != FOLDING {
            state = begin_anew(&mut tx).await?;
        } else if state.people_until.is_some() {
            state.people_until = name_people(&mut tx, &state).await?;
        } else if state.conversations_until.is_some() {
            state.conversations_until = name_conversations(&mut tx, &state).await?;
        } else {
            index_messages(&mut tx, &mut state).await?;
        }
        search_state::save(&mut tx, &state).await?;
        tx.commit().await?;
        // The checkpoints follow writes.
        self.written.send_replace(());
        Ok(Step::More)
    }
}

/// Throws the index away that was made by other rules.
async fn begin_anew(conn: &mut SqliteConnection) -> Result<SearchState, StoreError> {
    message_index::clear(conn).await?;
    let highest = messages::load_numbered(conn, (0, i64::MAX), 1).await?;
    Ok(SearchState {
        folding: FOLDING,
        indexed_from: highest.first().map_or(0, |newest| newest.number + 1),
        messages_left: search_state::count_messages(conn).await?.into(),
        conversations_until: Some(String::new()),
        people_until: Some(String::new()),
    })
}

async fn index_messages(
    conn: &mut SqliteConnection,
    state: &mut SearchState,
) -> Result<(), StoreError> {
    let texts = message_index::load_texts_below(conn, state.indexed_from, INDEXED_AT_ONCE).await?;
    let count = i64::try_from(texts.len()).unwrap_or(i64::MAX);
    let last = texts.last().filter(|_| count == INDEXED_AT_ONCE);
    state.indexed_from = last.map_or(0, |last| last.number);
    state.messages_left -= count;
    message_index::insert(conn, texts).await
}

async fn name_people(
    conn: &mut SqliteConnection,
    state: &SearchState,
) -> Result<Option<String>, StoreError> {
    let after = state.people_until.as_deref().unwrap_or_default();
    let names: Vec<SearchName> = people::load_names(conn, after, NAMED_AT_ONCE).await?;
    search_names::save(conn, &names).await?;
    Ok(names.last().map(|name| name.id.clone()))
}

async fn name_conversations(
    conn: &mut SqliteConnection,
    state: &SearchState,
) -> Result<Option<String>, StoreError> {
    let after = state.conversations_until.as_deref().unwrap_or_default();
    let ids = conversations::load_ids_after(conn, after, NAMED_AT_ONCE).await?;
    let rows = conversations::load_by_ids(conn, ids.iter().map(String::as_str)).await?;
    let mut names = Vec::new();
    for row in rows.values() {
        names.push(SearchName::of_conversation(&row.id, row.subject.as_deref()));
        let order = row.related_order.as_deref();
        names.extend(order.map(|order| SearchName::of_order(&row.id, order)));
    }
    search_names::save(conn, &names).await?;
    let rows: Vec<&conversations::ConversationRecord> = rows.values().collect();
    conversation_members::save(conn, &rows).await?;
    Ok(ids.into_iter().next_back())
}
