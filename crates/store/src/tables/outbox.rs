//! The table of the outbox: what was written here and the server is not known to have.

use protocol::{ConversationId, MessageId, MessageKind, UtcMs};
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::model::outbox_entry::{CancelReason, Hold, OutboxEntry, OutboxState};
use crate::model::outbox_file::OutboxFile;
use crate::model::positions::beginning;
use crate::model::rows::{LocalId, Position};
use crate::model::schedule::{Schedule, ScheduleKind};
use crate::tables::conversations::position;

/// The words of the column `state`.
pub(crate) mod state {
    pub(crate) const PENDING: &str = "pending";
    pub(crate) const SENDING: &str = "sending";
    pub(crate) const CHECKING: &str = "checking";
    pub(crate) const FAILED: &str = "failed";
    pub(crate) const CANCELLED: &str = "cancelled";
}

/// The words of the column `hold`.
pub(crate) mod hold {
    pub(crate) const CLOSED: &str = "conversation-closed";
    pub(crate) const RELEASED: &str = "released";
}

/// The code of a cancelled entry that was dropped because the other side wrote, until the user has seen that.
pub(crate) const OTHER_SIDE_WROTE: &str = "other-side-wrote";

/// A row of the table. The migration says what each column is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OutboxRecord {
    pub(crate) number: i64,
    pub(crate) local_id: String,
    pub(crate) conversation: String,
    pub(crate) text: String,
    pub(crate) state: String,
    pub(crate) code: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) attempts: i64,
    pub(crate) not_before: Option<i64>,
    pub(crate) sending_since: Option<i64>,
    pub(crate) counts_until: Option<i64>,
    pub(crate) maybe_sent: bool,
    pub(crate) known_head_time: Option<i64>,
    pub(crate) known_head_id: Option<String>,
    pub(crate) known_ids: String,
    pub(crate) hold: Option<String>,
    pub(crate) cancelled_at: Option<i64>,
    pub(crate) schedule: Option<String>,
    pub(crate) send_at: Option<i64>,
    pub(crate) heard_time: Option<i64>,
    pub(crate) heard_id: Option<String>,
    pub(crate) file_name: Option<String>,
    pub(crate) file_size: Option<i64>,
    pub(crate) file_type: Option<String>,
    pub(crate) file_url: Option<String>,
    /// The message that the server answered with, where the cache could not take it in. Not a
    /// column: it is the link's.
    pub(crate) answered: Option<String>,
    pub(crate) revision: i64,
}

impl OutboxRecord {
    /// Where it stands.
    pub(crate) fn state(&self) -> OutboxState {
        match self.state.as_str() {
            state::SENDING => OutboxState::Sending,
            state::CHECKING => OutboxState::Checking,
            state::FAILED => OutboxState::Failed {
                code: self.code.clone().unwrap_or_else(|| "internal".to_owned()),
                detail: self.detail.clone(),
            },
            state::CANCELLED => OutboxState::Cancelled {
                at: UtcMs(self.cancelled_at.unwrap_or(self.created_at)),
                reason: match self.code.as_deref() {
                    Some(OTHER_SIDE_WROTE) => CancelReason::OtherSideWrote,
                    _ => CancelReason::User,
                },
            },
            _ => OutboxState::Pending,
        }
    }

    /// Whether it is still to be sent, or to be looked for.
    pub(crate) fn is_waiting(&self) -> bool {
        self.state != state::FAILED && self.state != state::CANCELLED
    }

    /// Whether it is to be looked for before anything else is done with it.
    pub(crate) fn needs_reconcile(&self) -> bool {
        self.state == state::CHECKING || (self.state == state::PENDING && self.maybe_sent)
    }

    /// When it is to leave, where not at once.
    pub(crate) fn schedule(&self) -> Option<Schedule> {
        Some(Schedule {
            kind: ScheduleKind::from_word(self.schedule.as_deref()?)?,
            at: UtcMs(self.send_at?),
        })
    }

    /// Whether the user wants it sent later, and no attempt is under way. It answers nobody, and is passed by what was
    /// written after it until its time has come.
    pub(crate) fn is_for_later(&self) -> bool {
        let kind = self.schedule().map(|schedule| schedule.kind);
        self.state == state::PENDING
            && matches!(
                kind,
                Some(ScheduleKind::Later | ScheduleKind::UnlessWritten)
            )
    }

