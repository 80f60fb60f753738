//! Looks after the two files while they are in use: has damage mended, gives the ballast up when the
//! disk is full, and sees to what is owed as soon as there is room. One task, one thing at a time;
//! it ends with the store.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval};

use crate::db::connection::Footing;
use crate::db::files;
use crate::health::disk_reserve::{Ballast, Purpose};
use crate::health::integrity_check::CloseLook;
use crate::health::open::DiskLimit;
use crate::model::notice::Notice;
use crate::store::Inner;
use crate::{Store, StoreError};

/// How often is looked whether there is room again, while something waits for it.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// What the attendant knows, and the way to it.
#[derive(Debug)]
pub(crate) struct Attendant {
    calls: mpsc::UnboundedSender<Call>,
    /// How often something was mended: a complaint from before needs no second look.
    mended: AtomicU64,
    /// When the cache was last begun anew on a mere doubt (UTC, ms); 0: never.
    pub(crate) doubted: AtomicI64,
    footings: Mutex<Footings>,
    /// The user was told that the disk is full, and not yet that it no longer is.
    told_of_disk: AtomicBool,
    /// The same of there being nothing left in reserve.
    told_of_end: AtomicBool,
    backup_due: AtomicBool,
    pub(crate) close_look: Arc<CloseLook>,
    finished: AtomicBool,
    /// Held while it is at work.
    at_work: tokio::sync::Mutex<()>,
    pub(crate) ballast: Arc<Ballast>,
    pub(crate) limit: DiskLimit,
}

/// What could not be written for want of room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owed {
    /// Nothing.
    #[default]
    Nothing,
    /// The outbox has not followed the cache.
    Agreement,
    /// Nor is noted what was on its way when the last run ended.
    Recovery,
}

/// What the two databases stand on, and what is owed to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Footings {
    pub(crate) cache: Footing,
    pub(crate) outbox: Footing,
    pub(crate) owed: Owed,
}

impl Footings {
    pub(crate) fn any_read_only(self) -> bool {
        self.cache == Footing::ReadOnly || self.outbox == Footing::ReadOnly
    }

    /// Whether something waits for room.
    pub(crate) fn owing(self) -> bool {
        self.cache != Footing::File || self.outbox != Footing::File || self.owed > Owed::Nothing
    }
}

/// What is wanted of the attendant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// A file is damaged; so many mendings had been done when it was found.
    Mend { mended: u64 },
    /// The outbox has no room.
    MakeRoom {
        purpose: Purpose,
        /// How often room had been made when there was none.
        made: u64,
    },
    /// The cache has no room.
    TellOfFullCache,
    /// What is to be done when there is time.
    LookAfter,
}

/// A wish, and who waits for it.
#[derive(Debug)]
pub(crate) struct Call {
    wish: Wish,
    answer: Option<oneshot::Sender<bool>>,
}

impl Attendant {
    pub(crate) fn new(
        ballast: Arc<Ballast>,
        limit: DiskLimit,
        footings: Footings,
    ) -> (Self, mpsc::UnboundedReceiver<Call>) {
        let (calls, called) = mpsc::unbounded_channel();
        let attendant = Self {
            calls,
            mended: AtomicU64::new(0),
            doubted: AtomicI64::new(0),
            told_of_disk: AtomicBool::new(false),
            told_of_end: AtomicBool::new(false),
            footings: Mutex::new(footings),
            backup_due: AtomicBool::new(false),
            close_look: Arc::new(CloseLook::new()),
            finished: AtomicBool::new(false),
            at_work: tokio::sync::Mutex::new(()),
            ballast,
            limit,
        };
        (attendant, called)
    }

