//! One transition in an entry's life: which states it is allowed from, and what it changes.

use protocol::UtcMs;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::write_lock::Writer;
use crate::model::positions;
use crate::outbox::holds;
use crate::outbox::matching;
use crate::outbox::reconcile::AMBIGUOUS;
use crate::store::Inner;
use crate::tables::fetched_ranges;
use crate::tables::messages::{self, MessageRecord};
use crate::tables::outbox::{self, OTHER_SIDE_WROTE, OutboxRecord, hold, state};

/// How many of the newest ids an entry keeps before a send. A page of messages is 50 (CONTRACT section 3).
const KNOWN_BEFORE: i64 = 50;

/// How long an entry waits for its time at most, in milliseconds. A time further ahead comes from a clock that
/// has been set back since.
pub(crate) const LONGEST_WAIT: i64 = 60 * 60 * 1000;

/// A transition in an entry's life.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Transition<'a> {
    Sending {
        counts_until: Option<UtcMs>,
    },
    Unknown,
    Failed {
        code: &'a str,
        detail: Option<&'a str>,
    },
    Pending {
        not_before: UtcMs,
    },
    Hold,
    Retry,
    Edit {
        text: &'a str,
    },
    /// The server has the file that it carries.
    Uploaded {
        url: &'a str,
    },
    Discard,
    /// As [`Transition::Discard`], where there is no room to keep the text.
    Forget,
    /// One that was cancelled is kept no longer: its room is needed.
    ForgetCancelled,
    Restore,
    /// The other side wrote before it was to leave.
    Drop,
    /// The user has seen that it was dropped.
    DismissDropped,
}

