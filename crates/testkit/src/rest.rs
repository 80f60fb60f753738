//! An engine at rest: nothing on its way any more, and everything fetched. Then the ledger is read.

use std::time::Duration;

use anyhow::{Result, ensure};
use protocol::ConversationId;
use tokio::time::{Instant, sleep};

use crate::{
    actor::{Actor, Order, Waiting},
    ledger::{Evidence, Ledger},
    outcome::Outcome,
    stage::Person,
};

/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// How often everything is asked for.
const TRIES: usize = 5;

/// Waits until the engine is at work on nothing: what is left waits for the user.
///
/// # Errors
/// When that takes longer than `within`; when the process ends.
pub(crate) async fn come_to_rest(actor: &Actor, within: Duration) -> Result<()> {
    let give_up = Instant::now() + within;
    loop {
        let waiting = actor.unsent().await?;
        if !waiting.iter().any(|entry| entry.waiting == Waiting::AtWork) {
            return Ok(());
        }
        let standing: Vec<_> = waiting.iter().map(|entry| &entry.words).collect();
        ensure!(
            Instant::now() < give_up,
            "still at work: {standing:?}\n{}",
            actor.log()
        );
        sleep(PAUSE).await;
    }
}

/// Brings an engine to rest, lets it fetch everything, and compares. `me` is whose engine it is.
///
/// # Errors
/// As [`come_to_rest`]; what the engine and the backend say.
pub(crate) async fn judge(
    actor: &Actor,
    ledger: &Ledger,
    me: &Person,
    chats: &[ConversationId],
    within: Duration,
) -> Result<Outcome> {
    come_to_rest(actor, within).await?;
    let mut tries = TRIES;
    while let Err(error) = actor.order(Order::Complete).await {
        // A fault that was foretold may strike only now.
        tries -= 1;
        ensure!(tries > 0, "it cannot be fetched: {error:#}");
    }
    let evidence = Evidence::gather(me, chats, actor.dump().await?).await?;
    Ok(ledger.verdict(&evidence).outcome())
}