    pub(crate) fn footings(&self) -> Footings {
        *self.footings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn change_footings(&self, change: impl FnOnce(&mut Footings)) {
        change(&mut self.footings.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// What the user was told at the opening.
    pub(crate) fn note_told(&self, notices: &[Notice]) {
        let end = notices.contains(&Notice::ReadingOnly);
        self.told_of_end.store(end, Ordering::Release);
        if end || notices.contains(&Notice::RoomMade) {
            self.note_full();
        }
    }

    /// The disk was found full, and the user has heard of it.
    pub(crate) fn note_full(&self) {
        self.told_of_disk.store(true, Ordering::Release);
    }

    /// What the server says cannot be kept.
    pub(crate) fn hear_of_full_cache(&self) {
        let wish = Wish::TellOfFullCache;
        drop(self.calls.send(Call { wish, answer: None }));
    }

    /// Whether there is something to look after again and again.
    fn owes(&self) -> bool {
        self.footings().owing()
            || !self.ballast.is_whole()
            || self.told_of_disk.load(Ordering::Acquire)
            || self.backup_due.load(Ordering::Acquire)
    }

    /// Whether the user is to be told that the disk is full; asked once, until there is room again.
    pub(crate) fn takes_full(&self) -> bool {
        !self.told_of_disk.swap(true, Ordering::AcqRel)
    }

    /// The backup was not made for want of room.
    pub(crate) fn owe_backup(&self) {
        self.backup_due.store(true, Ordering::Release);
    }

    /// Whether the user is to be told that nothing can be written any more; asked once.
    pub(crate) fn takes_end_of_room(&self) -> bool {
        !self.told_of_end.swap(true, Ordering::AcqRel)
    }

    /// Whether the user is to be told that there is room again; asked once.
    pub(crate) fn takes_room_again(&self) -> bool {
        let whole = self.ballast.is_whole() && self.ballast.has_room();
        if self.footings().owing() || !whole {
            return false;
        }
        self.told_of_end.store(false, Ordering::Release);
        self.told_of_disk.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn note_mended(&self) {
        self.mended.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn mended(&self) -> u64 {
        self.mended.load(Ordering::Acquire)
    }

    /// Somebody met damage and does not wait for it to be mended.
    pub(crate) fn hear_of_damage(&self) {
        let wish = Wish::Mend {
            mended: self.mended(),
        };
        // Without an attendant the mark on the file serves the next opening.
        drop(self.calls.send(Call { wish, answer: None }));
    }

    /// A change of the cache could not be followed up in the outbox: that is owed. With room made, it is
    /// done at once.
    pub(crate) fn hear_of(&self, error: &StoreError) {
        self.change_footings(|footings| footings.owed = footings.owed.max(Owed::Agreement));
        match error {
            StoreError::DiskFull => {
                let wish = Wish::MakeRoom {
                    purpose: Purpose::Waiting,
                    made: self.ballast.made(),
                };
                drop(self.calls.send(Call { wish, answer: None }));
            }
            StoreError::Damaged(_) => self.hear_of_damage(),
            _ => {}
        }
    }

    /// The store is open: what there is time for may be done. Of an outbox that had to be salvaged no
    /// backup is made until it has been opened whole.
    pub(crate) fn begin(&self, backup: bool) {
        self.backup_due.store(backup, Ordering::Release);
        let wish = Wish::LookAfter;
        drop(self.calls.send(Call { wish, answer: None }));
    }

    /// Whether a backup is to be made; asked once.
    pub(crate) fn takes_backup(&self) -> bool {
        self.backup_due.swap(false, Ordering::AcqRel)
    }

    /// Waits for what is under way; nothing is begun any more.
    pub(crate) async fn finish(&self) {
        self.finished.store(true, Ordering::Release);
        self.close_look.end().await;
        drop(self.at_work.lock().await);
    }

    async fn call(&self, wish: Wish) -> bool {
        let (answer, answered) = oneshot::channel();
        let answer = Some(answer);
        self.calls.send(Call { wish, answer }).is_ok() && answered.await.unwrap_or(false)
    }
}

impl Store {
    /// Whether what made a step fail has been put right, so that it may be tried once more: a damaged
    /// file was mended, or room was made. `made` is how often room had been made before the step: what
    /// was made beside it counts. Not to be asked by whoever holds the writer.
    pub(crate) async fn remedied<T>(
        &self,
        purpose: Purpose,
        made: u64,
        result: &Result<T, StoreError>,
    ) -> bool {
        let attendant = &self.inner.attendant;
        match result {
            Err(StoreError::Damaged(reason)) => {
                tracing::error!(%reason, "a database file is damaged");
                files::mark_damaged(&self.inner.paths.cache);
                files::mark_damaged(&self.inner.paths.outbox);
                let mended = attendant.mended();
                attendant.call(Wish::Mend { mended }).await
            }
            Err(StoreError::DiskFull) => attendant.call(Wish::MakeRoom { purpose, made }).await,
            _ => false,
        }
    }

    /// Does at once what is otherwise done when there is time: lays the ballast in again, opens for
    /// writing what could only be opened for reading, writes the outbox's backup, looks at the cache's indexes.
    /// Never fails.
    pub async fn look_after_files(&self) {
        let close_look = self.inner.attendant.close_look.clone();
        close_look.take(Arc::downgrade(&self.inner)).await;
        self.inner.attendant.call(Wish::LookAfter).await;
    }
}

/// Runs a step, and once more if what made it fail has been put right. `new`: it writes something new
/// that the user wrote.
macro_rules! persist {
    ($store:expr, $step:expr) => {
        $crate::health::maintenance::persist!(
            $store,
            $crate::health::disk_reserve::Purpose::Waiting,
            $step
        )
    };
    ($store:expr, new $step:expr) => {
        if $store.inner.attendant.ballast.allows_new() {
            $crate::health::maintenance::persist!(
                $store,
                $crate::health::disk_reserve::Purpose::New,
                $step
            )
        } else {
            Err($crate::StoreError::DiskFull)
        }
    };
    ($store:expr, $purpose:expr, $step:expr) => {{
        let made = $store.inner.attendant.ballast.made();
        let first = $step.await;
        if $store.remedied($purpose, made, &first).await {
            $store.checked($step.await)
        } else {
            $store.checked(first)
        }
    }};
}
pub(crate) use persist;

/// Serves a store until it is gone.
pub(crate) fn serve(inner: &Arc<Inner>, called: mpsc::UnboundedReceiver<Call>) {
    tokio::spawn(attend(Arc::downgrade(inner), called));
    let (close_look, looked_at) = (inner.attendant.close_look.clone(), Arc::downgrade(inner));
    tokio::spawn(async move { close_look.take(looked_at).await });
}

async fn attend(inner: Weak<Inner>, mut called: mpsc::UnboundedReceiver<Call>) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut owing = false;
    loop {
        let call = tokio::select! {
            call = called.recv() => match call {
                Some(call) => call,
                None => return,
            },
            _ = ticks.tick(), if owing => Call { wish: Wish::LookAfter, answer: None },
        };
        let Some(inner) = inner.upgrade() else { return };
        let _at_work = inner.attendant.at_work.lock().await;
        if inner.attendant.finished.load(Ordering::Acquire) {
            return;
        }
        let done = match call.wish {
            Wish::Mend { mended } => inner.mend(mended).await,
            Wish::MakeRoom { made, .. } if inner.attendant.ballast.made() > made => true,
            Wish::MakeRoom { purpose, .. } => inner.make_room(purpose).await,
            Wish::TellOfFullCache => inner.tell_of_full_cache(),
            Wish::LookAfter => inner.look_after().await,
        };
        owing = inner.attendant.owes();
        if let Some(answer) = call.answer {
            // Whoever asked may have gone.
            let _gone = answer.send(done);
        }
    }
}
