//! Looks after the two files while they are in use: repairs damage, releases the reserve when the
//! disk is full, and does the pending work as soon as there is room. One task, one thing at a time;
//! it ends with the store.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval};

use crate::db::connection::StorageMode;
use crate::db::files;
use crate::db::write_lock::WriteGuard;
use crate::health::disk_reserve::{DiskReserve, Purpose};
use crate::health::integrity_check::IntegrityCheck;
use crate::health::open::DiskLimit;
use crate::model::notice::Notice;
use crate::store::Inner;
use crate::{Store, StoreError};

/// How often is looked whether there is room again, while something waits for it.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// The state of maintenance, and the queue of requests for it.
#[derive(Debug)]
pub(crate) struct Maintenance {
    requests: mpsc::UnboundedSender<Request>,
    /// How many repairs were done: a report from before the last one needs no second look.
    repairs: AtomicU64,
    /// When the cache was last begun anew on a mere doubt (UTC, ms); 0: never.
    pub(crate) suspected_at: AtomicI64,
    storage: Mutex<StorageState>,
    /// The user was told that the disk is full, and not yet that it no longer is.
    told_of_disk: AtomicBool,
    /// The same of there being nothing left in reserve.
    told_of_end: AtomicBool,
    pub(crate) integrity_check: Arc<IntegrityCheck>,
    finished: AtomicBool,
    /// Held while it is at work.
    at_work: tokio::sync::Mutex<()>,
    pub(crate) reserve: Arc<DiskReserve>,
    pub(crate) limit: DiskLimit,
}

/// What could not be written for want of room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PendingWork {
    /// Nothing.
    #[default]
    Nothing,
    /// The outbox has not followed the cache.
    Reconciliation,
    /// Nor is noted what was on its way when the last run ended.
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
enum MaintenanceTask {
    /// A file is damaged; so many mendings had been done when it was found.
    Repair { repairs: u64 },
    /// The outbox has no room.
    MakeRoom {
        purpose: Purpose,
        /// How often room had been made when there was none.
        made: u64,
    },
    /// The cache has no room.
    ReportFullCache,
    /// What is to be done when there is time.
    Routine,
}

/// A task, and whoever waits for its result.
#[derive(Debug)]
pub(crate) struct Request {
    task: MaintenanceTask,
    answer: Option<oneshot::Sender<bool>>,
}

impl Maintenance {
    pub(crate) fn new(
        reserve: Arc<DiskReserve>,
        limit: DiskLimit,
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
            limit,
        };
        (maintenance, received)
    }

    pub(crate) fn storage(&self) -> StorageState {
        *self.storage.lock()
    }

    pub(crate) fn update_storage(&self, change: impl FnOnce(&mut StorageState)) {
        change(&mut self.storage.lock());
    }

    /// What the user was told at the opening.
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

    /// What the server says cannot be kept.
    pub(crate) fn report_full_cache(&self) {
        let task = MaintenanceTask::ReportFullCache;
        drop(self.requests.send(Request { task, answer: None }));
    }

    /// Whether there is something to look after again and again.
    fn needs_attention(&self) -> bool {
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

    /// Somebody met damage and does not wait for the repair.
    pub(crate) fn report_damage(&self) {
        let task = MaintenanceTask::Repair {
            repairs: self.repairs(),
        };
        // Without a running task the mark on the file serves the next opening.
        drop(self.requests.send(Request { task, answer: None }));
    }

    /// A change of the cache could not be followed up in the outbox: that work is pending. With room made, it is
    /// done at once.
    pub(crate) fn report_failure(&self, error: &StoreError) {
        self.update_storage(|storage| {
            storage.pending = storage.pending.max(PendingWork::Reconciliation)
        });
        match error {
            StoreError::DiskFull => {
                let task = MaintenanceTask::MakeRoom {
                    purpose: Purpose::Waiting,
                    made: self.reserve.made(),
                };
                drop(self.requests.send(Request { task, answer: None }));
            }
            StoreError::Damaged(_) => self.report_damage(),
            _ => {}
        }
    }

    /// The store is open: what there is time for may be done.
    pub(crate) fn begin(&self) {
        let task = MaintenanceTask::Routine;
        drop(self.requests.send(Request { task, answer: None }));
    }

    /// Waits for what is under way; nothing is begun any more.
    pub(crate) async fn finish(&self) {
        self.finished.store(true, Ordering::Release);
        self.integrity_check.end().await;
        drop(self.at_work.lock().await);
    }

    async fn call(&self, task: MaintenanceTask) -> bool {
        let (answer, answered) = oneshot::channel();
        let answer = Some(answer);
        self.requests.send(Request { task, answer }).is_ok() && answered.await.unwrap_or(false)
    }
}

