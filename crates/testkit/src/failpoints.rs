//! The places at which a process may be stopped, to be killed there: before and after every write,
//! and before, after and in the middle of every send. A test keeps the list and the code together.

use std::env;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The variable that names where a process stops: `name`, or `name#3` for the third pass.
pub const STOP_AT: &str = "AVVENTO_STOP_AT";

/// Makes this process stop at the failpoint that [`STOP_AT`] names: it says `stopped at name` on
/// stderr and parks the thread, to be killed from outside.
pub fn stop_as_the_environment_says() {
    let Ok(wanted) = env::var(STOP_AT) else {
        return;
    };
    let (name, pass) = wanted.split_once('#').unwrap_or((&wanted, "1"));
    let (name, pass) = (name.to_owned(), pass.parse().unwrap_or(1));
    let passes = AtomicUsize::new(0);
    let stop = {
        let name = name.clone();
        move || {
            if passes.fetch_add(1, Ordering::SeqCst) + 1 == pass {
                park_at(&name);
            }
        }
    };
    #[allow(
        clippy::expect_used,
        reason = "a test program with a wrong name must not run on"
    )]
    fail::cfg_callback(name, stop).expect("a failpoint");
}

#[allow(clippy::print_stderr, reason = "how the campaign hears of it")]
fn park_at(name: &str) {
    eprintln!("stopped at {name}");
    loop {
        std::thread::park();
    }
}

/// The variable that names where a process panics when it first comes by: what is run once, at a start, cannot be told later.
pub const PANIC_AT: &str = "AVVENTO_PANIC_AT";

/// Makes this process panic at the failpoint that [`PANIC_AT`] names, with that name in its words.
pub fn panic_as_the_environment_says() {
    let Ok(point) = env::var(PANIC_AT) else {
        return;
    };
    #[allow(
        clippy::expect_used,
        reason = "a test program with a wrong name must not run on"
    )]
    fail::cfg(&point, &format!("1*panic({})", planted_at(&point))).expect("a failpoint");
}

/// What a panic says that was planted at a point.
pub fn planted_at(point: &str) -> String {
    format!("planted at {point}")
}

/// Every `fail_point` of the store and the engine, in alphabetical order.
pub const FAILPOINTS: &[&str] = &[
    "engine.page.after-answer",
    "engine.page.applied",
    "engine.page.before-request",
    "engine.read.after-answer",
    "engine.read.before-request",
    "engine.send.after-answer",
    "engine.send.before-request",
    "engine.send.noted",
    "engine.settle.after-look",
    "engine.settle.before-look",
    "engine.settle.queued-again",
    "engine.settle.settled",
    "engine.sign-in.before-keeping-the-token",
    "engine.sign-in.before-remembering",
    "engine.sign-in.remembered",
    "engine.sign-out.before-forgetting",
    "engine.sign-out.closed",
    "engine.sign-out.token-forgotten",
    "store.absent.after-commit",
    "store.absent.before-commit",
    "store.answer.after-commit",
    "store.answer.before-commit",
    "store.apply.after-commit",
    "store.apply.before-commit",
    "store.ask.after-commit",
    "store.ask.before-commit",
    "store.checkpoints.passed",
    "store.discard.after-commit",
    "store.discard.before-commit",
    "store.draft.after-commit",
    "store.draft.before-commit",
    "store.edit.after-commit",
    "store.edit.before-commit",
    "store.failed.after-commit",
    "store.failed.before-commit",
    "store.files.cache.begun",
    "store.files.cache.damaged",
    "store.files.cache.set-aside",
    "store.files.journal.begun",
    "store.files.journal.in-place",
    "store.files.journal.written",
    "store.files.reserve.before-giving-up",
    "store.files.reserve.given-up",
    "store.files.reserve.written",
    "store.files.restore.begun",
    "store.files.restore.brought-up",
    "store.files.restore.filled",
    "store.files.restore.in-place",
    "store.files.restore.set-aside",
    "store.files.restore.written",
    "store.files.set-aside.part",
    "store.files.user.damaged",
    "store.hold.after-commit",
    "store.hold.before-commit",
    "store.journal.appended",
    "store.matches.after-commit",
    "store.matches.before-commit",
    "store.matches.between-the-files",
    "store.me.before-commit",
    "store.pending.after-commit",
    "store.pending.before-commit",
    "store.queue.after-commit",
    "store.queue.before-commit",
    "store.read.after-commit",
    "store.read.before-commit",
    "store.read.between-the-files",
    "store.receipt.after-commit",
    "store.reconcile.before-commit",
    "store.recover.before-the-inbox",
    "store.recover.sending-noted",
    "store.release.after-commit",
    "store.release.between-the-files",
    "store.restore.after-commit",
    "store.restore.before-commit",
    "store.retry.after-commit",
    "store.retry.before-commit",
    "store.sending.after-commit",
    "store.sending.before-commit",
    "store.summary.before-commit",
    "store.unknown.after-commit",
    "store.unknown.before-commit",
    "store.verified.before-commit",
];