impl Transition<'_> {
    /// The failpoints before and after the commit.
    fn failpoints(&self) -> [&'static str; 2] {
        match self {
            Self::Sending { .. } => ["store.sending.before-commit", "store.sending.after-commit"],
            Self::Unknown => ["store.unknown.before-commit", "store.unknown.after-commit"],
            Self::Failed { .. } => ["store.failed.before-commit", "store.failed.after-commit"],
            Self::Pending { .. } | Self::Uploaded { .. } => {
                ["store.pending.before-commit", "store.pending.after-commit"]
            }
            Self::Hold => ["store.hold.before-commit", "store.hold.after-commit"],
            Self::Retry => ["store.retry.before-commit", "store.retry.after-commit"],
            Self::Edit { .. } => ["store.edit.before-commit", "store.edit.after-commit"],
            Self::Discard
            | Self::Forget
            | Self::ForgetCancelled
            | Self::Drop
            | Self::DismissDropped => ["store.discard.before-commit", "store.discard.after-commit"],
            Self::Restore => ["store.restore.before-commit", "store.restore.after-commit"],
        }
    }

    /// Whether an entry's state allows the transition.
    fn allowed_from(&self, entry: &OutboxRecord) -> bool {
        let from = |states: &[&str]| states.contains(&entry.state.as_str());
        if entry.answered.is_some() {
            // The server has said that it has it; only the cache does not.
            return match self {
                Self::Discard | Self::Forget => true,
                Self::Failed { .. } => from(&[state::CHECKING]),
                // The user has looked, and it is not there.
                Self::Retry => from(&[state::FAILED]),
                _ => false,
            };
        }
        match self {
            Self::Sending { .. } => from(&[state::PENDING]) && entry.held(false).is_none(),
            Self::Unknown => from(&[state::SENDING]),
            Self::Failed { .. } => from(&[state::PENDING, state::SENDING, state::CHECKING]),
            Self::Pending { .. } => from(&[state::SENDING, state::CHECKING]),
            Self::Hold => from(&[state::PENDING, state::SENDING]),
            Self::Retry => from(&[state::PENDING, state::FAILED, state::CHECKING]),
            Self::Edit { .. } => {
                from(&[state::PENDING, state::FAILED]) && entry.file_name.is_none()
            }
            Self::Uploaded { .. } => from(&[state::PENDING]) && entry.file_url.is_none(),
            Self::Discard | Self::Forget => !from(&[state::SENDING, state::CANCELLED]),
            Self::Restore | Self::ForgetCancelled => from(&[state::CANCELLED]),
            Self::Drop => entry.dropped_after().is_some(),
            Self::DismissDropped => {
                from(&[state::CANCELLED]) && entry.code.as_deref() == Some(OTHER_SIDE_WROTE)
            }
        }
    }

    /// The state after the transition.
    fn target(&self, entry: &OutboxRecord) -> &'static str {
        match self {
            Self::Sending { .. } => state::SENDING,
            Self::Unknown => state::CHECKING,
            Self::Failed { .. } => state::FAILED,
            // What may be on the server is looked for before it is sent again.
            Self::Restore if entry.maybe_sent => state::CHECKING,
            Self::Discard
            | Self::Forget
            | Self::ForgetCancelled
            | Self::Drop
            | Self::DismissDropped => state::CANCELLED,
            Self::Pending { .. }
            | Self::Hold
            | Self::Retry
            | Self::Edit { .. }
            | Self::Uploaded { .. }
            | Self::Restore => state::PENDING,
        }
    }

    /// Changes an entry; `false` where its state does not allow the transition.
    fn change(&self, entry: &mut OutboxRecord, now: UtcMs) -> bool {
        if !self.allowed_from(entry) {
            return false;
        }
        let was_failed = entry.state == state::FAILED;
        let was_dropped = entry.code.as_deref() == Some(OTHER_SIDE_WROTE);
        let was_ambiguous = entry.code.as_deref() == Some(AMBIGUOUS);
        self.target(entry).clone_into(&mut entry.state);
        entry.code = None;
        entry.detail = None;
        entry.not_before = None;
        entry.cancelled_at = None;
        match self {
            Self::Sending { counts_until } => {
                entry.attempts += 1;
                entry.sending_since = Some(now.0);
                entry.counts_until = counts_until.map(|until| until.0);
            }
            Self::Unknown => entry.maybe_sent = true,
            Self::Failed { code, detail } => {
                entry.code = Some((*code).to_owned());
                entry.detail = detail.map(str::to_owned);
            }
            Self::Pending { not_before } => {
                entry.not_before = Some(not_before.0.min(now.0.saturating_add(LONGEST_WAIT)));
            }
            Self::Hold => entry.hold = Some(hold::CLOSED.to_owned()),
            Self::Retry => {
                entry.attempts = 0;
                entry.clear_schedule();
                // The user has looked: none of the candidates is this message.
                entry.maybe_sent &= !was_ambiguous;
            }
            Self::Edit { text } => {
                (*text).clone_into(&mut entry.text);
                entry.attempts = 0;
                if was_failed {
                    entry.clear_schedule();
                }
                // What may be on the server is the old text, and shows as a message of its own.
                entry.maybe_sent = false;
            }
            Self::Uploaded { url } => entry.file_url = Some((*url).to_owned()),
            Self::Discard | Self::Forget | Self::ForgetCancelled | Self::DismissDropped => {
                entry.cancelled_at = Some(now.0);
            }
            Self::Drop => {
                entry.code = Some(OTHER_SIDE_WROTE.to_owned());
                entry.cancelled_at = Some(now.0);
            }
            Self::Restore => {
                entry.created_at = now.0;
                entry.attempts = 0;
                entry.hold = None;
                // One whose time lies ahead waits for it again; what is wanted after all does not.
                if was_dropped || entry.send_at.is_some_and(|at| at <= now.0) {
                    entry.clear_schedule();
                }
            }
        }
        true
    }
}

