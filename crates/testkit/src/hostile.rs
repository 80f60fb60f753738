//! The campaign `hostile`: a customer and a server that try to cost everybody else something. After each act
//! somebody else's chat has to work in both directions, and the engine's memory has to stay within its bound; in the
//! end the ledger is read.

mod act;
mod attacker;
mod memory;
mod payloads;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio_util::sync::CancellationToken;

use act::AT_START;
pub use act::Act;
use attacker::Attacker;
use memory::PeakMemory;

use crate::Outcome;
use crate::engine_process::{Command, Reply};
use crate::failpoints::{PANIC_AT, planted_at};
use crate::harness::Harness;
use crate::outcome::Finding;

/// The chats of everybody else.
const CONVERSATIONS: usize = 6;
/// The engine's settle time.
const SETTLE_AFTER: Duration = Duration::from_secs(1);
/// How often everybody else is served before the engine's memory counts as that of the quiet program.
const WARM_UP: u64 = 20;
/// How long somebody else may wait for a message, in either direction: an act keeps the engine at work, no longer.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the whole program holds after its start (docs/performance.md), in bytes. Hostile work may add half of it.
const QUIET_PROGRAM: u64 = 345 * 1024 * 1024;

/// What is tried.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// How many acts, in an order drawn from the seed in which each kind comes before any comes again.
    pub acts: usize,
    /// How many conversations a long list has beside the server's own.
    pub list: usize,
}

pub async fn run(plan: Plan) -> Result<Outcome> {
    let Plan { seed, acts, .. } = plan;
    let harness = Harness::open(CONVERSATIONS, SETTLE_AFTER).await?;
    let mut attacker = Attacker::enter(&harness, plan).await?;
    let mut others = Others {
        harness: &harness,
        rng: StdRng::seed_from_u64(seed),
        served: 0,
        slowest: (Duration::ZERO, "none"),
    };
    for _ in 0..WARM_UP {
        others.are_served("the warm-up").await?;
    }
    let memory = PeakMemory::watch(harness.engine().id().context("the engine has ended")?)?;
    let leave = CancellationToken::new();
    let user = tokio::spawn(harness.user(seed)?.attend(leave.clone()));
    let mut outcome = Outcome::default();
    for act in Act::in_order_of(seed).take(acts) {
        let began = Instant::now();
        let told = attacker.perform(act).await;
        let told = told.with_context(|| format!("seed {seed}: {act:?}"))?;
        if let Err(error) = others.are_served(act.name()).await {
            outcome.add_finding(
                Finding::Breakdown,
                format!("after {act:?} somebody else's chat does not work: {error:#}"),
            );
        }
        attacker.leave_off().await?;
        outcome.cases += 1;
        outcome.notes.push(format!(
            "{}: {told}, {:.1} s, memory at most {} MB so far",
            act.name(),
            began.elapsed().as_secs_f64(),
            memory.peak() / 1024 / 1024
        ));
    }
    let (quiet, peak) = memory.stop();
    judge_memory(quiet, peak, &mut outcome);
    let (slowest, act) = others.slowest;
    outcome.notes.push(format!(
        "hostile: seed {seed}, everybody else was served {} times, at the slowest in {:.1} s ({act})",
        others.served,
        slowest.as_secs_f64(),
    ));
    harness.engine().wait_drained_to(0, PATIENCE).await?;
    leave.cancel();
    user.await??;
    drop(attacker);
    let harness = harness.restart_with(&[(PANIC_AT, AT_START)]).await?;
    let log = harness.engine().log();
    ensure!(
        log.contains(&planted_at(AT_START)),
        "seed {seed}: the start did not come by {AT_START}\n{log}"
    );
    outcome.notes.push(format!(
        "{AT_START}: the task broke off, and the start went on"
    ));
    let acts = outcome;
    let mut outcome = harness.close_without_fetching().await?;
    outcome.cases = 0;
    outcome.add(acts);
    Ok(outcome)
}

fn judge_memory(quiet: u64, peak: u64, outcome: &mut Outcome) {
    let mega = |bytes: u64| bytes / 1024 / 1024;
    let added = peak.saturating_sub(quiet);
    let told = format!(
        "the engine held {} MB when quiet and {} MB at most: {:.2} times the quiet program",
        mega(quiet),
        mega(peak),
        (QUIET_PROGRAM + added) as f64 / QUIET_PROGRAM as f64
    );
    match added > QUIET_PROGRAM / 2 {
        true => outcome.add_finding(Finding::Breakdown, told),
        false => outcome.notes.push(told),
    }
}

/// Everybody but the attacker.
struct Others<'h> {
    harness: &'h Harness,
    rng: StdRng,
    served: u64,
    slowest: (Duration, &'static str),
}

impl Others<'_> {
    /// A message comes in one chat, and one goes out in another.
    async fn are_served(&mut self, act: &'static str) -> Result<()> {
        let began = Instant::now();
        self.served += 1;
        let number = self.served;
        let chats = &self.harness.chats;
        let mut drawn = || chats.get(self.rng.random_range(0..chats.len()));
        let (asking, person) = drawn().context("a chat")?;
        let (answered, _) = drawn().context("a chat")?;
        let engine = self.harness.engine();
        let question = format!("سؤال {number}");
        person.send_message(asking, &question).await?;
        let answer = format!("جواب {number}");
        self.harness
            .ledger
            .send(&engine, answered, &answer)
            .await
            .context("a message is not taken")?;
        let give_up = began + PATIENCE;
        loop {
            let newest = engine.command(Command::HasText(asking.clone(), question.clone()));
            let is_there = matches!(newest.await?, Reply::HasText(true));
            if is_there && engine.in_progress().await? == 0 {
                break;
            }
            if Instant::now() >= give_up {
                let direction = if is_there { "go out" } else { "come in" };
                let waits = engine.outbox().await?;
                bail!(
                    "a message did not {direction} within {PATIENCE:?}; the line is {:?}, {waits:?}\n{}",
                    *engine.connection().borrow(),
                    engine.log()
                );
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let took = began.elapsed();
        if took > self.slowest.0 {
            self.slowest = (took, act);
        }
        Ok(())
    }
}
