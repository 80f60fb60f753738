//! The campaigns of a soak, each with its full amount.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::{Guide, long, outage};
use crate::fuzz::{TARGETS, Target, churn};
use crate::model::Level;
use crate::sends::SendsPlan;
use crate::stops::StopsPlan;
use crate::{Outcome, damage, disk, kills, model, sends, stops};

/// How long a target is fuzzed in all: ten minutes of the processor's time.
const SECONDS_A_TARGET: u64 = 600;
/// How much of that at a time.
const FUZZ_PORTION: u64 = 30;
/// How many steps a walk has.
const STEPS: usize = 60;

/// A campaign.
pub struct Campaign {
    /// What `--only` takes.
    pub name: &'static str,
    /// What the table says.
    pub title: &'static str,
    /// The full amount.
    pub wanted: u64,
    /// Of what.
    pub unit: &'static str,
    /// How much at a time.
    pub portion: u64,
    /// How many seconds a portion takes at least: with less time left, none is begun.
    pub least: u64,
    /// Runs a portion.
    pub run: fn(Portion) -> BoxFuture<'static, Result<Outcome>>,
}

impl std::fmt::Debug for Campaign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A part of a campaign.
#[derive(Clone, Debug)]
pub struct Portion {
    /// What its dice are seeded with.
    pub seed: u64,
    /// How much was done before it.
    pub first: u64,
    /// How much is to be done.
    pub amount: u64,
    /// When the soak ends.
    pub until: Instant,
    /// Where what breaks something is kept.
    pub folder: PathBuf,
    /// The folder of the fuzz targets and their corpus.
    pub fuzz: PathBuf,
    /// Who bends the inputs.
    pub guide: Guide,
}

/// All of them.
pub const CAMPAIGNS: &[Campaign] = &[
    Campaign {
        name: "model",
        title: "state machine, 60 steps each",
        wanted: 20_000,
        unit: "walks",
        portion: 100,
        least: 10,
        run: |portion| walk(Level::Store, portion).boxed(),
    },
    Campaign {
        name: "engine",
        title: "the same walks with the engine, over HTTP",
        wanted: 2_000,
        unit: "walks",
        portion: 20,
        least: 10,
        run: |portion| walk(Level::Engine, portion).boxed(),
    },
    Campaign {
        name: "sends",
        title: "sends through the proxy, 14 faults",
        wanted: 20_000,
        unit: "sends",
        portion: 500,
        least: 90,
        run: |portion| sends::run(SendsPlan::new(portion.amount, portion.seed)).boxed(),
    },
    Campaign {
        name: "stops",
        title: "SIGSTOP of the server, 1 to 60 s",
        wanted: 50,
        unit: "stops",
        portion: 2,
        least: 100,
        run: |portion| {
            let longest = Duration::from_secs(60);
            stops::run(StopsPlan::drawn(portion.amount, longest, portion.seed)).boxed()
        },
    },
    Campaign {
        name: "kills",
        title: "kill -9",
        wanted: 2_000,
        unit: "kills",
        portion: 25,
        least: 60,
        run: |portion| kills::run(kills::Plan::new(portion.seed, portion.amount)).boxed(),
    },
    Campaign {
        name: "disk",
        title: "full disk",
        wanted: 200,
        unit: "cases",
        portion: 5,
        least: 60,
        run: |portion| {
            let (seed, cases) = (portion.seed, portion.amount);
            disk::run(disk::Plan { seed, cases }).boxed()
        },
    },
    Campaign {
        name: "damage",
        title: "damaged files",
        wanted: 1_000,
        unit: "files",
        portion: 25,
        least: 60,
        run: |portion| {
            let (seed, cases) = (portion.seed, portion.amount);
            damage::run(damage::Plan { seed, cases }).boxed()
        },
    },
    Campaign {
        name: "fuzz",
        title: "fuzzing, 10 minutes of CPU a target",
        wanted: SECONDS_A_TARGET * TARGETS.len() as u64,
        unit: "CPU s",
        portion: FUZZ_PORTION,
        least: 40,
        run: |portion| fuzz(portion).boxed(),
    },
    Campaign {
        name: "long",
        title: "compressed 24 hours",
        wanted: 1_000_000,
        unit: "events",
        portion: 100_000,
        least: 60,
        run: |portion| long::run(portion).boxed(),
    },
    Campaign {
        name: "outage",
        title: "server away, real waiting times",
        wanted: 90,
        unit: "s",
        portion: 90,
        least: 130,
        run: |portion| outage::run(portion).boxed(),
    },
];

