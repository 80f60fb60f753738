//! Signals that ask a run to stop: SIGINT and SIGTERM, or Ctrl-C where there are no signals.

use std::{io, process, time::Duration};

/// How long a run may take to end once it was asked to. A line waits for its reader for ever, and whoever reads may have
/// stopped; what is on the disk is as safe as after a power cut.
const STOP_GRACE: Duration = Duration::from_secs(5);

/// Ends the process where it is asked to stop and does not. It needs a thread of its own beside the one that prints.
pub(crate) fn end_if_stuck(mut stop: StopSignal) {
    tokio::spawn(async move {
        stop.received().await;
        tokio::time::sleep(STOP_GRACE).await;
        process::exit(0);
    });
}

/// Waits for a signal to stop. A signal that comes before [`StopSignal::received`] is called counts.
pub(crate) struct StopSignal {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl StopSignal {
    #[cfg(unix)]
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    pub(crate) async fn received(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    pub(crate) async fn received(&mut self) {
        // Without a handler no signal arrives here, and the system itself ends the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
