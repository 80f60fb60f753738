//! The end of the application, bounded whatever hangs: the engine's own shutdown is bounded already, and
//! a watchdog that nothing can hold up stands behind it.

use std::{
    sync::{Arc, Once},
    time::Duration,
};

use tauri::{AppHandle, Manager as _};

use crate::desk::Desk;

/// The longest that ending may take, from the first wish to the process being gone.
const LONGEST_END: Duration = Duration::from_secs(10);

/// Quits without asking. What waits is on disk and goes on at the next opening.
pub(crate) fn quit(app: &AppHandle) {
    end_for_sure(app);
    app.exit(0);
}

/// From now on the process ends within [`LONGEST_END`], even if the event loop or the engine hangs. What
/// matters is on disk before it is acknowledged, so a hard end loses nothing.
pub(crate) fn end_for_sure(app: &AppHandle) {
    static BEGUN: Once = Once::new();
    let demo = app.try_state::<Arc<Desk>>().map(|desk| desk.paths().demo());
    BEGUN.call_once(|| {
        let watchdog = std::thread::Builder::new()
            .name("watchdog".into())
            .spawn(move || {
                std::thread::sleep(LONGEST_END);
                tracing::error!("ending took too long; the process is ended");
                if let Some(demo) = demo {
                    drop(std::fs::remove_dir_all(demo));
                }
                std::process::exit(1);
            });
        if let Err(error) = watchdog {
            tracing::warn!(%error, "nothing watches over the end");
        }
    });
}

/// Being told to end by the system or from a terminal never asks anything; what is being typed is kept.
pub(crate) fn end_on_signal(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        match told_to_end().await {
            Ok(()) => {
                end_for_sure(&app);
                if let Some(desk) = app.try_state::<Arc<Desk>>() {
                    desk.keep_typed().await;
                }
                quit(&app);
            }
            Err(error) => tracing::warn!(%error, "signals are not heard"),
        }
    });
}

#[cfg(unix)]
async fn told_to_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn told_to_end() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
