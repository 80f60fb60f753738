//! The lock of the window: a PIN that is asked for at the start, after a time without a key or a movement, and
//! whenever the user wants. It keeps the chats from being seen on the screen; the engine goes on behind it.
//!
//! Wrong PINs are counted on the disk before they are checked, so that neither ending the program nor asking many times
//! at once gives more of them. The pauses run by the steady clock, and begin anew with the program: setting the
//! computer's clock shortens none.

pub mod answers;
pub mod gate;
pub mod idle;
mod lock_file;
pub mod pauses;
pub mod pin;

use std::{path::PathBuf, time::Duration};

use parking_lot::Mutex;
use tokio::sync::{Mutex as AsyncMutex, Notify};

use self::{
    answers::{LockError, LockStatus, PinAnswer},
    idle::{Moment, MomentClock},
    lock_file::{LockFile, PinRecord},
    pin::Pin,
};

/// The lock of the window.
pub struct AppLock {
    path: PathBuf,
    clock: MomentClock,
    state: Mutex<LockState>,
    /// One PIN is checked at a time.
    checking: AsyncMutex<()>,
    changed: Notify,
}

struct LockState {
    file: LockFile,
    door: Door,
    last_activity: Moment,
    /// Until when no PIN is checked, by the steady clock.
    paused_until: Duration,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    Open,
    Locked,
}

impl AppLock {
    /// Reads the lock's file: where a PIN is set, or was, the window begins locked.
    #[must_use]
    pub fn open(path: PathBuf, clock: MomentClock) -> Self {
        let file = LockFile::read(&path);
        let now = clock();
        let pause = match &file {
            LockFile::Pin(record) => pauses::pause_after(record.failed),
            LockFile::Absent | LockFile::Damaged => Duration::ZERO,
        };
        let door = match file {
            LockFile::Absent => Door::Open,
            LockFile::Pin(_) | LockFile::Damaged => Door::Locked,
        };
        Self {
            path,
            clock,
            state: Mutex::new(LockState {
                file,
                door,
                last_activity: now,
                paused_until: now.steady + pause,
            }),
            checking: AsyncMutex::default(),
            changed: Notify::new(),
        }
    }

    /// What the window may know.
    #[must_use]
    pub fn status(&self) -> LockStatus {
        let now = (self.clock)();
        let state = self.state.lock();
        match (&state.file, state.door) {
            (LockFile::Absent, _) => LockStatus::Off,
            (LockFile::Damaged, _) => LockStatus::Damaged,
            (LockFile::Pin(_), Door::Open) => LockStatus::Unlocked,
            (LockFile::Pin(_), Door::Locked) => LockStatus::Locked {
                wait_ms: millis(state.pause_left(now)),
            },
        }
    }

