//! Snoozes: conversations that the user put off until a time, or until the other side writes. The server knows
//! nothing of them.

use std::collections::HashMap;
use std::time::Duration;

use protocol::{ConversationId, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::model::positions::beginning;
use crate::model::purpose::Purpose;
use crate::model::rows::{ChangeSet, Position};
use crate::tables::asked_since::load_asked_since;
use crate::tables::{conversations, reminders};
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

impl Snooze {
    /// Where a word of the other side ends it.
    fn place(&self) -> (&str, Position) {
        let head = Position {
            created_at: UtcMs(self.head_time),
            id: self.head_id.clone(),
        };
        (&self.conversation, head)
    }
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
    /// left. Those that are due ring as reminders do.
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
            let places: Vec<_> = snoozes.iter().map(Snooze::place).collect();
            let asked = load_asked_since(&mut cache, &places, self.me().as_ref()).await;
            self.report_errors(asked)?
        };
        let (asked, quiet): (Vec<Snooze>, Vec<Snooze>) = snoozes
            .into_iter()
            .partition(|one| asked.contains(&one.conversation));
        let (due, left): (Vec<Snooze>, Vec<Snooze>) =
            quiet.into_iter().partition(|one| one.until <= now);
        for snooze in &asked {
            if let Some(id) = ConversationId::new(snooze.conversation.clone()) {
                self.end_snooze(&id).await?;
            }
        }
        for snooze in &due {
            self.come_back(snooze).await?;
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

impl Store {
    /// Has a conversation come back whose time has come. Nothing new was said in it, so by itself it would stand where it
    /// stood, below all the others: its reminder rings, which raises it until it is opened. One that was closed meanwhile
    /// has nobody to come back to.
    async fn come_back(&self, snooze: &Snooze) -> Result<(), StoreError> {
        let (id, until) = (snooze.conversation.as_str(), snooze.until);
        self.write(Purpose::New, move |mut writer| async move {
            let known = conversations::load_one(&mut writer.cache, id).await?;
            let is_open = known.is_none_or(|row| row.is_open);
            let mut write = writer.begin_user().await?;
            // The user may have ended it, or put it off further, meanwhile.
            if delete_due(&mut write, id, until).await? && is_open {
                reminders::remind_unless_waiting(&mut write, id, until).await?;
            }
            write.commit().await?;
            self.inner.outbox_changed(&mut writer, id).await;
            Ok(())
        })
        .await?;
        self.ring(id).await
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

/// Answers whether it was put off until then.
async fn delete_due(
    conn: &mut SqliteConnection,
    conversation: &str,
    until: i64,
) -> Result<bool, StoreError> {
    let deleted = sqlx::query!(
        "DELETE FROM snoozes WHERE conversation = ? AND until = ?",
        conversation,
        until
    )
    .execute(conn)
    .await?;
    Ok(deleted.rows_affected() > 0)
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
