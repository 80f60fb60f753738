//! Snoozes: conversations that the user put off until a time, or until the other side writes. The server knows
//! nothing of them.

use std::collections::HashMap;
use std::time::Duration;

use protocol::{ConversationId, Participant, UtcMs};
use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::db::json;
use crate::model::positions::beginning;
use crate::model::purpose::Purpose;
use crate::model::rows::{ChangeSet, Position};
use crate::tables::askers::Askers;
use crate::tables::conversations;
use crate::{Store, StoreError};

/// What is put off, and how long nothing is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snoozed {
    /// The conversations.
    pub conversations: Vec<ConversationId>,
    /// When the next of them is due.
    pub next_in: Option<Duration>,
}

/// A row of the table.
#[derive(Clone, Debug)]
struct Snooze {
    conversation: String,
    until: i64,
    head_time: i64,
    head_id: String,
}

impl Store {
    /// Puts a conversation off until a time, or until the other side writes: on disk when this returns.
    pub async fn snooze(
        &self,
        conversation: &ConversationId,
        until: UtcMs,
    ) -> Result<ChangeSet, StoreError> {
        let id = conversation.as_str();
        self.write(Purpose::New, move |mut writer| async move {
            let known = conversations::load_one(&mut writer.cache, id).await?;
            let head = known.and_then(|row| row.head()).unwrap_or_else(beginning);
            let mut write = writer.begin_user().await?;
            put_snooze(&mut write, id, until.0, &head).await?;
            write.commit().await?;
            Ok(self.inner.outbox_changed(&mut writer, id).await)
        })
        .await
    }

    /// Has a conversation come back: on disk when this returns.
    pub async fn end_snooze(&self, conversation: &ConversationId) -> Result<ChangeSet, StoreError> {
        let id = conversation.as_str();
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            delete_snooze(&mut write, id).await?;
            write.commit().await?;
            Ok(self.inner.outbox_changed(&mut writer, id).await)
        })
        .await
    }

    /// Has those conversations come back that are due, or in which the other side has written since; says what is
    /// left.
    pub async fn end_due_snoozes(&self) -> Result<Snoozed, StoreError> {
        let now = (self.inner.clock)().0;
        let snoozes = {
            let mut user = self.read_user().await?;
            self.report_errors(load_rows(&mut user).await)?
        };
        if snoozes.is_empty() {
            return Ok(Snoozed::default());
        }
        let asked = {
            let mut cache = self.read_cache().await?;
            let asked = load_asked(&mut cache, &snoozes, self.me().as_ref()).await;
            self.report_errors(asked)?
        };
        let (ended, left): (Vec<Snooze>, Vec<Snooze>) = snoozes
            .into_iter()
            .partition(|one| one.until <= now || asked.contains(&one.conversation));
        for snooze in &ended {
            if let Some(id) = ConversationId::new(snooze.conversation.clone()) {
                self.end_snooze(&id).await?;
            }
        }
        let next = left.iter().map(|one| one.until.saturating_sub(now)).min();
        Ok(Snoozed {
            next_in: next.and_then(|ms| u64::try_from(ms).ok().map(Duration::from_millis)),
            conversations: left
                .into_iter()
                .filter_map(|one| ConversationId::new(one.conversation))
                .collect(),
        })
    }
}

async fn put_snooze(
    conn: &mut SqliteConnection,
    conversation: &str,
    until: i64,
    head: &Position,
) -> Result<(), StoreError> {
    let (head_time, head_id) = (head.created_at.0, head.id.as_str());
    sqlx::query!(
        "INSERT OR REPLACE INTO snoozes (conversation, until, head_time, head_id) VALUES (?, ?, ?, ?)",
        conversation,
        until,
        head_time,
        head_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn delete_snooze(conn: &mut SqliteConnection, conversation: &str) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM snoozes WHERE conversation = ?", conversation)
        .execute(conn)
        .await?;
    Ok(())
}

async fn load_rows(conn: &mut SqliteConnection) -> Result<Vec<Snooze>, StoreError> {
    let rows = sqlx::query_as!(
        Snooze,
        "SELECT conversation, until, head_time, head_id FROM snoozes"
    );
    Ok(rows.fetch_all(conn).await?)
}

/// When each conversation that is put off comes back.
pub(crate) async fn load_snoozed(
    conn: &mut SqliteConnection,
) -> Result<HashMap<String, i64>, StoreError> {
    let rows = load_rows(conn).await?.into_iter();
    Ok(rows.map(|row| (row.conversation, row.until)).collect())
}

/// Those of the conversations in which the other side has written since they were put off.
async fn load_asked(
    conn: &mut SqliteConnection,
    snoozes: &[Snooze],
    me: Option<&Participant>,
) -> Result<Vec<String>, StoreError> {
    #[derive(Serialize)]
    struct Search<'a> {
        conversation: &'a str,
        askers: Option<Vec<String>>,
        after_time: i64,
        after_id: &'a str,
    }
    let ids = snoozes.iter().map(|one| one.conversation.as_str());
    let known = conversations::load_by_ids(conn, ids).await?;
    let searches: Vec<Search<'_>> = snoozes
        .iter()
        .filter_map(|one| {
            Some(Search {
                conversation: &one.conversation,
                askers: Askers::of(known.get(&one.conversation)?, me).named,
                after_time: one.head_time,
                after_id: &one.head_id,
            })
        })
        .collect();
    let searches = json::to_objects(&searches)?;
    let me = me.map_or("", |me| me.id.as_str());
    let asked = sqlx::query_scalar!(
        r#"SELECT asked.value ->> 'conversation' AS "conversation!: String"
           FROM jsonb_each(?1) AS asked
           WHERE EXISTS (
               SELECT 1 FROM messages
               WHERE conversation = asked.value ->> 'conversation'
                 AND (sort_time, id) > (asked.value ->> 'after_time', asked.value ->> 'after_id')
                 AND kind <> 'system'
                 AND (sender IS NULL OR sender <> ?2 AND (asked.value ->> 'askers' IS NULL
                     OR sender IN (SELECT value FROM json_each(asked.value -> 'askers')))))"#,
        searches,
        me
    );
    Ok(asked.fetch_all(conn).await?)
}
