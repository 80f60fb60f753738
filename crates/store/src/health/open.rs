//! Opening: a damaged file is set aside, messages that the last run was sending are looked for, and what the
//! user wrote is shown even by an empty cache.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64};

use parking_lot::{Mutex, RwLock};
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{broadcast, watch};

use crate::StoreError;
use crate::db::connection::{self, Connections, Kind};
use crate::db::files::{self, StorePaths};
use crate::db::read_pool::ReadPool;
use crate::db::user_db::UserDb;
use crate::db::write_lock::{WriteLock, Writer};
use crate::health::disk_reserve::DiskReserve;
use crate::health::maintenance::{Maintenance, PendingWork, StorageState};
use crate::health::{checkpoints, maintenance_loop, read_only, restore, search_indexing};
use crate::model::changed_messages::ChangedMessages;
use crate::model::clock::Clock;
use crate::model::notice::Notice;
use crate::model::purpose::Purpose;
use crate::store::{Inner, Store};

/// How many change sets a slow listener may be behind before it has lost truth.
const CHANGES_KEPT: usize = 1024;

/// How many notices a slow listener may be behind.
const NOTICES_KEPT: usize = 64;

/// How much has to be free, in bytes, for a file to be opened at all.
const ROOM_TO_OPEN: u64 = 128 * 1024;

/// An opened store.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What the user should hear of.
    pub notices: Vec<Notice>,
}

impl Store {
    /// Opens both databases, making or migrating them. A file that is damaged, or from a newer
    /// version, is set aside and begun anew, with a notice. On a full disk the room in reserve is
    /// given up; should that not do, what is there is opened for reading, with a notice.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and [`StoreError::DiskFailed`].
    pub async fn open(paths: StorePaths, clock: Clock) -> Result<Opened, StoreError> {
        let reserve = Arc::new(DiskReserve::cached(&paths.user));
        let mut opening = Opening {
            paths,
            clock,
            reserve,
            notices: Vec::new(),
        };
        let store = match opening.attempt().await {
            // Only a read of the start found the damage: the marks make the next attempt check both files
            // whole.
            Err(StoreError::Damaged(reason)) => {
                tracing::error!(%reason, "a database file is damaged");
                files::mark_damaged(&opening.paths.cache);
                files::mark_damaged(&opening.paths.user);
                opening.attempt().await
            }
            opened => opened,
        };
        let store = match store {
            // No check finds the damage: the cache holds values that cannot be read.
            Err(StoreError::Damaged(_)) => {
                opening.set_cache_aside()?;
                opening.attempt().await?
            }
            opened => opened?,
        };
        Ok(Opened {
            store,
            notices: opening.notices,
        })
    }
}

/// An opening on its way.
struct Opening {
    paths: StorePaths,
    clock: Clock,
    reserve: Arc<DiskReserve>,
    notices: Vec<Notice>,
}

impl Opening {
    async fn attempt(&mut self) -> Result<Store, StoreError> {
        let cache = self.open_cache().await?;
        match self.open_user().await {
            Ok(user) => self.begin(cache, user).await,
            Err(error) => {
                cache.close().await;
                Err(error)
            }
        }
    }

    async fn open_cache(&mut self) -> Result<Connections, StoreError> {
        let mut opened = self.with_room(Kind::Cache).await;
        if let Err(StoreError::Damaged(reason)) = &opened {
            tracing::error!(%reason, "the cache is damaged");
            self.set_cache_aside()?;
            opened = self.with_room(Kind::Cache).await;
        }
        match opened {
            Err(StoreError::DiskFull) => {
                self.notice(Notice::ReadingOnly);
                match read_only::open_read_only(Kind::Cache, &self.paths.cache).await {
                    Ok(opened) => Ok(opened),
                    Err(error) => {
                        tracing::warn!(%error, "the cache begins in memory");
                        read_only::cache_in_memory().await
                    }
                }
            }
            opened => opened,
        }
    }

    async fn open_user(&mut self) -> Result<Connections, StoreError> {
        match self.with_room(Kind::User).await {
            Err(StoreError::DiskFull) => {
                let opened = read_only::open_read_only(Kind::User, &self.paths.user).await;
                let opened = opened.map_err(|error| {
                    tracing::error!(%error, "the outbox cannot even be read");
                    StoreError::DiskFull
                })?;
                self.notice(Notice::ReadingOnly);
                Ok(opened)
            }
            opened => opened,
        }
    }

