//! Saves what can be found of a damaged outbox into a new one.
//!
//! It is written under another name, whole, before anything is moved: `user.db.salvaged` is complete
//! as soon as it exists. Then the damaged file goes aside and the new one takes its place. Should the
//! process end in between, the next opening goes on from there: until the new file exists nothing has
//! been touched, and once it does it holds everything.
//!
//! Rows are read by SQLite, from a copy, for it writes to what it opens; and from the bytes of the file
//! and its `-wal`, so that a lost first page, or one in the middle, costs only what stood on it. What
//! neither has may be in the backup.

mod by_sql;
mod cells;
mod findings;
mod image;
mod judge;
mod raw;
mod record;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use protocol::UtcMs;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use self::by_sql::Immutable;
use self::findings::{Findings, Link, Receipt, Source};
use self::image::Image;
use self::judge::Verdict;
use crate::StoreError;
use crate::db::connection::{self, Kind};
use crate::db::files::{self, StorePaths};
use crate::health::backup;
use crate::model::notice::Notice;
use crate::tables::drafts;
use crate::tables::outbox::{self, OutboxRecord};

/// What became of a damaged outbox.
#[derive(Clone, Debug)]
pub(crate) struct Saved {
    /// Where the damaged file lies now.
    path: PathBuf,
    /// How many messages and drafts were found in it.
    kept: usize,
    /// How many came from the backup.
    restored: usize,
}

impl Saved {
    /// What the user should hear of it.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        // A file that was gone cannot be looked at.
        if self.path.exists() {
            notices.push(Notice::OutboxSalvaged {
                path: self.path.clone(),
                kept: self.kept,
            });
        }
        if self.restored > 0 {
            notices.push(Notice::RestoredFromBackup {
                count: self.restored,
            });
        }
        notices
    }
}

/// Whether an outbox is damaged in a way that opening it would hide.
///
/// # Errors
/// [`StoreError::Damaged`]; those of the disk.
pub(crate) fn look_before(outbox: &Path) -> Result<(), StoreError> {
    let empty = std::fs::metadata(outbox).map_or(0, |file| file.len()) == 0;
    let wal = files::with_suffix(outbox, "-wal");
    let changes = std::fs::metadata(wal).map_or(0, |wal| wal.len()) > 0;
    if empty && (changes || backup::path_of(outbox).exists()) {
        return Err(StoreError::Damaged("the outbox is gone".to_owned()));
    }
    if changes && image::has_torn_wal(outbox).map_err(StoreError::disk)? {
        return Err(StoreError::Damaged("its last changes are torn".to_owned()));
    }
    Ok(())
}

/// Finishes an exchange that the last run began.
///
/// # Errors
/// Those of the disk.
pub(crate) fn finish(outbox: &Path, now: UtcMs) -> io::Result<()> {
    let whole = files::with_suffix(outbox, ".salvaged");
    if whole.exists() {
        tracing::warn!("an outbox that was salvaged takes its position");
        exchange(outbox, &whole, now)?;
    }
    Ok(())
}

/// Salvages an outbox that nobody has open, and puts the new one in its place.
///
/// # Errors
/// Those of the disk: the damaged file is where it was then.
pub(crate) async fn salvage(
    paths: &StorePaths,
    cache: &mut SqliteConnection,
    now: UtcMs,
) -> Result<Saved, StoreError> {
    let outbox = &paths.user;
    let findings = find(outbox).await?;
    let verdict = judge::judge(&findings, &sent(cache, &findings).await);
    fail::fail_point!("store.files.salvage.judged");
    let fresh = files::with_suffix(outbox, ".salvaging");
    files::remove(&fresh);
    write(&fresh, &findings, &verdict).await?;
    let whole = files::with_suffix(outbox, ".salvaged");
    files::sync(&fresh)
        .and_then(|()| files::rename(&fresh, &whole))
        .map_err(StoreError::disk)?;
    fail::fail_point!("store.files.salvage.written");
    let path = exchange(outbox, &whole, now).map_err(StoreError::disk)?;
    Ok(Saved {
        path,
        kept: verdict.entries.len() + verdict.drafts.len() - verdict.restored,
        restored: verdict.restored,
    })
}