    /// Whether nothing of a chat may be shown.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.state.lock().door == Door::Locked
    }

    /// Whether this command of the window is refused now.
    #[must_use]
    pub fn refuses_command(&self, command: &str) -> bool {
        !gate::ALLOWED_COMMANDS.contains(&command) && self.is_locked()
    }

    /// Locks, where a PIN is set; tells whether it was open before.
    pub fn lock(&self) -> bool {
        let mut state = self.state.lock();
        let is_lockable = state.is_lockable();
        if is_lockable {
            state.door = Door::Locked;
        }
        is_lockable
    }

    /// Whether there is something to lock: a PIN, and an open window.
    #[must_use]
    pub fn is_lockable(&self) -> bool {
        self.state.lock().is_lockable()
    }

    /// Opens the window with the right PIN.
    pub async fn unlock(&self, pin: Pin) -> PinAnswer {
        let _checking = self.checking.lock().await;
        let answer = self.check(pin).await;
        if answer == PinAnswer::Accepted {
            let now = (self.clock)();
            let mut state = self.state.lock();
            state.door = Door::Open;
            state.last_activity = now;
            drop(state);
            self.changed.notify_one();
        }
        answer
    }

    /// Sets a PIN, or another one with the `current` one.
    ///
    /// # Errors
    /// The disk's; [`LockError::Unexpected`] where a PIN is set and `current` is none.
    pub async fn set_pin(&self, new: Pin, current: Option<Pin>) -> Result<PinAnswer, LockError> {
        let _checking = self.checking.lock().await;
        if !self.is_without_pin() {
            let answer = self.check(current.ok_or(LockError::Unexpected)?).await;
            if answer != PinAnswer::Accepted {
                return Ok(answer);
            }
        }
        let hash = tokio::task::spawn_blocking(move || new.hash())
            .await
            .map_err(|_| LockError::BrokeOff)??;
        let record = PinRecord::new(hash);
        record.save(&self.path)?;
        let now = (self.clock)();
        let mut state = self.state.lock();
        state.file = LockFile::Pin(record);
        state.last_activity = now;
        drop(state);
        self.changed.notify_one();
        Ok(PinAnswer::Accepted)
    }

    /// Removes the PIN with the right one.
    ///
    /// # Errors
    /// The disk's: the PIN is set then.
    pub async fn remove_pin(&self, current: Pin) -> Result<PinAnswer, LockError> {
        let _checking = self.checking.lock().await;
        let answer = self.check(current).await;
        if answer == PinAnswer::Accepted {
            self.remove_file()?;
        }
        Ok(answer)
    }

    /// Removes the lock without the PIN. For after everybody was signed out: nothing is left that it would keep.
    ///
    /// # Errors
    /// The disk's: the lock stays as it is then.
    pub async fn remove(&self) -> Result<(), LockError> {
        let _checking = self.checking.lock().await;
        self.remove_file()
    }

    /// Somebody touched the window. Tells whether that came too late: then it is to be locked instead.
    #[must_use]
    pub fn report_activity(&self, lock_after: Option<Duration>) -> bool {
        if self.is_idle_for(lock_after) {
            return true;
        }
        self.state.lock().last_activity = (self.clock)();
        false
    }

    /// Whether nobody has touched an open window with a PIN for this long.
    #[must_use]
    pub fn is_idle_for(&self, lock_after: Option<Duration>) -> bool {
        let now = (self.clock)();
        let state = self.state.lock();
        let idle = now.since(state.last_activity);
        state.is_lockable() && lock_after.is_some_and(|after| idle >= after)
    }

    /// Waits until a PIN was set or the window was opened.
    pub(crate) async fn wait_for_change(&self) {
        self.changed.notified().await;
    }

    fn is_without_pin(&self) -> bool {
        self.state.lock().file == LockFile::Absent
    }

    fn remove_file(&self) -> Result<(), LockError> {
        LockFile::remove(&self.path)?;
        let mut state = self.state.lock();
        state.file = LockFile::Absent;
        state.door = Door::Open;
        Ok(())
    }

    /// Checks a PIN against the one that is set; counts it as wrong before that. Call it with `checking` held.
    async fn check(&self, pin: Pin) -> PinAnswer {
        let counted = {
            let now = (self.clock)();
            let mut state = self.state.lock();
            let left = state.pause_left(now);
            if !left.is_zero() {
                return PinAnswer::Paused {
                    wait_ms: millis(left),
                };
            }
            let counted = state.count_attempt();
            // From here on, so that a check that breaks off costs the same.
            if let Some(record) = &counted {
                state.paused_until = now.steady + pauses::pause_after(record.failed);
            }
            counted
        };
        let Some(record) = counted else {
            return PinAnswer::Wrong {
                left: 0,
                wait_ms: 0,
            };
        };
        self.keep(&record);
        let hash = record.hash.clone();
        let fits = tokio::task::spawn_blocking(move || pin.fits(&hash))
            .await
            .unwrap_or(false);
        if fits {
            let record = record.without_failures();
            self.keep(&record);
            let mut state = self.state.lock();
            state.file = LockFile::Pin(record);
            state.paused_until = Duration::ZERO;
            return PinAnswer::Accepted;
        }
        let pause = pauses::pause_after(record.failed);
        self.state.lock().paused_until = (self.clock)().steady + pause;
        PinAnswer::Wrong {
            left: pauses::attempts_left(record.failed),
            wait_ms: millis(pause),
        }
    }

    /// Writes the count. A disk that refuses keeps the owner from nothing: the count goes on in memory.
    fn keep(&self, record: &PinRecord) {
        if let Err(error) = record.save(&self.path) {
            tracing::warn!(%error, "the wrong PINs are not counted on the disk");
        }
    }
}

impl LockState {
    fn is_lockable(&self) -> bool {
        self.door == Door::Open && matches!(self.file, LockFile::Pin(_))
    }

    fn pause_left(&self, now: Moment) -> Duration {
        self.paused_until.saturating_sub(now.steady)
    }

    fn count_attempt(&mut self) -> Option<PinRecord> {
        let LockFile::Pin(record) = &mut self.file else {
            return None;
        };
        record.failed = record.failed.saturating_add(1);
        Some(record.clone())
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
