//! The log: to stderr, and to `log/avvento-desk.log` in the data folder. It holds codes, ids and counts, never
//! a token, a password or a message's text.
//!
//! At each start a log larger than 2 MB becomes `avvento-desk.log.old`, so that at most two files are
//! kept.

use std::{fs::File, path::Path, sync::Mutex};

use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::paths;

/// The size in bytes from which the next start rotates the log.
const ROTATION_SIZE: u64 = 2 * 1024 * 1024;

/// Installs the log. `AVVENTO_LOG` filters it, in the syntax of tracing's `EnvFilter`. Where the file cannot
/// be opened, only stderr gets the log.
pub(crate) fn init(folder: &Path) {
    let filter = EnvFilter::try_from_env("AVVENTO_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,shell=info,engine=info,store=info,backend=warn"));
    let file = open_file(folder);
    let failed = file.as_ref().err().map(ToString::to_string);
    let to_file = file.ok().map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(Mutex::new(file))
    });
    let to_stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let installed = tracing_subscriber::registry()
        .with(filter)
        .with(to_stderr)
        .with(to_file)
        .try_init();
    // Windows gives a program with a window no stderr.
    engine::log_panics();
    if installed.is_ok()
        && let Some(error) = failed
    {
        tracing::warn!(error, "no log file can be written");
    }
}

/// How much room the log takes, in bytes.
pub(crate) fn size_on_disk(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .sum()
}

fn open_file(folder: &Path) -> std::io::Result<File> {
    paths::create_private_dir(folder)?;
    let path = folder.join("avvento-desk.log");
    if std::fs::metadata(&path).is_ok_and(|found| found.len() > ROTATION_SIZE) {
        std::fs::rename(&path, path.with_extension("log.old"))?;
    }
    File::options().create(true).append(true).open(path)
}