/// Looks everywhere.
async fn find(outbox: &Path) -> Result<Findings, StoreError> {
    let mut findings = Findings::default();
    let image = Image::read(outbox).map_err(StoreError::disk)?;
    let reading = files::with_suffix(outbox, ".reading");
    if !image.is_empty() && copy(outbox, &reading) {
        fail::fail_point!("store.files.salvage.copied");
        // Of a torn `-wal` SQLite sees the beginning only.
        let source = if image.is_torn() {
            Source::Doubtful
        } else {
            Source::Live
        };
        by_sql::read(&reading, Immutable::No, source, &mut findings).await;
    }
    files::remove(&reading);
    raw::scan(&image, &mut findings);
    let backup = backup::path_of(outbox);
    if backup.exists() {
        by_sql::read(&backup, Immutable::Yes, Source::Backup, &mut findings).await;
    }
    Ok(findings)
}

/// Copies a database and its `-wal`. Without room for that, its bytes have to do.
fn copy(outbox: &Path, to: &Path) -> bool {
    files::remove(to);
    let part = |suffix: &str| {
        let from = files::with_suffix(outbox, suffix);
        if from.exists() {
            let mut into = files::create(&files::with_suffix(to, suffix))?;
            io::copy(&mut std::fs::File::open(from)?, &mut into)?;
        }
        Ok::<(), io::Error>(())
    };
    part("").and_then(|()| part("-wal")).is_ok()
}

/// Which of the entries are in the cache as messages. A cache that cannot be read knows of none.
async fn sent(cache: &mut SqliteConnection, findings: &Findings) -> HashSet<String> {
    let names = findings
        .entries
        .iter()
        .map(|(entry, _)| entry.local_id.as_str());
    let known = sqlx::query_scalar::<_, String>(
        "SELECT local_id FROM messages WHERE local_id IN (SELECT value FROM json_each(?))",
    )
    .bind(crate::db::json::to_array(names))
    .fetch_all(cache)
    .await;
    known.unwrap_or_default().into_iter().collect()
}

async fn write(fresh: &Path, findings: &Findings, verdict: &Verdict) -> Result<(), StoreError> {
    let opened = connection::connect(Kind::User, fresh, None).await?;
    let mut writer = opened.writer;
    opened.readers.close().await;
    fail::fail_point!("store.files.salvage.begun");
    let filled = fill(&mut writer, findings, verdict).await;
    fail::fail_point!("store.files.salvage.filled");
    let back = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut writer)
        .await;
    let closed = writer.close().await;
    filled?;
    back?;
    closed?;
    Ok(())
}

async fn fill(
    writer: &mut SqliteConnection,
    findings: &Findings,
    verdict: &Verdict,
) -> Result<(), StoreError> {
    let mut tx = writer.begin().await?;
    for entry in &verdict.entries {
        // The new file numbers them anew.
        let entry = OutboxRecord {
            number: 0,
            ..entry.clone()
        };
        outbox::save_entry(&mut tx, &entry).await?;
    }
    for draft in &verdict.drafts {
        drafts::put_draft(&mut tx, &draft.conversation, &draft.text, draft.saved_at).await?;
    }
    // What was there last goes in last, and stays.
    for source in [Source::Backup, Source::Doubtful, Source::Live] {
        for (link, _) in findings.links.iter().filter(|(_, from)| *from == source) {
            let Link {
                message,
                local_id,
                conversation,
                sent_at,
            } = link;
            outbox::link_sent(&mut tx, message, local_id, conversation, *sent_at).await?;
        }
    }
    for (receipt, source) in &findings.receipts {
        if *source == Source::Live {
            keep_receipt(&mut tx, receipt).await?;
        }
    }
    let revisions = findings.entries.iter().map(|(entry, _)| entry.revision);
    outbox::write_revision(&mut tx, revisions.max().unwrap_or(0)).await?;
    tx.commit().await?;
    Ok(())
}

async fn keep_receipt(conn: &mut SqliteConnection, receipt: &Receipt) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR REPLACE INTO read_receipts (conversation, read_until_time, read_until_id, queued_revision) VALUES (?, ?, ?, ?)",
        receipt.conversation,
        receipt.at,
        receipt.id,
        receipt.queued
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a whole outbox in the place of a damaged one; answers where that lies now.
fn exchange(outbox: &Path, whole: &Path, now: UtcMs) -> io::Result<PathBuf> {
    let aside = files::set_aside(outbox, now)?;
    fail::fail_point!("store.files.salvage.set-aside");
    files::rename(whole, outbox)?;
    fail::fail_point!("store.files.salvage.in-position");
    Ok(aside)
}