/// Every point at which a background task, or the reading of a record, may panic, in alphabetical order.
pub const PANICS: &[&str] = &[
    "panic/account",
    "panic/checkpoints",
    "panic/connection-task",
    "panic/event",
    "panic/forwarder",
    "panic/free-pages",
    "panic/maintenance",
    "panic/outbox",
    "panic/read-receipts",
    "panic/record",
    "panic/retention",
    "panic/session",
    "panic/unlock",
];

/// What has to happen for a process to come by a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    Ordinary,
    /// A folder that nobody has worked on yet.
    FirstStart,
    /// The last process has closed its files.
    CleanStart,
    LostAnswers,
    /// The same text comes from another device while an answer is lost.
    TwoDevices,
    CutLines,
    Closing,
    Reading,
    /// The server refuses, and the user decides.
    Deciding,
    SigningOut,
    FullDisk,
    /// What the user wrote is an older copy of the file than its journal.
    OldCopy,
    /// A file is found damaged when it is opened.
    DamagedBefore(&'static str),
    /// A file is damaged while it is in use.
    DamagedAtWork(&'static str),
}

/// The beginnings of points' names that need more than ordinary work.
const SCENARIOS: &[(&str, Scenario)] = &[
    ("engine.read.", Scenario::Reading),
    ("engine.settle.", Scenario::LostAnswers),
    ("engine.sign-", Scenario::SigningOut),
    ("store.absent.", Scenario::LostAnswers),
    ("store.answer.", Scenario::FullDisk),
    ("store.ask.", Scenario::TwoDevices),
    ("store.matches.", Scenario::LostAnswers),
    ("store.discard.", Scenario::Deciding),
    ("store.edit.", Scenario::Deciding),
    ("store.failed.", Scenario::Deciding),
    ("store.files.reserve.before-giving-up", Scenario::FullDisk),
    ("store.files.reserve.given-up", Scenario::FullDisk),
    ("store.files.reserve.written", Scenario::FirstStart),
    ("store.files.cache.", Scenario::DamagedAtWork("cache.db")),
    ("store.files.journal.", Scenario::CleanStart),
    ("store.files.restore.brought-up", Scenario::OldCopy),
    ("store.files.restore.", Scenario::DamagedBefore("user.db")),
    ("store.files.user.", Scenario::DamagedAtWork("user.db")),
    (
        "store.files.set-aside.",
        Scenario::DamagedBefore("cache.db"),
    ),
    ("store.hold.", Scenario::Closing),
    ("store.me.", Scenario::FirstStart),
    ("store.pending.", Scenario::LostAnswers),
    ("store.read.", Scenario::Reading),
    ("store.receipt.", Scenario::Reading),
    ("store.release.", Scenario::Closing),
    ("store.restore.", Scenario::Deciding),
    ("store.retry.", Scenario::Deciding),
    ("store.unknown.", Scenario::LostAnswers),
    ("store.verified.", Scenario::CutLines),
];

/// The scenario in which a process comes by a point.
pub fn scenario_for(point: &str) -> Scenario {
    let special = SCENARIOS.iter().find(|(start, _)| point.starts_with(start));
    special.map_or(Scenario::Ordinary, |(_, scenario)| *scenario)
}
