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

/// What a run of the campaign is to be.
#[derive(Clone, Debug)]
pub struct StopsPlan {
    pub stops: Vec<Duration>,
    /// Over how many conversations messages are sent meanwhile.
    pub conversations: usize,
    pub seed: u64,
}

impl StopsPlan {
    /// Stops of these lengths, in seconds.
    pub fn of_seconds(stops: &[u64], seed: u64) -> Self {
        Self {
            stops: stops
                .iter()
                .map(|seconds| Duration::from_secs(*seconds))
                .collect(),
            conversations: 10,
            seed,
        }
    }

    /// So many stops of one second up to `longest`, drawn from the seed.
    pub fn drawn(count: u64, longest: Duration, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let longest = u64::try_from(longest.as_millis())
            .unwrap_or(u64::MAX)
            .max(1000);
        let stops = (0..count).map(|_| Duration::from_millis(rng.random_range(1000..=longest)));
        Self {
            stops: stops.collect(),
            ..Self::of_seconds(&[], seed)
        }
    }
}

/// Runs the campaign; a case is a stop.
pub async fn run(plan: StopsPlan) -> Result<Outcome> {
    let settle_after = Duration::from_secs(1);
    let harness = Harness::open(plan.conversations, settle_after).await?;
    let stop = CancellationToken::new();
    let writing = tokio::spawn(write(
        harness.engine(),
        harness.ledger.clone(),
        harness.chats.iter().map(|(chat, _)| chat.clone()).collect(),
        plan.seed,
        stop.clone(),
    ));
    let mut caught = 0_usize;
    let mut rng = StdRng::seed_from_u64(plan.seed);
    for length in &plan.stops {
        // In the middle of things, wherever that is.
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
            .with_context(|| finding(&plan))?;
    }
    stop.cancel();
    writing.await??;
    harness
        .engine()
        .wait_drained_to(0, PATIENCE)
        .await
        .with_context(|| finding(&plan))?;
    ensure!(
        plan.stops.is_empty() || caught > 0,
        "{}: nothing was on its way in any stop",
        finding(&plan)
    );
    let findings = harness.close().await?;
    let mut outcome = findings.outcome();
    outcome.cases = plan.stops.len() as u64;
    let figures = format!(
        "{}, {} acknowledged, {caught} on their way when it went on",
        finding(&plan),
        findings.acknowledged
    );
    outcome.notes.insert(0, figures);
    Ok(outcome)
}

fn finding(plan: &StopsPlan) -> String {
    let total: Duration = plan.stops.iter().sum();
    format!("stops: seed {}, {} s in all", plan.seed, total.as_secs())
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
