//! The log of Avvento's programs. It holds codes, ids and counts: never a token, a password or a message's text, at
//! whatever level. So only what these programs say themselves is logged, and no environment variable lifts that: a
//! library writes whole frames and headers at `trace`. Its size is bounded, and so is how often it says the same.

mod format;
pub mod limits;
mod repeats;
mod rolling_file;
mod sink;
mod targets;

use std::sync::Arc;

use tracing_subscriber::{
    EnvFilter, Layer as _, filter::filter_fn, layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

pub use rolling_file::RollingFile;
pub use sink::Log;
pub use targets::is_ours;

/// Installs the log of a program. `variable` filters it, in the syntax of tracing's `EnvFilter`; without it, `usual`
/// does. It goes to standard error, and to a file once [`Log::add_file`] names one.
pub fn init(variable: &str, usual: &str) -> Log {
    let filter = EnvFilter::try_from_env(variable).unwrap_or_else(|_| EnvFilter::new(usual));
    let log = Log::to_stderr();
    let ours = filter_fn(|about| is_ours(about.target()));
    let layer = sink::LogLayer(Arc::clone(&log.sink));
    // A second log in one process is none: the first one goes on.
    drop(
        tracing_subscriber::registry()
            .with(filter)
            .with(layer.with_filter(ours))
            .try_init(),
    );
    log
}
