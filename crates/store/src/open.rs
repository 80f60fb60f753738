//! Opening: what is damaged is set aside, what was on its way when the last run ended is being
//! looked for, and what the user wrote is shown again even by an empty cache.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, RwLock};

use protocol::UtcMs;
use tokio::sync::broadcast;

use crate::claims::{self, Claim};
use crate::clock::Clock;
use crate::connect::{Connections, Kind, connect};
use crate::files::{self, StorePaths};
use crate::store::{Inner, Store, Writer};
use crate::{StoreError, messages, outbox, salvage, summary};

/// How many change sets a slow listener may be behind before it has lost truth.
const CHANGES_KEPT: usize = 1024;

/// How long it is remembered which message an entry has become, in milliseconds. Only a cache that
/// is fetched again asks.
const LINKS_KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// Something about the files that the user should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The cache could not be read. It was set aside and begun anew; everything in it can be fetched.
    CacheSetAside {
        /// Where the unreadable file lies now.
        path: PathBuf,
    },
    /// The outbox could not be read. It was set aside and begun anew with what was readable.
    OutboxSalvaged {
        /// Where the unreadable file lies now.
        path: PathBuf,
        /// How many messages and drafts were saved.
        kept: usize,
    },
}

impl Notice {
    /// The code that `locales/` has a sentence for.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::CacheSetAside { .. } => "cache-set-aside",
            Self::OutboxSalvaged { .. } => "outbox-salvaged",
        }
    }
}

/// An opened store.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What the user should hear of.
    pub notices: Vec<Notice>,
}

/// How large the two files may grow, in pages of 4,096 bytes. Beyond that they answer as on a full
/// disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiskLimit {
    /// The cache's pages.
    pub cache_pages: Option<u32>,
    /// The outbox's pages.
    pub outbox_pages: Option<u32>,
}

impl Store {
    /// Opens both databases, making or migrating them. A file that is damaged, or from a newer
    /// version, is set aside and begun anew, with a notice.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and [`StoreError::DiskFailed`].
    pub async fn open(paths: StorePaths, clock: Clock) -> Result<Opened, StoreError> {
        Self::open_limited(paths, clock, DiskLimit::default()).await
    }

    /// As [`Store::open`], with a limit to the files' size.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_limited(
        paths: StorePaths,
        clock: Clock,
        limit: DiskLimit,
    ) -> Result<Opened, StoreError> {
        let mut notices = Vec::new();
        let now = clock();
        let outbox = match connect(Kind::Outbox, &paths.outbox, limit.outbox_pages).await {
            Err(StoreError::Damaged(reason)) => {
                tracing::error!(%reason, "the outbox is damaged");
                let path = set_aside(&paths.outbox, now)?;
                let mut fresh = connect(Kind::Outbox, &paths.outbox, limit.outbox_pages).await?;
                let kept = salvage::salvage(&path, &mut fresh.writer).await?;
                notices.push(Notice::OutboxSalvaged { path, kept });
                fresh
            }
            opened => opened?,
        };
        let cache = match connect(Kind::Cache, &paths.cache, limit.cache_pages).await {
            Err(StoreError::Damaged(reason)) => {
                tracing::error!(%reason, "the cache is damaged");
                let path = set_aside(&paths.cache, now)?;
                notices.push(Notice::CacheSetAside { path });
                connect(Kind::Cache, &paths.cache, limit.cache_pages).await?
            }
            opened => opened?,
        };
        let store = begin(paths, clock, cache, outbox).await?;
        Ok(Opened { store, notices })
    }
}

fn set_aside(path: &Path, now: UtcMs) -> Result<PathBuf, StoreError> {
    files::set_aside(path, now).map_err(StoreError::disk)
}

async fn begin(
    paths: StorePaths,
    clock: Clock,
    mut cache: Connections,
    mut outbox: Connections,
) -> Result<Store, StoreError> {
    let kept = sqlx::query!("SELECT revision, me FROM cache_meta WHERE one = 1")
        .fetch_one(&mut cache.writer)
        .await?;
    let outbox_revision = sqlx::query_scalar!("SELECT revision FROM outbox_meta WHERE one = 1")
        .fetch_one(&mut outbox.writer)
        .await?;
    // A new cache begins at the time, so that it is above whatever a lost one had reached.
    let cache_revision = if kept.revision == 0 {
        clock().0
    } else {
        kept.revision
    };
    let revision = cache_revision.max(outbox_revision);
    let me = kept.me.and_then(|me| serde_json::from_str(&me).ok());
    let inner = Inner {
        paths,
        clock,
        writer: tokio::sync::Mutex::new(None),
        cache: cache.readers,
        outbox: outbox.readers,
        changes: broadcast::Sender::new(CHANGES_KEPT),
        committed: AtomicU64::new(0),
        me: RwLock::new(me),
        waiting: Mutex::new(Vec::new()),
        followed: Mutex::new(HashSet::new()),
    };
    let mut writer = Writer {
        cache: cache.writer,
        outbox: outbox.writer,
        revision: revision + 1,
    };
    recover(&inner, &mut writer).await?;
    inner.committed.store(
        u64::try_from(writer.revision).unwrap_or_default(),
        std::sync::atomic::Ordering::Release,
    );
    *inner.writer.lock().await = Some(writer);
    Ok(Store {
        inner: Arc::new(inner),
    })
}

/// Makes the two databases agree after whatever ended the last run.
async fn recover(inner: &Inner, writer: &mut Writer) -> Result<(), StoreError> {
    let now = (inner.clock)();
    let (revision, forgotten) = (writer.revision, now.0 - LINKS_KEPT);
    sqlx::query!(
        "UPDATE outbox SET state = 'checking', maybe_sent = 1, revision = ?
         WHERE state = 'sending'",
        revision
    )
    .execute(&mut writer.outbox)
    .await?;
    sqlx::query!("DELETE FROM sent_links WHERE sent_at < ?", forgotten)
        .execute(&mut writer.outbox)
        .await?;
    let mut settled = Vec::new();
    for entry in outbox::all(&mut writer.outbox).await? {
        if let Some(message) = messages::written_here(&mut writer.cache, &entry.local_id).await? {
            settled.push(Claim {
                local_id: entry.local_id,
                message,
                conversation: entry.conversation,
            });
        }
    }
    claims::settle(&mut writer.outbox, &settled, revision, now).await?;
    for conversation in concerned(writer).await? {
        summary::refresh(inner, writer, &conversation).await?;
    }
    Ok(())
}

/// The conversations of which the outbox says something, or of which the cache thinks so.
async fn concerned(writer: &mut Writer) -> Result<BTreeSet<String>, StoreError> {
    let written = sqlx::query_scalar!(
        r#"SELECT conversation AS "id!: String" FROM outbox
           UNION SELECT conversation FROM drafts
           UNION SELECT conversation FROM read_receipts"#
    )
    .fetch_all(&mut writer.outbox)
    .await?;
    let thought = sqlx::query_scalar!(
        "SELECT id FROM conversations WHERE local_at IS NOT NULL OR read_pending = 1"
    )
    .fetch_all(&mut writer.cache)
    .await?;
    Ok(written.into_iter().chain(thought).collect())
}