    /// Opens a file; releases the reserve where that helps.
    async fn with_room(&mut self, kind: Kind) -> Result<Connections, StoreError> {
        loop {
            match self.connect(kind).await {
                Err(StoreError::DiskFull) if self.reserve.release(Purpose::Waiting) => {
                    self.notice(Notice::RoomMade);
                }
                opened => return opened,
            }
        }
    }

    async fn connect(&mut self, kind: Kind) -> Result<Connections, StoreError> {
        let mut notices = Vec::new();
        let (path, opened) = match kind {
            Kind::Cache => {
                let path = &self.paths.cache;
                (path, connection::connect(kind, path).await)
            }
            Kind::User => {
                let path = &self.paths.user;
                let opened = restore::open_user(path, (self.clock)(), &mut notices).await;
                (path, opened)
            }
        };
        let opened = match opened {
            // A full disk has several error codes when a file cannot be created.
            Err(StoreError::DiskFailed(reason)) if lacks_room(path) => {
                tracing::warn!(%reason, "the disk is full");
                Err(StoreError::DiskFull)
            }
            opened => opened,
        };
        for notice in notices {
            self.notice(notice);
        }
        opened
    }

    fn set_cache_aside(&mut self) -> Result<(), StoreError> {
        let path = files::set_aside(&self.paths.cache, (self.clock)()).map_err(StoreError::disk)?;
        self.notice(Notice::CacheSetAside { path });
        Ok(())
    }

    fn notice(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    async fn begin(
        &self,
        mut cache: Connections,
        mut user: Connections,
    ) -> Result<Store, StoreError> {
        let kept = match load_saved_state(&mut cache.writer, &mut user.writer).await {
            Ok(kept) => kept,
            Err(error) => {
                cache.close().await;
                user.close().await;
                return Err(error);
            }
        };
        let storage = StorageState {
            cache: cache.mode,
            user: user.mode,
            pending: PendingWork::Nothing,
        };
        let (maintenance, requests) = Maintenance::new(self.reserve.clone(), storage);
        maintenance.record_notices(&self.notices);
        // A new cache's revision begins at the present time, above any revision of a lost cache.
        let cache_revision = if kept.cache == 0 {
            (self.clock)().0
        } else {
            kept.cache
        };
        let revision = cache_revision.max(kept.user);
        let inner = Arc::new(Inner {
            paths: self.paths.clone(),
            clock: self.clock.clone(),
            writer: WriteLock::default(),
            cache: ReadPool::new(cache.readers),
            user: ReadPool::new(user.readers),
            changes: broadcast::Sender::new(CHANGES_KEPT),
            notices: broadcast::Sender::new(NOTICES_KEPT),
            renewals: watch::Sender::new(0),
            written: watch::Sender::new(()),
            maintenance,
            committed: AtomicU64::new(0),
            me: RwLock::new(kept.me),
            waiting: Mutex::new(Vec::new()),
            followed: Mutex::default(),
            stale_since: Mutex::default(),
            listed_at: AtomicI64::new(0),
            breaking_records: Mutex::default(),
            changed_messages: Mutex::new(ChangedMessages::after(revision)),
            future_times: Mutex::default(),
            unreadable_records: AtomicU64::new(0),
        });
        *inner.writer.lock().await = Some(Writer {
            cache: cache.writer,
            user: UserDb::new(user.writer, user.journal),
            revision,
        });
        let store = Store { inner };
        if let Err(error) = store.inner.recover_at_first().await {
            drop(store.close().await);
            return Err(error);
        }
        maintenance_loop::serve(&store.inner, requests);
        checkpoints::serve(&store.inner);
        search_indexing::serve(&store.inner);
        store.inner.maintenance.begin();
        Ok(store)
    }
}

/// What both files say of themselves.
struct Kept {
    cache: i64,
    user: i64,
    me: Option<protocol::Participant>,
}

async fn load_saved_state(
    cache: &mut SqliteConnection,
    user: &mut SqliteConnection,
) -> Result<Kept, StoreError> {
    let kept = sqlx::query!("SELECT revision, me FROM cache_meta WHERE id = 1")
        .fetch_one(cache)
        .await?;
    let user = sqlx::query_scalar!("SELECT revision FROM user_meta WHERE id = 1")
        .fetch_one(user)
        .await?;
    Ok(Kept {
        cache: kept.revision,
        user,
        me: kept.me.and_then(|me| serde_json::from_str(&me).ok()),
    })
}

fn lacks_room(path: &Path) -> bool {
    !files::has_room(path, ROOM_TO_OPEN)
}
