//! Switches for tests: places at which a test may stop the process, and bugs that it may plant to
//! see that they are caught. Without the feature `faults` nothing of it is compiled in; with it, a
//! build without debug assertions is refused, so that nothing that is shipped can hold it.
//!
//! A test names a place by the variable `AVVENTO_STOP_AT` (`place`, or `place#3` for the third time):
//! the process says `stopped at place` on stderr and stands still, to be killed from outside. A bug
//! is planted by `AVVENTO_PLANT`, or within the process by `plant`.

#[cfg(all(feature = "faults", not(debug_assertions)))]
compile_error!("the feature `faults` is for tests: build with debug assertions");

/// Declares the bugs, each with the name that `AVVENTO_PLANT` takes.
macro_rules! bugs {
    ($($(#[$doc:meta])* $bug:ident = $name:literal,)+) => {
        /// A bug that a test plants.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Bug { $($(#[$doc])* $bug,)+ }

        impl Bug {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$bug,)+];

            /// Its name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$bug => $name,)+ }
            }
        }
    };
}

bugs! {
    /// A message is acknowledged before it is on disk.
    AcknowledgeEarly = "acknowledge-early",
    /// Queueing leaves the draft where it is.
    KeepDraft = "keep-draft",
    /// A draft is cleared before its message is queued, in a transaction of its own.
    ClearDraftFirst = "clear-draft-first",
    /// A lost answer counts as «never sent»: sent again at once.
    ResendUnknown = "resend-unknown",
    /// A lost answer counts as sent.
    TrustUnknown = "trust-unknown",
    /// A message whose text was said before counts as sent.
    ClaimKnown = "claim-known",
    /// One message of the server settles two entries with the same text.
    ClaimTwice = "claim-twice",
    /// Several messages of one conversation are in flight at a time.
    ManyInFlight = "many-in-flight",
    /// After a crash, what was sending is pending.
    ForgetSending = "forget-sending",
    /// A record that came twice makes two rows.
    RowTwice = "row-twice",
    /// Messages are ordered by arrival.
    OrderByArrival = "order-by-arrival",
    /// A page that does not meet what is known leaves no gap.
    HideGap = "hide-gap",
    /// Fetching before joining.
    FetchFirst = "fetch-first",
    /// A refusal drops the message.
    DropRefused = "drop-refused",
    /// `Retry-After` is ignored.
    IgnoreRetryAfter = "ignore-retry-after",
    /// Signing out empties the outbox.
    EmptyOnSignOut = "empty-on-sign-out",
}

/// A place at which a test may stop the process.
#[inline]
pub fn point(name: &'static str) {
    #[cfg(feature = "faults")]
    switches::pass(name);
    #[cfg(not(feature = "faults"))]
    let _ = name;
}

/// Whether a test has planted this bug.
#[inline]
#[must_use]
pub fn planted(bug: Bug) -> bool {
    #[cfg(feature = "faults")]
    return switches::is_planted(bug);
    #[cfg(not(feature = "faults"))]
    {
        let _ = bug;
        false
    }
}

#[cfg(feature = "faults")]
pub use switches::plant;

#[cfg(feature = "faults")]
mod switches {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, OnceLock, PoisonError};

    use super::Bug;

    struct Stop {
        place: String,
        passes: usize,
        seen: AtomicUsize,
    }

    static STOP: OnceLock<Option<Stop>> = OnceLock::new();
    static PLANTED: OnceLock<Mutex<Option<Bug>>> = OnceLock::new();

    pub(super) fn pass(name: &'static str) {
        let Some(stop) = STOP.get_or_init(asked) else {
            return;
        };
        if stop.place == name && stop.seen.fetch_add(1, Ordering::SeqCst) + 1 == stop.passes {
            stand_still(name);
        }
    }

    #[allow(clippy::print_stderr)] // How the test that waits for it hears of it.
    fn stand_still(name: &str) {
        eprintln!("stopped at {name}");
        loop {
            std::thread::park();
        }
    }

    fn asked() -> Option<Stop> {
        let wanted = std::env::var("AVVENTO_STOP_AT").ok()?;
        let (place, passes) = wanted.split_once('#').unwrap_or((&wanted, "1"));
        Some(Stop {
            place: place.to_owned(),
            passes: passes.parse().unwrap_or(1),
            seen: AtomicUsize::new(0),
        })
    }

    fn held() -> &'static Mutex<Option<Bug>> {
        PLANTED.get_or_init(|| {
            let wanted = std::env::var("AVVENTO_PLANT").ok();
            let bug = wanted.and_then(|name| Bug::ALL.iter().find(|bug| bug.name() == name));
            Mutex::new(bug.copied())
        })
    }

    pub(super) fn is_planted(bug: Bug) -> bool {
        *held().lock().unwrap_or_else(PoisonError::into_inner) == Some(bug)
    }

    /// Plants a bug in this process, or takes it out again.
    pub fn plant(bug: Option<Bug>) {
        *held().lock().unwrap_or_else(PoisonError::into_inner) = bug;
    }
}
