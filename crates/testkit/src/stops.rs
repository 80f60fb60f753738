//! The campaign `stops`: the backend is frozen (SIGSTOP) in the middle of sends, as a host is that falls
//! asleep: its sockets stay open, requests are taken and not answered, and carried out when it goes
//! on. Nothing may be doubled by that, since the engine can look only once the backend answers again.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use protocol::ConversationId;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio_util::sync::CancellationToken;

use crate::Outcome;
use crate::engine_process::EngineProcess;
use crate::harness::Harness;
use crate::ledger::Ledger;

/// The pause between two messages.
const PACE: Duration = Duration::from_millis(25);
/// How many messages may be unsent before the writer waits.
const BACKLOG: usize = 80;
/// How long the outbox may take to drain after a stop.
const PATIENCE: Duration = Duration::from_secs(120);

const CONVERSATIONS: usize = 10;

/// So many stops of one second up to `longest`, drawn from the seed.
pub fn draw_stops(count: u64, longest: Duration, seed: u64) -> Vec<Duration> {
    let mut rng = StdRng::seed_from_u64(seed);
    let longest = longest.as_secs_f64().max(1.0);
    let stops = (0..count).map(|_| Duration::from_secs_f64(rng.random_range(1.0..=longest)));
    stops.collect()
}

/// Runs the campaign; a case is a stop.
pub async fn run(stops: Vec<Duration>, seed: u64) -> Result<Outcome> {
    let total: Duration = stops.iter().sum();
    let title = format!("stops: seed {seed}, {} s in all", total.as_secs());
    let settle_after = Duration::from_secs(1);
    let harness = Harness::open(CONVERSATIONS, settle_after).await?;
    let stop = CancellationToken::new();
    let writing = tokio::spawn(write(
        harness.engine(),
        harness.ledger.clone(),
        harness.chats.iter().map(|(chat, _)| chat.clone()).collect(),
        seed,
        stop.clone(),
    ));
    let mut caught = 0_usize;
    let mut rng = StdRng::seed_from_u64(seed);
    for length in &stops {
        // At a random moment, in the middle of sends.
        tokio::time::sleep(Duration::from_millis(rng.random_range(200..900))).await;
        harness.backend.freeze().await?;
        tokio::time::sleep(*length).await;
        let waiting = harness.engine().in_progress().await;
        harness.backend.thaw().await?;
        caught += waiting?;
        harness
            .engine()
            .wait_drained_to(BACKLOG / 4, PATIENCE)
            .await
            .with_context(|| title.clone())?;
    }
    stop.cancel();
    writing.await??;
    harness
        .engine()
        .wait_drained_to(0, PATIENCE)
        .await
        .with_context(|| title.clone())?;
    ensure!(
        stops.is_empty() || caught > 0,
        "{title}: nothing was on its way in any stop"
    );
    let mut outcome = harness.close().await?;
    let figures = format!(
        "{title}, {} acknowledged, {caught} on their way when it went on",
        outcome.cases
    );
    outcome.notes.insert(0, figures);
    outcome.cases = stops.len() as u64;
    Ok(outcome)
}

/// Somebody writes, whatever the backend does.
async fn write(
    engine: Arc<EngineProcess>,
    ledger: Arc<Ledger>,
    chats: Vec<ConversationId>,
    seed: u64,
    stop: CancellationToken,
) -> Result<()> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut number = 0_u64;
    while !stop.is_cancelled() {
        tokio::time::sleep(PACE).await;
        if number.is_multiple_of(20) && engine.outbox().await?.len() > BACKLOG {
            continue;
        }
        let chat = chats
            .get(rng.random_range(0..chats.len()))
            .context("a chat")?;
        ledger
            .send(&engine, chat, &format!("رسالة {number}"))
            .await?;
        number += 1;
    }
    Ok(())
}
