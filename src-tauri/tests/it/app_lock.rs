//! The lock of the window: PINs, wrong ones, idling, and its file.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use shell::app_lock::{
    AppLock,
    answers::{LockStatus, PinAnswer},
    idle::{Moment, MomentClock},
    pauses::{attempts_left, pause_after},
    pin::Pin,
};
use shell::limits::{FREE_PIN_ATTEMPTS, PIN_PAUSE_FIRST, PIN_PAUSE_LONGEST};

const MINUTE: Duration = Duration::from_secs(60);

/// A data folder, and clocks that the test sets.
struct Bench {
    folder: tempfile::TempDir,
    moment: Arc<Mutex<Moment>>,
}

impl Bench {
    fn new() -> Self {
        let moment = Moment {
            steady: Duration::from_secs(1_000),
            wall: 1_700_000_000_000,
        };
        Self {
            folder: tempfile::tempdir().unwrap(),
            moment: Arc::new(Mutex::new(moment)),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("app-lock.json")
    }

    /// The program starts.
    fn start(&self) -> AppLock {
        let moment = Arc::clone(&self.moment);
        let clock: MomentClock = Arc::new(move || *moment.lock().unwrap());
        AppLock::open(self.path(), clock)
    }

    fn pass(&self, steady: Duration, wall_ms: i64) {
        let mut moment = self.moment.lock().unwrap();
        moment.steady += steady;
        moment.wall += wall_ms;
    }

    /// A lock with the PIN 1234 and no free attempt left.
    async fn out_of_attempts(&self) -> AppLock {
        let lock = self.start();
        lock.set_pin(pin("1234"), None).await.unwrap();
        lock.lock();
        for _ in 0..FREE_PIN_ATTEMPTS {
            assert!(matches!(
                lock.unlock(pin("0000")).await,
                PinAnswer::Wrong { .. }
            ));
        }
        lock
    }
}

fn pin(digits: &str) -> Pin {
    Pin::parse(digits).unwrap()
}

fn wait_ms(answer: PinAnswer) -> Option<u64> {
    match answer {
        PinAnswer::Paused { wait_ms } => Some(wait_ms),
        PinAnswer::Accepted | PinAnswer::Wrong { .. } => None,
    }
}

#[test]
fn a_pin_is_the_same_in_every_kind_of_digits() {
    for typed in ["1234", "١٢٣٤", "۱۲۳۴", " 12٣۴ "] {
        assert_eq!(Pin::parse(typed), Ok(pin("1234")), "{typed:?}");
    }
    for typed in ["", "123", "1234567890123", "12a4", "-1234", "½¾¼⅓"] {
        assert!(Pin::parse(typed).is_err(), "{typed:?} is no PIN");
    }
    assert_eq!(
        format!("{:?}", pin("1234")),
        "Pin(…)",
        "a PIN is not logged"
    );
}

#[tokio::test]
async fn a_pin_locks_the_next_start_and_opens_it() {
    let bench = Bench::new();
    let lock = bench.start();
    assert_eq!(lock.status(), LockStatus::Off);
    assert!(!lock.lock(), "without a PIN nothing can be locked");
    lock.set_pin(pin("1234"), None).await.unwrap();
    assert_eq!(lock.status(), LockStatus::Unlocked);
    let again = bench.start();
    assert_eq!(again.status(), LockStatus::Locked { wait_ms: 0 });
    assert_eq!(
        again.unlock(pin("4321")).await,
        PinAnswer::Wrong {
            left: FREE_PIN_ATTEMPTS - 1,
            wait_ms: 0
        }
    );
    assert!(again.is_locked());
    assert_eq!(again.unlock(pin("١٢٣٤")).await, PinAnswer::Accepted);
    assert_eq!(again.status(), LockStatus::Unlocked);
}

#[tokio::test]
async fn the_pin_is_kept_as_a_salted_hash_for_this_user_alone() {
    let bench = Bench::new();
    let lock = bench.start();
    let mut kept = Vec::new();
    for current in [None, Some(pin("1234"))] {
        lock.set_pin(pin("1234"), current).await.unwrap();
        kept.push(std::fs::read_to_string(bench.path()).unwrap());
    }
    assert!(kept[0].contains("$argon2id$"), "{}", kept[0]);
    assert!(!kept[0].contains("1234\""), "{}", kept[0]);
    assert_ne!(kept[0], kept[1], "each time with a salt of its own");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(bench.path())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "nobody else reads the hash");
    }
}

