//! Tasks that outlive a panic. Without supervision nobody learns that a task broke off: whatever it did is not done
//! any more, and everything else goes on as if it were.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::future::Future;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::time::sleep;

use crate::Backoff;

/// How long a task has to run for its next panic to count as the first.
const STABLE_AFTER: Duration = Duration::from_secs(60);

/// The panic that ended a task or a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked {
    /// The panic's message, without what it quotes.
    pub message: String,
}

impl std::fmt::Display for Panicked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a panic: {}", self.message)
    }
}

/// Waits for a future, and for no longer than until it panics.
///
/// # Errors
/// [`Panicked`] in the place of the panic.
pub async fn catch_panic<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    outcome.map_err(|payload| Panicked::from_payload(&*payload))
}

/// Calls a function, whose panic ends there.
///
/// # Errors
/// [`Panicked`] in the place of the panic.
pub fn catch_panic_in<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| Panicked::from_payload(&*payload))
}

/// Runs a task until it ends by itself. After a panic `broke_off` is told how long the pause is, and then the task
/// begins again with the same state.
pub async fn supervise<S: Send>(
    name: &'static str,
    mut backoff: Backoff,
    mut state: S,
    mut run: impl for<'a> FnMut(&'a mut S) -> BoxFuture<'a, ()> + Send,
    mut broke_off: impl FnMut(&mut S, Duration) + Send,
) {
    loop {
        let began = Instant::now();
        let Err(panicked) = catch_panic(run(&mut state)).await else {
            return;
        };
        if began.elapsed() >= STABLE_AFTER {
            backoff.reset();
        }
        let pause = backoff.next_pause();
        tracing::error!(task = name, %panicked, pause_ms = pause.as_millis(), "a task broke off and begins again");
        if let Err(panicked) = catch_panic_in(|| broke_off(&mut state, pause)) {
            tracing::error!(task = name, %panicked, "what a task left behind stays as it is");
        }
        sleep(pause).await;
    }
}

/// Logs every panic of this process with its message and its place, and writes both to stderr, where a log may be off.
/// This takes the standard library's place, which would write the whole message, with what it quotes.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let message = Panicked::from_payload(panic.payload()).message;
        let place = panic.location().map(ToString::to_string);
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or("?");
        tracing::error!(message, place, thread, "a panic");
        let place = place.unwrap_or_default();
        let trace = Backtrace::capture();
        // Windows gives a program with a window no stderr.
        let _ = match trace.status() {
            BacktraceStatus::Captured => writeln!(
                io::stderr(),
                "{thread} panicked at {place}: {message}\n{trace}"
            ),
            _ => writeln!(io::stderr(), "{thread} panicked at {place}: {message}"),
        };
    }));
}

impl Panicked {
    fn from_payload(payload: &(dyn Any + Send)) -> Self {
        let words = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self {
            message: words.map_or_else(|| "without words".to_owned(), without_quotes),
        }
    }
}

/// A panic's message up to the text that it quotes, which may be a customer's. The standard library puts names of its
/// own in the same quotes.
fn without_quotes(message: &str) -> String {
    let mut kept = String::new();
    for (number, part) in message.split('`').enumerate() {
        let is_quoted = number % 2 == 1;
        let text_at = match is_quoted {
            true => part.find(|letter: char| !is_of_a_name(letter)),
            false => part.find('"').or_else(|| part.find(" '")),
        };
        if number > 0 {
            kept.push('`');
        }
        if let Some(before) = text_at.and_then(|at| part.get(..at)) {
            if !is_quoted {
                kept.push_str(before);
            }
            kept.push('…');
            break;
        }
        kept.push_str(part);
    }
    kept
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_:()<>&".contains(letter)
}