impl Inner {
    /// Applies a transition to an entry. `None`: the entry is gone, or its state does not allow it; else its
    /// conversation.
    pub(crate) async fn apply_transition(
        &self,
        writer: &mut Writer,
        local_id: &str,
        transition: &Transition<'_>,
    ) -> Result<Option<String>, StoreError> {
        let Some(mut entry) = outbox::load_entry(&mut writer.user, local_id).await? else {
            return Ok(None);
        };
        if self.finish_if_cached(writer, &entry).await? {
            return Ok(None);
        }
        let leaves = matches!(transition, Transition::Sending { .. });
        if (leaves || matches!(transition, Transition::Drop))
            && self.has_candidate(writer, &entry).await?
        {
            return Ok(None);
        }
        if leaves && self.is_overtaken(writer, &entry).await? {
            let dropped = Box::pin(self.apply_transition(writer, local_id, &Transition::Drop));
            if let Some(conversation) = dropped.await? {
                self.outbox_changed(writer, &conversation).await;
            }
            return Ok(None);
        }
        if !transition.change(&mut entry, (self.clock)()) {
            return Ok(None);
        }
        // Until it is settled, an attempt that may have reached the server is looked for after what was
        // known before that one.
        if matches!(transition, Transition::Sending { .. }) && !entry.maybe_sent {
            record_known_messages(&mut writer.cache, &mut entry).await?;
        }
        let overrides = matches!(transition, Transition::Retry)
            && (entry.hold.is_some()
                || holds::is_closed(&mut writer.cache, &entry.conversation).await?);
        let [_before_commit, _after_commit] = transition.failpoints();
        let mut write = writer.begin_user().await?;
        entry.revision = write.revision;
        write_entry(&mut write, &entry, transition).await?;
        if entry.answered.is_some() && matches!(transition, Transition::Retry) {
            outbox::unlink_sent(&mut write, &entry.local_id).await?;
        }
        if overrides {
            holds::record_hold(&mut write, &entry, hold::RELEASED).await?;
        }
        fail::fail_point!(_before_commit);
        write.commit().await?;
        fail::fail_point!(_after_commit);
        Ok(Some(entry.conversation))
    }

    /// Whether an entry that was given up on is perhaps on the server after all: it has to be settled
    /// before it is sent again.
    async fn has_candidate(
        &self,
        writer: &mut Writer,
        entry: &OutboxRecord,
    ) -> Result<bool, StoreError> {
        if !entry.maybe_sent {
            return Ok(false);
        }
        let entries = outbox::load_conversation(&mut writer.user, &entry.conversation).await?;
        let matches =
            matching::match_provisionally(&mut writer.cache, self.me().as_ref(), &entries).await?;
        Ok(matches.message_for(&entry.local_id).is_some())
    }
}

async fn write_entry(
    conn: &mut SqliteConnection,
    entry: &OutboxRecord,
    transition: &Transition<'_>,
) -> Result<(), StoreError> {
    match transition {
        Transition::Forget | Transition::ForgetCancelled => {
            return outbox::remove_entry(conn, &entry.local_id).await;
        }
        // A new number: the end of the queue.
        Transition::Restore => {
            outbox::remove_entry(conn, &entry.local_id).await?;
            let last = OutboxRecord {
                number: 0,
                ..entry.clone()
            };
            return outbox::save_entry(conn, &last).await;
        }
        _ => {}
    }
    outbox::save_entry(conn, entry).await?;
    if matches!(transition, Transition::Hold) {
        holds::record_hold(conn, entry, hold::CLOSED).await?;
    }
    Ok(())
}

/// Saves in an entry which messages the cache knows of its chat.
pub(crate) async fn record_known_messages(
    cache: &mut SqliteConnection,
    entry: &mut OutboxRecord,
) -> Result<(), StoreError> {
    let known = messages::load_newest(cache, &entry.conversation, KNOWN_BEFORE).await?;
    let mut head = known.first().map(MessageRecord::position);
    if head.is_none()
        && !fetched_ranges::load_ranges(cache, &entry.conversation)
            .await?
            .is_empty()
    {
        // It is known that there was nothing: whatever comes is newer, whatever the clocks say.
        head = Some(positions::beginning());
    }
    entry.known_head_time = head.as_ref().map(|head| head.created_at.0);
    entry.known_head_id = head.map(|head| head.id);
    entry.known_ids = crate::db::json::to_array(known.iter().map(|row| row.id.as_str()));
    Ok(())
}
