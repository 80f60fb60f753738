//! Waits until an engine has nothing in progress and has fetched everything, and compares it with the ledger.

use std::time::Duration;

use anyhow::{Result, ensure};
use protocol::ConversationId;

use testkit_net::Person;

use crate::{
    engine_process::{Command, EngineProcess},
    ledger::{Ledger, Observed},
    outcome::Outcome,
};

/// How often everything is asked for.
const TRIES: usize = 5;

/// Brings an engine to rest, lets it fetch everything, and compares. `me` is whose engine it is.
pub(crate) async fn compare_when_idle(
    engine: &EngineProcess,
    ledger: &Ledger,
    me: &Person,
    chats: &[ConversationId],
    within: Duration,
) -> Result<Outcome> {
    engine.wait_drained_to(0, within).await?;
    let mut tries = TRIES;
    while let Err(error) = engine.command(Command::FetchAll).await {
        // A scheduled fault may come only now.
        tries -= 1;
        ensure!(tries > 0, "it cannot be fetched: {error:#}");
    }
    let observed = Observed::gather(me, chats, engine.snapshot().await?).await?;
    Ok(ledger.compare(&observed))
}