async fn walk(level: Level, portion: Portion) -> Result<Outcome> {
    let numbers = portion.first..portion.first + portion.amount;
    let (seed, until) = (portion.seed, portion.until);
    let walked =
        tokio::task::spawn_blocking(move || model::walks(level, seed, numbers, STEPS, Some(until)));
    let walked = walked.await??;
    let mut outcome = Outcome {
        cases: walked.walks,
        ..Outcome::default()
    };
    if let Some(broken) = walked.broken {
        outcome.broken += 1;
        outcome.notes.push(broken.to_string());
    }
    Ok(outcome)
}

async fn fuzz(portion: Portion) -> Result<Outcome> {
    let number = usize::try_from(portion.first / FUZZ_PORTION)? % TARGETS.len();
    let target = TARGETS.get(number).copied().context("a target")?;
    tokio::task::spawn_blocking(move || match portion.guide {
        Guide::Dice => throw_dice(target, &portion),
        Guide::Coverage => follow_coverage(target, &portion),
    })
    .await?
}

fn throw_dice(target: Target, portion: &Portion) -> Result<Outcome> {
    let limit = churn::Limit::Processor(Duration::from_secs(portion.amount));
    let churned = churn::churn(target, &portion.fuzz.join("corpus"), portion.seed, limit)?;
    let mut outcome = Outcome {
        cases: portion.amount,
        notes: vec![format!("{target:?}: {} inputs by dice", churned.inputs)],
        ..Outcome::default()
    };
    if let Some((input, said)) = churned.broken {
        let kept = portion
            .folder
            .join(format!("{target:?}-{}.input", portion.seed));
        std::fs::write(&kept, input)?;
        outcome.broken += 1;
        outcome.notes.push(format!(
            "{target:?} broke down: {said}; the input is {}",
            shown(&kept)
        ));
    }
    Ok(outcome)
}

/// One thread, so that its time on the wall is its time on the processor.
fn follow_coverage(target: Target, portion: &Portion) -> Result<Outcome> {
    let corpus = portion.folder.join("corpus").join(target.name);
    std::fs::create_dir_all(&corpus)?;
    let broken = portion.folder.join(format!("{target:?}-"));
    let output = std::process::Command::new("cargo")
        .args(["fuzz", "run", "--sanitizer", "none", "--fuzz-dir"])
        .arg(&portion.fuzz)
        .arg(target.name)
        .arg(&corpus)
        .arg(portion.fuzz.join("corpus").join(target.name))
        .arg("--")
        .arg(format!("-max_total_time={}", portion.amount))
        .arg(format!("-seed={}", portion.seed % 1_000_000_000 + 1))
        .arg(format!("-artifact_prefix={}", broken.display()))
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .context("cargo fuzz could not be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let done = said.lines().rev().find(|line| line.starts_with("Done "));
    let mut outcome = Outcome {
        cases: portion.amount,
        ..Outcome::default()
    };
    match (output.status.success(), done) {
        (true, Some(done)) => outcome
            .notes
            .push(format!("{target:?}: {done}, guided by coverage")),
        (false, _) if said.contains("SUMMARY: libFuzzer") => {
            outcome.broken += 1;
            let summary = said
                .lines()
                .filter(|line| line.contains("panicked") || line.contains("Test unit"));
            let summary: Vec<&str> = summary.collect();
            outcome
                .notes
                .push(format!("{target:?} broke down: {}", summary.join("; ")));
        }
        _ => {
            let end: Vec<&str> = said.lines().rev().take(3).collect();
            bail!(
                "cargo fuzz run {target:?} ended with {}: {}",
                output.status,
                end.join("; ")
            )
        }
    }
    Ok(outcome)
}

fn shown(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
