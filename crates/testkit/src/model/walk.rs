//! Random walks: each is made from a seed, taken, and shrunk where it breaks a rule.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use parking_lot::Mutex;
use proptest::strategy::Strategy as _;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use proptest_state_machine::ReferenceStateMachine as _;
use tokio::runtime::Runtime;

use super::action::Action;
use super::invariants;
use super::recovery;
use super::reference::Reference;
use super::reference_machine::ReferenceMachine;
use super::system::{Level, System};

/// How long shorter walks are tried before the shortest so far is told.
const SHRINKING: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub struct WalkReport {
    pub walks: u64,
    pub broken: Option<Counterexample>,
}

/// A walk that broke a rule.
#[derive(Clone, Debug)]
pub struct Counterexample {
    pub seed: u64,
    /// Its number among the walks of that seed.
    pub number: u64,
    /// The fewest steps that break the rule.
    pub steps: Vec<Action>,
    pub rule: String,
}

impl std::fmt::Display for Counterexample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "walk {} of seed {}: {}",
            self.number, self.seed, self.rule
        )?;
        writeln!(f, "the fewest steps that lead there:")?;
        self.steps
            .iter()
            .try_for_each(|step| writeln!(f, "    {step:?},"))
    }
}

/// Takes walks with these numbers, of so many steps each, on two threads, until one breaks a rule
/// or the time is over.
pub fn walks(
    level: Level,
    seed: u64,
    numbers: std::ops::Range<u64>,
    steps: usize,
    until: Option<Instant>,
) -> Result<WalkReport> {
    let next = AtomicU64::new(numbers.start);
    let outcome = Mutex::new(WalkReport::default());
    let threads: Result<Vec<()>> = std::thread::scope(|scope| {
        let walker = || -> Result<()> {
            let runtime = quiet_runtime()?;
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                let over = until.is_some_and(|until| Instant::now() >= until);
                let mut told = outcome.lock();
                if number >= numbers.end || over || told.broken.is_some() {
                    return Ok(());
                }
                told.walks += 1;
                drop(told);
                if let Some(broken) = walk(&runtime, level, (seed, number), steps, until) {
                    let mut told = outcome.lock();
                    told.broken.get_or_insert(broken);
                }
            }
        };
        let handles = [scope.spawn(walker), scope.spawn(walker)];
        handles
            .into_iter()
            .map(|handle| {
                handle
                    .join()
                    .unwrap_or_else(|_| anyhow::bail!("a thread of walks panicked"))
            })
            .collect()
    });
    threads?;
    Ok(outcome.into_inner())
}

/// Carries out given steps, then the recovery: for walks that once broke a rule.
pub fn replay(level: Level, steps: &[Action]) -> Result<()> {
    quiet_runtime()?.block_on(take(level, steps, None))
}

fn quiet_runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime")
}

fn walk(
    runtime: &Runtime,
    level: Level,
    (seed, number): (u64, u64),
    steps: usize,
    until: Option<Instant>,
) -> Option<Counterexample> {
    let mut bytes = [0_u8; 32];
    let both = seed.to_le_bytes().into_iter().chain(number.to_le_bytes());
    bytes
        .iter_mut()
        .zip(both)
        .for_each(|(byte, seed)| *byte = seed);
    // Shrinking ends with the time of the campaign; zero would mean no limit.
    let left = until.map_or(SHRINKING, |until| {
        until.saturating_duration_since(Instant::now())
    });
    let shrinking = left.min(SHRINKING);
    let config = Config {
        max_shrink_iters: u32::MAX,
        max_shrink_time: u32::try_from(shrinking.as_millis())
            .unwrap_or(u32::MAX)
            .max(1),
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let broken = |steps, rule: String| Counterexample {
        seed,
        number,
        steps,
        rule,
    };
    let tree = match ReferenceMachine::sequential_strategy(steps).new_tree(&mut runner) {
        Ok(tree) => tree,
        Err(reason) => {
            return Some(broken(
                Vec::new(),
                format!("no walk could be made: {reason}"),
            ));
        }
    };
    let taken = runner.run_one(tree, |(_, steps, seen)| {
        let outcome = runtime.block_on(take(level, &steps, seen.as_deref()));
        outcome.map_err(|error| TestCaseError::fail(format!("{error:#}")))
    });
    match taken {
        Ok(_) => None,
        Err(TestError::Fail(reason, (_, steps, _))) => Some(broken(steps, reason.to_string())),
        Err(TestError::Abort(reason)) => Some(broken(Vec::new(), reason.to_string())),
    }
}

async fn take(level: Level, steps: &[Action], seen: Option<&AtomicUsize>) -> Result<()> {
    let mut reference = Reference {
        up: true,
        ..Reference::default()
    };
    let mut system = System::begin(level).await?;
    for (number, step) in steps.iter().enumerate() {
        reference.note(step);
        if let Some(seen) = seen {
            // What comes after the step that breaks a rule needs no shrinking.
            seen.fetch_add(1, Ordering::SeqCst);
        }
        let taken = async {
            system.act(step).await?;
            if step.happens_without_client() {
                return Ok(());
            }
            invariants::check_all(&mut system, &reference).await
        };
        taken
            .await
            .with_context(|| format!("after step {}: {step:?}", number + 1))?;
    }
    recovery::recover(&mut system, &reference)
        .await
        .context("in the end")
}