#[tokio::test]
async fn changing_and_removing_a_pin_needs_it() {
    let bench = Bench::new();
    let lock = bench.start();
    lock.set_pin(pin("1234"), None).await.unwrap();
    assert!(lock.set_pin(pin("5678"), None).await.is_err());
    let wrong = lock.set_pin(pin("5678"), Some(pin("9999"))).await.unwrap();
    assert!(matches!(wrong, PinAnswer::Wrong { .. }), "{wrong:?}");
    let wrong = lock.remove_pin(pin("5678")).await.unwrap();
    assert!(matches!(wrong, PinAnswer::Wrong { .. }), "{wrong:?}");
    let changed = lock.set_pin(pin("5678"), Some(pin("1234"))).await.unwrap();
    assert_eq!(changed, PinAnswer::Accepted);
    assert_eq!(
        lock.remove_pin(pin("5678")).await.unwrap(),
        PinAnswer::Accepted
    );
    assert_eq!(lock.status(), LockStatus::Off);
    assert_eq!(bench.start().status(), LockStatus::Off);
}

#[test]
fn pauses_grow_from_half_a_minute_to_an_hour() {
    assert_eq!(pause_after(0), Duration::ZERO);
    assert_eq!(pause_after(FREE_PIN_ATTEMPTS - 1), Duration::ZERO);
    assert_eq!(pause_after(FREE_PIN_ATTEMPTS), PIN_PAUSE_FIRST);
    assert_eq!(pause_after(FREE_PIN_ATTEMPTS + 1), 2 * PIN_PAUSE_FIRST);
    assert_eq!(pause_after(FREE_PIN_ATTEMPTS + 7), PIN_PAUSE_LONGEST);
    assert_eq!(pause_after(u32::MAX), PIN_PAUSE_LONGEST);
    assert_eq!(attempts_left(u32::MAX), 0);
}

#[tokio::test]
async fn in_a_pause_not_even_the_right_pin_is_looked_at() {
    let bench = Bench::new();
    let lock = bench.out_of_attempts().await;
    assert_eq!(
        wait_ms(lock.unlock(pin("1234")).await),
        Some(30_000),
        "the pause has begun"
    );
    bench.pass(PIN_PAUSE_FIRST, 0);
    let next = lock.unlock(pin("0000")).await;
    assert_eq!(
        next,
        PinAnswer::Wrong {
            left: 0,
            wait_ms: 60_000
        }
    );
    bench.pass(2 * PIN_PAUSE_FIRST, 0);
    assert_eq!(lock.unlock(pin("1234")).await, PinAnswer::Accepted);
    lock.lock();
    let wrong = lock.unlock(pin("0000")).await;
    assert!(
        matches!(wrong, PinAnswer::Wrong { left, .. } if left == FREE_PIN_ATTEMPTS - 1),
        "the right PIN begins the count anew: {wrong:?}"
    );
}

#[tokio::test]
async fn neither_a_clock_nor_a_restart_shortens_a_pause() {
    let bench = Bench::new();
    let lock = bench.out_of_attempts().await;
    for hours in [-48, 96] {
        bench.pass(Duration::ZERO, hours * 3_600_000);
        assert_eq!(wait_ms(lock.unlock(pin("1234")).await), Some(30_000));
    }
    bench.pass(Duration::from_secs(20), 20_000);
    assert_eq!(wait_ms(lock.unlock(pin("1234")).await), Some(10_000));
    let again = bench.start();
    assert_eq!(again.status(), LockStatus::Locked { wait_ms: 30_000 });
    assert_eq!(wait_ms(again.unlock(pin("1234")).await), Some(30_000));
}

