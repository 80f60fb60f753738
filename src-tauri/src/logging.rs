//! The application's log: to stderr, and once no other instance runs, to `log/avvento-desk.log` in the data folder. What
//! may be in it, and how much, says the crate `logging`.

use std::path::Path;

use logging::Log;

use crate::paths;

/// The log unless `AVVENTO_LOG` says otherwise, in the syntax of tracing's `EnvFilter`.
const USUAL: &str = "warn,shell=info,engine=info,store=info,backend=warn";

/// Installs the log, to stderr only: a second start makes no files.
#[must_use]
pub fn init() -> Log {
    let log = logging::init("AVVENTO_LOG", USUAL);
    // Windows gives a program with a window no stderr.
    engine::log_panics();
    log
}

/// Writes the log to its file too. Where the file cannot be opened, only stderr gets it.
pub fn add_file(log: &Log, folder: &Path) {
    let added = paths::create_private_dir(folder)
        .and_then(|()| log.add_file(&folder.join("avvento-desk.log")));
    if let Err(error) = added {
        tracing::warn!(%error, "no log file can be written");
    }
}

/// How much room the log takes, in bytes.
pub(crate) fn size_on_disk(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .sum()
}
