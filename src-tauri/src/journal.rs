//! The log: to stderr, and to `log/avvento-desk.log` in the data folder. No token, password or
//! message text is ever written to it: what is logged are codes, ids and counts.
//!
//! At each start a log larger than 2 MB becomes `avvento-desk.log.old`, so that two files at most
//! are kept.

use std::{fs::File, path::Path, sync::Mutex};

use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::paths;

/// From this size (bytes) on a log is put away at the next start.
const FULL: u64 = 2 * 1024 * 1024;

/// Begins to log. `AVVENTO_LOG` chooses what (the syntax of tracing's `EnvFilter`). Where the file
/// cannot be opened, stderr alone has to do.
pub(crate) fn begin(folder: &Path) {
    let filter = EnvFilter::try_from_env("AVVENTO_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,shell=info,engine=info,store=info,backend=warn"));
    let file = open(folder);
    let failed = file.as_ref().err().map(ToString::to_string);
    let to_file = file.ok().map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(Mutex::new(file))
    });
    let to_stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let begun = tracing_subscriber::registry()
        .with(filter)
        .with(to_stderr)
        .with(to_file)
        .try_init();
    if begun.is_ok()
        && let Some(error) = failed
    {
        tracing::warn!(error, "no log file can be written");
    }
}

fn open(folder: &Path) -> std::io::Result<File> {
    paths::make_private(folder)?;
    let path = folder.join("avvento-desk.log");
    if std::fs::metadata(&path).is_ok_and(|found| found.len() > FULL) {
        std::fs::rename(&path, path.with_extension("log.old"))?;
    }
    File::options().create(true).append(true).open(path)
}
