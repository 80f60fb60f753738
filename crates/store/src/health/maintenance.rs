//! What the maintenance task knows, and the queue of requests to it. Whoever meets damage or a full disk asks
//! here; `maintenance_loop` does the work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use crate::StoreError;
use crate::db::connection::StorageMode;
use crate::health::disk_reserve::DiskReserve;
use crate::health::integrity_check::IntegrityCheck;
use crate::model::notice::Notice;
use crate::model::purpose::Purpose;

/// The state of maintenance, and the queue of requests for it.
#[derive(Debug)]
pub(crate) struct Maintenance {
    requests: mpsc::UnboundedSender<Request>,
    /// How many repairs were done: a report from before the last one needs no second look.
    repairs: AtomicU64,
    /// When the cache was last begun anew though every check passed (UTC, ms); 0: never.
    pub(crate) suspected_at: AtomicI64,
    storage: Mutex<StorageState>,
    /// The user was told that the disk is full, and not yet that it no longer is.
    told_of_disk: AtomicBool,
    /// The user was told that the reserve is used up.
    told_of_end: AtomicBool,
    pub(crate) integrity_check: Arc<IntegrityCheck>,
    pub(crate) finished: AtomicBool,
    /// Held while the task is at work.
    pub(crate) at_work: tokio::sync::Mutex<()>,
    pub(crate) reserve: Arc<DiskReserve>,
}

/// What could not be written for want of room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PendingWork {
    /// Nothing.
    #[default]
    Nothing,
    /// The outbox has not followed the cache.
    Reconciliation,
    /// As before, and messages that the last run was sending are not marked as unknown.
    Recovery,
}

/// How the two databases are stored, and which work waits for room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StorageState {
    pub(crate) cache: StorageMode,
    pub(crate) user: StorageMode,
    pub(crate) pending: PendingWork,
}

impl StorageState {
    pub(crate) fn any_read_only(self) -> bool {
        self.cache == StorageMode::ReadOnly || self.user == StorageMode::ReadOnly
    }

    /// Whether something waits for room.
    pub(crate) fn has_pending_work(self) -> bool {
        self.cache != StorageMode::File
            || self.user != StorageMode::File
            || self.pending > PendingWork::Nothing
    }
}

/// What maintenance can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MaintenanceTask {
    /// A file is damaged; `repairs` counts the repairs done before the damage was found.
    Repair { repairs: u64 },
    /// The outbox has no room.
    MakeRoom {
        purpose: Purpose,
        /// How often room had been made when there was none.
        made: u64,
    },
    /// The cache has no room.
    ReportFullCache,
    /// The user wants the cache emptied.
    ClearCache,
    /// Pending work, the reserve, and the notice that there is room again.
    Routine,
}

/// A task, and whoever waits for its result.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) task: MaintenanceTask,
    pub(crate) answer: Option<oneshot::Sender<bool>>,
}

impl Maintenance {
    pub(crate) fn new(
        reserve: Arc<DiskReserve>,
        storage: StorageState,
    ) -> (Self, mpsc::UnboundedReceiver<Request>) {
        let (requests, received) = mpsc::unbounded_channel();
        let maintenance = Self {
            requests,
            repairs: AtomicU64::new(0),
            suspected_at: AtomicI64::new(0),
            told_of_disk: AtomicBool::new(false),
            told_of_end: AtomicBool::new(false),
            storage: Mutex::new(storage),
            integrity_check: Arc::new(IntegrityCheck::new()),
            finished: AtomicBool::new(false),
            at_work: tokio::sync::Mutex::new(()),
            reserve,
        };
        (maintenance, received)
    }

    pub(crate) fn storage(&self) -> StorageState {
        *self.storage.lock()
    }

    pub(crate) fn update_storage(&self, change: impl FnOnce(&mut StorageState)) {
        change(&mut self.storage.lock());
    }

    /// Remembers which notices the opening gave.
    pub(crate) fn record_notices(&self, notices: &[Notice]) {
        let end = notices.contains(&Notice::ReadingOnly);
        self.told_of_end.store(end, Ordering::Release);
        if end || notices.contains(&Notice::RoomMade) {
            self.record_full();
        }
    }

    /// The disk was found full, and the user has heard of it.
    pub(crate) fn record_full(&self) {
        self.told_of_disk.store(true, Ordering::Release);
    }

    /// Reports that the cache has no room.
    pub(crate) fn report_full_cache(&self) {
        self.request(MaintenanceTask::ReportFullCache);
    }

    /// Whether the routine work has to be repeated.
    pub(crate) fn needs_attention(&self) -> bool {
        self.storage().has_pending_work()
            || !self.reserve.is_whole()
            || self.told_of_disk.load(Ordering::Acquire)
    }

    /// Whether the user is to be told that the disk is full; asked once, until there is room again.
    pub(crate) fn claims_full_notice(&self) -> bool {
        !self.told_of_disk.swap(true, Ordering::AcqRel)
    }

    /// Whether the user is to be told that nothing can be written any more; asked once.
    pub(crate) fn claims_end_notice(&self) -> bool {
        !self.told_of_end.swap(true, Ordering::AcqRel)
    }

    /// Whether the user is to be told that there is room again; asked once.
    pub(crate) fn claims_room_notice(&self) -> bool {
        let whole = self.reserve.is_whole() && self.reserve.has_room();
        if self.storage().has_pending_work() || !whole {
            return false;
        }
        self.told_of_end.store(false, Ordering::Release);
        self.told_of_disk.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn count_repair(&self) {
        self.repairs.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn repairs(&self) -> u64 {
        self.repairs.load(Ordering::Acquire)
    }

    /// Asks for a repair without waiting for it.
    pub(crate) fn report_damage(&self) {
        self.request(MaintenanceTask::Repair {
            repairs: self.repairs(),
        });
    }

    /// Records that the outbox could not follow a change of the cache, and asks for what removes the cause.
    pub(crate) fn report_failure(&self, error: &StoreError) {
        self.update_storage(|storage| {
            storage.pending = storage.pending.max(PendingWork::Reconciliation)
        });
        match error {
            StoreError::DiskFull => self.request(MaintenanceTask::MakeRoom {
                purpose: Purpose::Waiting,
                made: self.reserve.made(),
            }),
            StoreError::Damaged(_) => self.report_damage(),
            _ => {}
        }
    }

    /// Asks for the routine work, once the store is open.
    pub(crate) fn begin(&self) {
        self.request(MaintenanceTask::Routine);
    }

    fn request(&self, task: MaintenanceTask) {
        // Without a running task the mark on a damaged file serves the next opening.
        drop(self.requests.send(Request { task, answer: None }));
    }

    /// Waits for the task under way; no further task begins.
    pub(crate) async fn finish(&self) {
        self.finished.store(true, Ordering::Release);
        self.integrity_check.end().await;
        drop(self.at_work.lock().await);
    }

    /// Asks for a task and waits for its result: whether what failed may be tried once more.
    pub(crate) async fn call(&self, task: MaintenanceTask) -> bool {
        let (answer, answered) = oneshot::channel();
        let answer = Some(answer);
        self.requests.send(Request { task, answer }).is_ok() && answered.await.unwrap_or(false)
    }
}
