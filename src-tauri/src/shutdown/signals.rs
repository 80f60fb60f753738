//! Signals of the system or the terminal that end the application.

/// Waits for a signal that asks the process to end.
///
/// # Errors
/// When the system refuses to deliver signals.
#[cfg(unix)]
pub(crate) async fn termination_signal() -> std::io::Result<()> {
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

/// Waits for Ctrl+C.
///
/// # Errors
/// When the system refuses to deliver it.
#[cfg(not(unix))]
pub(crate) async fn termination_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