    /// The place after which a message of the other side drops it.
    pub(crate) fn dropped_after(&self) -> Option<Position> {
        let conditional = self.schedule.as_deref() == Some(ScheduleKind::UNLESS_WRITTEN);
        (conditional && self.state == state::PENDING)
            .then(|| position(self.heard_time, self.heard_id.as_deref()))
            .flatten()
    }

    /// Notes what was known when it was written, where that decides whether it leaves.
    pub(crate) fn note_heard(&mut self) {
        if self.schedule.as_deref() == Some(ScheduleKind::UNLESS_WRITTEN) {
            let beginning = beginning();
            self.heard_time = self.known_head_time.or(Some(beginning.created_at.0));
            self.heard_id = self.known_head_id.clone().or(Some(beginning.id));
        }
    }

    /// Has it leave as soon as its turn comes.
    pub(crate) fn clear_schedule(&mut self) {
        self.schedule = None;
        self.send_at = None;
        self.heard_time = None;
        self.heard_id = None;
    }

    /// Why it waits, where its conversation is or is not said to be closed.
    pub(crate) fn held(&self, closed: bool) -> Option<Hold> {
        let held = match self.hold.as_deref() {
            Some(hold::CLOSED) => true,
            Some(_) => false,
            None => closed,
        };
        (held && self.state == state::PENDING).then_some(Hold::ConversationClosed)
    }

    /// The file that it carries, if it is not a text.
    pub(crate) fn file(&self) -> Option<OutboxFile> {
        Some(OutboxFile {
            name: self.file_name.clone()?,
            size: self.file_size.and_then(|size| u64::try_from(size).ok()),
            content_type: self.file_type.clone().unwrap_or_default(),
            url: self.file_url.clone(),
        })
    }

    /// What kind of message it becomes.
    pub(crate) fn kind(&self) -> MessageKind {
        self.file()
            .map_or(MessageKind::Text, |file| file.message_kind())
    }

    /// As the engine sees it.
    pub(crate) fn into_entry(self, closed: bool) -> Option<OutboxEntry> {
        let known_ids = crate::db::json::from_array(&self.known_ids);
        Some(OutboxEntry {
            state: self.state(),
            schedule: self.schedule(),
            hold: self.held(closed),
            file: self.file(),
            known_head: position(self.known_head_time, self.known_head_id.as_deref()),
            known_ids: known_ids.into_iter().filter_map(MessageId::new).collect(),
            local_id: LocalId(self.local_id),
            conversation: ConversationId::new(self.conversation)?,
            text: self.text,
            created_at: UtcMs(self.created_at),
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            not_before: self.not_before.map(UtcMs),
            sending_since: self.sending_since.map(UtcMs),
            maybe_sent: self.maybe_sent,
        })
    }
}

/// Reads whole rows of the table; the rest of the query follows `FROM outbox`.
macro_rules! select_entries {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            OutboxRecord,
            r#"SELECT number, local_id, conversation, text, state, code, detail, created_at,
                   attempts, not_before, sending_since, counts_until, maybe_sent AS "maybe_sent: bool",
                   known_head_time, known_head_id, known_ids, hold, cancelled_at, schedule, send_at, heard_time,
                   heard_id, file_name, file_size, file_type, file_url, (SELECT message FROM sent_links WHERE sent_links.local_id = outbox.local_id)
                       AS "answered?: String", revision
               FROM outbox "# + $rest
            $(, $value)*
        )
    };
}

/// All entries, oldest first.
pub(crate) async fn load_all(conn: &mut SqliteConnection) -> Result<Vec<OutboxRecord>, StoreError> {
    let rows = select_entries!("ORDER BY number").fetch_all(conn).await?;
    Ok(rows)
}

/// Those of one conversation, oldest first.
pub(crate) async fn load_conversation(
    conn: &mut SqliteConnection,
    conversation: &str,
) -> Result<Vec<OutboxRecord>, StoreError> {
    let rows = select_entries!("WHERE conversation = ? ORDER BY number", conversation)
        .fetch_all(conn)
        .await?;
    Ok(rows)
}

/// One entry.
pub(crate) async fn load_entry(
    conn: &mut SqliteConnection,
    local_id: &str,
) -> Result<Option<OutboxRecord>, StoreError> {
    let row = select_entries!("WHERE local_id = ?", local_id)
        .fetch_optional(&mut *conn)
        .await?;
    if row.is_none() && is_hidden(conn, local_id).await? {
        return Err(StoreError::Damaged(format!(
            "no index leads to the message {local_id}"
        )));
    }
    Ok(row)
}

