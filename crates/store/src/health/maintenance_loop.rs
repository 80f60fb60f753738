//! The maintenance task: repairs damage, releases the reserve when the disk is full, and does the pending work as
//! soon as there is room. One task, one thing at a time; it ends with the store.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::Backoff;
use crate::db::connection::StorageMode;
use crate::health::integrity_check::IntegrityCheck;
use crate::health::maintenance::{MaintenanceTask, Request};
use crate::limits::{FIRST_RESTART, LONGEST_RESTART};
use crate::store::Inner;
use crate::supervision::supervise;

/// How often the task looks for room while something waits for it.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// When the cache is checked after it was opened. The check reads the whole file: begun at once, it would take a
/// core and the disk from the start that everybody waits for.
const CHECK_AFTER: Duration = Duration::from_secs(30);

#[cfg(feature = "failpoints")]
impl crate::Store {
    /// Does the routine work at once: checks the cache's indexes, opens read-only files for writing, allocates
    /// the reserve again. Errors are logged.
    pub async fn run_maintenance(&self) {
        let integrity_check = self.inner.maintenance.integrity_check.clone();
        check_cache(&integrity_check, &Arc::downgrade(&self.inner)).await;
        self.inner.maintenance.call(MaintenanceTask::Routine).await;
    }
}

/// Serves a store until it is gone.
pub(crate) fn serve(inner: &Arc<Inner>, requests: mpsc::UnboundedReceiver<Request>) {
    let state = (Arc::downgrade(inner), requests);
    tokio::spawn(supervise(
        "maintenance",
        Backoff::new(FIRST_RESTART, LONGEST_RESTART),
        state,
        |(inner, requests)| run_tasks(inner.clone(), requests).boxed(),
        |_, _| {},
    ));
    let integrity_check = inner.maintenance.integrity_check.clone();
    let inner = Arc::downgrade(inner);
    tokio::spawn(supervise(
        "integrity check",
        Backoff::new(FIRST_RESTART, LONGEST_RESTART),
        (integrity_check, inner),
        |(integrity_check, inner)| {
            async {
                sleep(CHECK_AFTER).await;
                check_cache(integrity_check, inner).await;
            }
            .boxed()
        },
        |_, _| {},
    ));
}

async fn run_tasks(inner: Weak<Inner>, requests: &mut mpsc::UnboundedReceiver<Request>) {
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
        fail::fail_point!("panic/maintenance");
        let done = match call.task {
            MaintenanceTask::Repair { repairs } => inner.repair(repairs).await,
            MaintenanceTask::MakeRoom { made, .. } if inner.maintenance.reserve.made() > made => {
                true
            }
            MaintenanceTask::MakeRoom { purpose, .. } => inner.make_room(purpose).await,
            MaintenanceTask::ReportFullCache => inner.notify_full_cache(),
            MaintenanceTask::ClearCache => inner.clear_cache().await,
            MaintenanceTask::Routine => inner.run_routine().await,
        };
        has_pending_work = inner.maintenance.needs_attention();
        if let Some(answer) = call.answer {
            // Whoever asked may have gone.
            let _gone = answer.send(done);
        }
    }
}

/// Checks the cache unless it was checked, and has damage repaired.
async fn check_cache(check: &IntegrityCheck, inner: &Weak<Inner>) {
    let cache_file = || {
        let inner = inner.upgrade()?;
        let is_file = inner.maintenance.storage().cache == StorageMode::File;
        is_file.then(|| inner.paths.cache.clone())
    };
    let report = || {
        if let Some(inner) = inner.upgrade() {
            inner.maintenance.report_damage();
        }
    };
    check.run_once(cache_file, report).await;
}