impl Store {
    /// Writes: waits for the right to write, and tries once more after a damaged file was repaired or room was
    /// made.
    ///
    /// # Errors
    /// [`StoreError::Closed`]; those of the operation.
    pub(crate) async fn write<'s, T, F>(
        &'s self,
        purpose: Purpose,
        mut operation: impl FnMut(WriteGuard<'s>) -> F,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        if purpose == Purpose::New && !self.inner.maintenance.reserve.allows_new() {
            return Err(StoreError::DiskFull);
        }
        let made = self.inner.maintenance.reserve.made();
        let lock = &self.inner.writer;
        let first = operation(lock.begin_write().await?).await;
        let last = if self.was_remedied(purpose, made, &first).await {
            operation(lock.begin_write().await?).await
        } else {
            first
        };
        if last.is_ok() {
            lock.count_success();
        }
        self.report_errors(last)
    }

    /// Reads, and once more after a damaged file was repaired.
    ///
    /// # Errors
    /// Those of the operation.
    pub(crate) async fn read<T, F>(&self, mut operation: impl FnMut() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let made = self.inner.maintenance.reserve.made();
        let first = operation().await;
        let last = if self.was_remedied(Purpose::Waiting, made, &first).await {
            operation().await
        } else {
            first
        };
        self.report_errors(last)
    }

    /// Whether the cause of a failure was removed, so that the operation may be tried once more: a damaged
    /// file was repaired, or room was made. `made` is how often room had been made before the operation: what
    /// was made meanwhile counts. Not to be asked by whoever holds the writer.
    async fn was_remedied<T>(
        &self,
        purpose: Purpose,
        made: u64,
        result: &Result<T, StoreError>,
    ) -> bool {
        let maintenance = &self.inner.maintenance;
        match result {
            Err(StoreError::Damaged(reason)) => {
                tracing::error!(%reason, "a database file is damaged");
                files::mark_damaged(&self.inner.paths.cache);
                files::mark_damaged(&self.inner.paths.user);
                let repairs = maintenance.repairs();
                maintenance.call(MaintenanceTask::Repair { repairs }).await
            }
            Err(StoreError::DiskFull) => {
                maintenance
                    .call(MaintenanceTask::MakeRoom { purpose, made })
                    .await
            }
            _ => false,
        }
    }

    /// Does at once what is otherwise done when there is time: allocates the reserve again, opens for
    /// writing what could only be opened for reading, looks at the cache's indexes.
    /// Never fails.
    pub async fn run_maintenance(&self) {
        let integrity_check = self.inner.maintenance.integrity_check.clone();
        integrity_check.take(Arc::downgrade(&self.inner)).await;
        self.inner.maintenance.call(MaintenanceTask::Routine).await;
    }
}

/// Serves a store until it is gone.
pub(crate) fn serve(inner: &Arc<Inner>, requests: mpsc::UnboundedReceiver<Request>) {
    tokio::spawn(run_tasks(Arc::downgrade(inner), requests));
    let (integrity_check, looked_at) = (
        inner.maintenance.integrity_check.clone(),
        Arc::downgrade(inner),
    );
    tokio::spawn(async move { integrity_check.take(looked_at).await });
}

async fn run_tasks(inner: Weak<Inner>, mut requests: mpsc::UnboundedReceiver<Request>) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut has_pending_work = false;
    loop {
        let call = tokio::select! {
            call = requests.recv() => match call {
                Some(call) => call,
                None => return,
            },
            _ = ticks.tick(), if has_pending_work => Request { task: MaintenanceTask::Routine, answer: None },
        };
        let Some(inner) = inner.upgrade() else { return };
        let _at_work = inner.maintenance.at_work.lock().await;
        if inner.maintenance.finished.load(Ordering::Acquire) {
            return;
        }
        let done = match call.task {
            MaintenanceTask::Repair { repairs } => inner.repair(repairs).await,
            MaintenanceTask::MakeRoom { made, .. } if inner.maintenance.reserve.made() > made => {
                true
            }
            MaintenanceTask::MakeRoom { purpose, .. } => inner.make_room(purpose).await,
            MaintenanceTask::ReportFullCache => inner.notify_full_cache(),
            MaintenanceTask::Routine => inner.run_routine().await,
        };
        has_pending_work = inner.maintenance.needs_attention();
        if let Some(answer) = call.answer {
            // Whoever asked may have gone.
            let _gone = answer.send(done);
        }
    }
}