/// Whether an entry is in the table though no index leads to it.
async fn is_hidden(conn: &mut SqliteConnection, local_id: &str) -> Result<bool, StoreError> {
    let found: i64 =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM outbox NOT INDEXED WHERE local_id = ?)")
            .bind(local_id)
            .fetch_one(conn)
            .await?;
    Ok(found != 0)
}

/// Writes an entry whole. One without a number (0) goes to the end of the queue.
pub(crate) async fn save_entry(
    conn: &mut SqliteConnection,
    row: &OutboxRecord,
) -> Result<(), StoreError> {
    let number = match row.number {
        0 => take_number(&mut *conn).await?,
        number => number,
    };
    sqlx::query!(
        "INSERT INTO outbox (
             number, local_id, conversation, text, state, code, detail, created_at, attempts,
             not_before, sending_since, counts_until, maybe_sent, known_head_time, known_head_id,
             known_ids, hold, cancelled_at, schedule, send_at, heard_time, heard_id, file_name, file_size,
             file_type, file_url, revision
         ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET
             conversation = excluded.conversation, text = excluded.text, state = excluded.state,
             code = excluded.code, detail = excluded.detail, created_at = excluded.created_at,
             attempts = excluded.attempts, not_before = excluded.not_before, sending_since =
             excluded.sending_since, counts_until = excluded.counts_until,
             maybe_sent = excluded.maybe_sent, known_head_time =
             excluded.known_head_time, known_head_id = excluded.known_head_id, known_ids = excluded.known_ids,
             hold = excluded.hold, cancelled_at = excluded.cancelled_at, schedule = excluded.schedule,
             send_at = excluded.send_at, heard_time = excluded.heard_time, heard_id = excluded.heard_id,
             file_name = excluded.file_name, file_size = excluded.file_size, file_type = excluded.file_type,
             file_url = excluded.file_url, revision = excluded.revision",
        number,
        row.local_id,
        row.conversation,
        row.text,
        row.state,
        row.code,
        row.detail,
        row.created_at,
        row.attempts,
        row.not_before,
        row.sending_since,
        row.counts_until,
        row.maybe_sent,
        row.known_head_time,
        row.known_head_id,
        row.known_ids,
        row.hold,
        row.cancelled_at,
        row.schedule,
        row.send_at,
        row.heard_time,
        row.heard_id,
        row.file_name,
        row.file_size,
        row.file_type,
        row.file_url,
        row.revision,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The number of a new entry. None is given twice, so that a late answer cannot meet another's row.
async fn take_number(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let number = sqlx::query_scalar!(
        "UPDATE user_meta SET next_number = next_number + 1 WHERE id = 1 RETURNING next_number - 1"
    )
    .fetch_one(conn)
    .await?;
    Ok(number)
}

/// Removes an entry.
pub(crate) async fn remove_entry(
    conn: &mut SqliteConnection,
    local_id: &str,
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM outbox WHERE local_id = ?", local_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// The entries that carry a file, those that the user cancelled first, each group oldest first.
pub(crate) async fn load_files(
    conn: &mut SqliteConnection,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT local_id, state FROM outbox WHERE file_name IS NOT NULL
         ORDER BY state <> 'cancelled', number"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.local_id, row.state))
        .collect())
}

/// Remembers which message an entry has become; what was said before of either is forgotten.
pub(crate) async fn link_sent(
    conn: &mut SqliteConnection,
    message: &str,
    local_id: &str,
    conversation: &str,
    now: UtcMs,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR REPLACE INTO sent_links (message, local_id, conversation, sent_at)
         VALUES (?, ?, ?, ?)",
        message,
        local_id,
        conversation,
        now.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets which message an entry has become: it is not there.
pub(crate) async fn unlink_sent(
    conn: &mut SqliteConnection,
    local_id: &str,
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM sent_links WHERE local_id = ?", local_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// The name that a message was given here, if it was written here.
pub(crate) async fn find_local_id(
    conn: &mut SqliteConnection,
    message: &str,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query!("SELECT local_id FROM sent_links WHERE message = ?", message)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| row.local_id))
}