#[tokio::test]
async fn a_pin_counts_as_wrong_before_it_is_checked() {
    let bench = Bench::new();
    let lock = bench.start();
    lock.set_pin(pin("1234"), None).await.unwrap();
    lock.lock();
    // The program ends in the middle of the check: what is on the disk is all that the next start knows.
    for _ in 0..FREE_PIN_ATTEMPTS {
        let mut check = std::pin::pin!(lock.unlock(pin("0000")));
        let first = futures_util::poll!(check.as_mut());
        assert!(first.is_pending(), "the check runs on a thread of its own");
    }
    assert_eq!(
        bench.start().status(),
        LockStatus::Locked { wait_ms: 30_000 }
    );
}

#[tokio::test]
async fn many_pins_at_once_are_no_more_than_one_by_one() {
    let bench = Bench::new();
    let lock = Arc::new(bench.start());
    lock.set_pin(pin("1234"), None).await.unwrap();
    lock.lock();
    let tries: Vec<_> = (0..20)
        .map(|number| {
            let lock = Arc::clone(&lock);
            tokio::spawn(async move { lock.unlock(pin(&format!("00{number:02}"))).await })
        })
        .collect();
    let mut wrong = 0;
    for one in tries {
        wrong += u32::from(matches!(one.await.unwrap(), PinAnswer::Wrong { .. }));
    }
    assert_eq!(wrong, FREE_PIN_ATTEMPTS, "the others were not looked at");
}

#[tokio::test]
async fn a_damaged_lock_file_stays_locked_and_takes_no_pin() {
    let bench = Bench::new();
    bench.start().set_pin(pin("1234"), None).await.unwrap();
    let sound = std::fs::read_to_string(bench.path()).unwrap();
    let costly = sound.replace("m=32768", "m=4194304");
    let foreign = sound.replace("argon2id", "argon2i");
    let later = sound.replace("\"version\": 1", "\"version\": 2");
    let half = sound[..sound.len() / 2].to_owned();
    for broken in ["", "{}", "null", &costly, &foreign, &later, &half] {
        assert_ne!(broken, sound);
        std::fs::write(bench.path(), broken).unwrap();
        let lock = bench.start();
        assert_eq!(lock.status(), LockStatus::Damaged, "{broken:?}");
        assert!(lock.is_locked(), "{broken:?}");
        assert_ne!(lock.unlock(pin("1234")).await, PinAnswer::Accepted);
        assert!(lock.is_locked(), "{broken:?}");
        assert!(
            lock.set_pin(pin("5678"), None).await.is_err()
                && lock.set_pin(pin("5678"), Some(pin("1234"))).await.unwrap()
                    != PinAnswer::Accepted,
            "no PIN is set over {broken:?}"
        );
    }
    std::fs::remove_file(bench.path()).unwrap();
    std::fs::create_dir(bench.path()).unwrap();
    let lock = bench.start();
    assert_eq!(lock.status(), LockStatus::Damaged, "a folder in its place");
    lock.remove().await.unwrap();
    assert_eq!(lock.status(), LockStatus::Off, "signing out helps");
    assert_eq!(bench.start().status(), LockStatus::Off);
}

#[tokio::test]
async fn an_untouched_window_locks_by_either_clock() {
    let bench = Bench::new();
    let after = Some(5 * MINUTE);
    let lock = bench.start();
    assert!(!lock.is_idle_for(Some(Duration::ZERO)), "there is no PIN");
    lock.set_pin(pin("1234"), None).await.unwrap();
    bench.pass(5 * MINUTE - Duration::from_secs(1), 0);
    assert!(!lock.is_idle_for(after));
    assert!(!lock.report_activity(after), "somebody came back in time");
    bench.pass(5 * MINUTE, -3_600_000);
    assert!(lock.is_idle_for(after), "a clock set back shortens nothing");
    assert!(!lock.is_idle_for(None), "the user wants no locking by time");
    assert!(lock.lock());
    assert!(!lock.is_idle_for(after), "it is locked already");
}

#[tokio::test]
async fn a_sleep_longer_than_the_time_locks() {
    let bench = Bench::new();
    let after = Some(5 * MINUTE);
    let lock = bench.start();
    lock.set_pin(pin("1234"), None).await.unwrap();
    // The steady clock stands still while the computer sleeps.
    bench.pass(Duration::from_secs(2), 6 * 60_000);
    assert!(
        lock.report_activity(after),
        "the first movement after the sleep comes too late"
    );
    assert!(lock.is_idle_for(after), "and does not count as one");
}
