//! The time limit on ending: a thread that no event loop, engine or lock can hold up.

use std::{path::PathBuf, sync::Once, time::Duration};

/// The longest time from the first wish to quit to the end of the process.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Ends the process after [`SHUTDOWN_TIMEOUT`], whatever hangs by then, and removes the demo's folder.
/// What matters is on disk before it is acknowledged, so a hard end loses nothing. Later calls change
/// nothing.
pub(crate) fn arm(demo_folder: PathBuf) {
    static ARMED: Once = Once::new();
    ARMED.call_once(|| {
        let watchdog = std::thread::Builder::new()
            .name("watchdog".into())
            .spawn(move || {
                std::thread::sleep(SHUTDOWN_TIMEOUT);
                tracing::error!("ending took too long; the process is ended");
                drop(std::fs::remove_dir_all(demo_folder));
                std::process::exit(1);
            });
        if let Err(error) = watchdog {
            tracing::warn!(%error, "nothing watches over the end");
        }
    });
}
