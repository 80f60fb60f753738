//! An engine at rest: nothing on its way any more, and everything fetched. Then the ledger is read.

use std::time::Duration;

use anyhow::{Result, ensure};
use protocol::ConversationId;
use tokio::time::{Instant, sleep};

use crate::{
    backend_process::Person,
    engine_process::{Command, EngineProcess, SendState},
    ledger::{Ledger, Observed},
    outcome::Outcome,
};

/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// How often everything is asked for.
const TRIES: usize = 5;

/// Waits until the engine is at work on nothing: what is left waits for the user.
///
/// # Errors
/// When that takes longer than `within`; when the process ends.
pub(crate) async fn wait_until_idle(engine: &EngineProcess, within: Duration) -> Result<()> {
    let give_up = Instant::now() + within;
    loop {
        let waiting = engine.outbox().await?;
        if !waiting
            .iter()
            .any(|entry| entry.waiting == SendState::InProgress)
        {
            return Ok(());
        }
        let standing: Vec<_> = waiting.iter().map(|entry| &entry.details).collect();
        ensure!(
            Instant::now() < give_up,
            "still at work: {standing:?}\n{}",
            engine.log()
        );
        sleep(PAUSE).await;
    }
}

/// Brings an engine to rest, lets it fetch everything, and compares. `me` is whose engine it is.
///
/// # Errors
/// As [`wait_until_idle`]; what the engine and the backend say.
pub(crate) async fn compare_when_idle(
    engine: &EngineProcess,
    ledger: &Ledger,
    me: &Person,
    chats: &[ConversationId],
    within: Duration,
) -> Result<Outcome> {
    wait_until_idle(engine, within).await?;
    let mut tries = TRIES;
    while let Err(error) = engine.command(Command::FetchAll).await {
        // A fault that was foretold may strike only now.
        tries -= 1;
        ensure!(tries > 0, "it cannot be fetched: {error:#}");
    }
    let observed = Observed::gather(me, chats, engine.snapshot().await?).await?;
    Ok(ledger.compare(&observed).outcome())
}
