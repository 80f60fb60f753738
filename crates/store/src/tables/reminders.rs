//! Reminders: conversations that the user is to be reminded of at a time. The server knows nothing of them.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use protocol::{ConversationId, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::model::changes::Changes;
use crate::model::purpose::Purpose;
use crate::model::rows::{ChangeSet, Reminder};
use crate::{Store, StoreError};

impl Store {
    /// Has the user reminded of a conversation at a time; an earlier reminder there gives way. On disk when this returns.
    pub async fn remind(
        &self,
        conversation: &ConversationId,
        due_at: UtcMs,
    ) -> Result<ChangeSet, StoreError> {
        let id = conversation.as_str();
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            sqlx::query!(
                "INSERT OR REPLACE INTO reminders (conversation, due_at, rung) VALUES (?, ?, 0)",
                id,
                due_at.0
            )
            .execute(&mut *write)
            .await?;
            write.commit().await?;
            Ok(self.inner.outbox_changed(&mut writer, id).await)
        })
        .await
    }

    /// Ends a conversation's reminder, whether it has rung or not.
    pub async fn end_reminder(
        &self,
        conversation: &ConversationId,
    ) -> Result<ChangeSet, StoreError> {
        let id = conversation.as_str();
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            sqlx::query!("DELETE FROM reminders WHERE conversation = ?", id)
                .execute(&mut *write)
                .await?;
            write.commit().await?;
            Ok(self.inner.outbox_changed(&mut writer, id).await)
        })
        .await
    }

    /// The user has opened a conversation: one whose reminder has rung stands first no longer.
    pub async fn open_reminded(&self, conversation: &ConversationId) -> Result<(), StoreError> {
        let id = conversation.as_str();
        let is_raised = {
            let mut user = self.read_user().await?;
            let raised = sqlx::query_scalar!(
                r#"SELECT EXISTS (SELECT 1 FROM reminders
                       WHERE conversation = ? AND rung = 1 AND opened = 0) AS "raised!: bool""#,
                id
            );
            self.report_errors(raised.fetch_one(&mut *user).await.map_err(StoreError::from))?
        };
        if !is_raised {
            return Ok(());
        }
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            sqlx::query!(
                "UPDATE reminders SET opened = 1 WHERE conversation = ? AND rung = 1",
                id
            )
            .execute(&mut *write)
            .await?;
            write.commit().await?;
            self.inner.outbox_changed(&mut writer, id).await;
            Ok(())
        })
        .await
    }

    /// Rings the reminders that are due: their change set names them. Answers how long none is due; `None` where none is
    /// left.
    pub async fn ring_due_reminders(&self) -> Result<Option<Duration>, StoreError> {
        let now = (self.inner.clock)().0;
        let waiting = {
            let mut user = self.read_user().await?;
            let waiting = sqlx::query!("SELECT conversation, due_at FROM reminders WHERE rung = 0");
            self.report_errors(
                waiting
                    .fetch_all(&mut *user)
                    .await
                    .map_err(StoreError::from),
            )?
        };
        for due in waiting.iter().filter(|one| one.due_at <= now) {
            self.ring(&due.conversation).await?;
        }
        let next = waiting
            .iter()
            .map(|one| one.due_at.saturating_sub(now))
            .filter(|left| *left > 0)
            .min();
        Ok(next.and_then(|ms| u64::try_from(ms).ok().map(Duration::from_millis)))
    }

    /// Rings a conversation's reminder if it is due and has not rung.
    pub(crate) async fn ring(&self, id: &str) -> Result<(), StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let now = (self.inner.clock)().0;
            let mut write = writer.begin_user().await?;
            // The user may have ended it, or put it off, meanwhile.
            let rung = sqlx::query!(
                "UPDATE reminders SET rung = 1 WHERE conversation = ? AND rung = 0 AND due_at <= ?",
                id,
                now
            )
            .execute(&mut *write)
            .await?;
            write.commit().await?;
            if rung.rows_affected() > 0 {
                self.inner.outbox_changed(&mut writer, id).await;
                let reminded = Changes {
                    reminders: BTreeSet::from([id.to_owned()]),
                    ..Changes::of(id)
                };
                self.inner.publish(writer.revision, reminded);
            }
            Ok(())
        })
        .await
    }
}

/// Has the user reminded of a conversation, unless a reminder there waits already.
pub(crate) async fn remind_unless_waiting(
    conn: &mut SqliteConnection,
    conversation: &str,
    due_at: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO reminders (conversation, due_at, rung) VALUES (?, ?, 0)
         ON CONFLICT (conversation) DO UPDATE SET due_at = excluded.due_at, rung = 0, opened = 0 WHERE rung = 1",
        conversation,
        due_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a conversation's reminder that has rung: the user has answered there.
pub(crate) async fn end_rung(
    conn: &mut SqliteConnection,
    conversation: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM reminders WHERE conversation = ? AND rung = 1",
        conversation
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The reminders.
#[derive(Debug, Default)]
pub(crate) struct Reminders {
    /// All of them, by conversation.
    pub(crate) all: HashMap<String, Reminder>,
    /// The conversations whose reminder has rung and that were not opened since.
    pub(crate) raised: Vec<String>,
}

/// Every reminder; those that stand first, the one that was due last before the others.
pub(crate) async fn load_reminders(conn: &mut SqliteConnection) -> Result<Reminders, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT conversation, due_at, rung AS "rung: bool", opened AS "opened: bool"
           FROM reminders ORDER BY due_at DESC, conversation"#
    )
    .fetch_all(conn)
    .await?;
    let mut reminders = Reminders::default();
    for row in rows {
        if row.rung && !row.opened {
            reminders.raised.push(row.conversation.clone());
        }
        let reminder = Reminder {
            due_at: UtcMs(row.due_at),
            rung: row.rung,
        };
        reminders.all.insert(row.conversation, reminder);
    }
    Ok(reminders)
}
