//! The fuzzing's part of a soak: the targets in turn, each for some of the processor's time.

use crate::outcome::Finding;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::campaign::{Guide, Portion};
use crate::fuzz::{TARGETS, Target, mutator};
use crate::{Outcome, process_stats};

/// How many seconds of the processor's time a target has at a time.
pub(super) const PORTION: u64 = 60;
/// How often is looked how much of it is spent.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// What libFuzzer ends with when it is told to.
const INTERRUPTED: i32 = 72;

pub(super) async fn run(portion: Portion) -> Result<Outcome> {
    let number = usize::try_from(portion.first / PORTION)? % TARGETS.len();
    let target = TARGETS.get(number).copied().context("a target")?;
    tokio::task::spawn_blocking(move || match portion.guide {
        Guide::Dice => throw_dice(target, &portion),
        Guide::Coverage => follow_coverage(target, &portion),
    })
    .await?
}

fn throw_dice(target: Target, portion: &Portion) -> Result<Outcome> {
    let limit = mutator::Limit::Processor(Duration::from_secs(portion.amount));
    let report = mutator::run(target, &portion.fuzz.join("corpus"), portion.seed, limit)?;
    let mut outcome = Outcome {
        cases: portion.amount,
        notes: vec![format!("{target:?}: {} inputs at random", report.inputs)],
        ..Outcome::default()
    };
    if let Some((input, said)) = report.broken {
        let kept = portion
            .folder
            .join(format!("{target:?}-{}.input", portion.seed));
        std::fs::write(&kept, input)?;
        outcome.add_finding(
            Finding::Breakdown,
            format!(
                "{target:?} broke down: {said}; the input is {}",
                name_of(&kept)
            ),
        );
    }
    Ok(outcome)
}

fn follow_coverage(target: Target, portion: &Portion) -> Result<Outcome> {
    let corpus = portion.folder.join("corpus").join(target.name);
    std::fs::create_dir_all(&corpus)?;
    let told = portion.folder.join(format!("{target:?}.log"));
    let broken = portion.folder.join(format!("{target:?}-"));
    let mut fuzzer = Command::new(built(&portion.fuzz, target)?)
        .arg(&corpus)
        .arg(portion.fuzz.join("corpus").join(target.name))
        .arg("-print_final_stats=1")
        .arg(format!("-seed={}", portion.seed % 1_000_000_000 + 1))
        .arg(format!("-artifact_prefix={}", broken.display()))
        .stderr(File::create(&told)?)
        .spawn()
        .context("the fuzz target could not be started")?;
    let (ended, spent) = spend(&mut fuzzer, Duration::from_secs(portion.amount))?;
    let said = String::from_utf8_lossy(&std::fs::read(&told)?).into_owned();
    let mut outcome = Outcome {
        cases: spent.as_secs().min(portion.amount),
        ..Outcome::default()
    };
    let inputs = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    match (ended.code(), inputs) {
        (Some(INTERRUPTED), Some(inputs)) => outcome.notes.push(format!(
            "{target:?}: {} inputs, guided by coverage",
            inputs.trim()
        )),
        _ if said.contains("SUMMARY: libFuzzer") => {
            let what = ["panicked", "Test unit", "SUMMARY"];
            let what = said
                .lines()
                .filter(|line| what.iter().any(|word| line.contains(word)));
            let what: Vec<&str> = what.collect();
            outcome.add_finding(
                Finding::Breakdown,
                format!("{target:?} broke down: {}", what.join("; ")),
            );
        }
        _ => bail!("{target:?} ended with {ended}: {}", name_of(&told)),
    }
    Ok(outcome)
}

/// Where `cargo fuzz build` has put a target: in a folder named after the system.
fn built(fuzz: &Path, target: Target) -> Result<PathBuf> {
    for system in std::fs::read_dir(fuzz.join("target"))? {
        let program = system?.path().join("release").join(target.name);
        if program.is_file() {
            return Ok(program);
        }
    }
    bail!("{target:?} is not built")
}

/// Lets a process run until it has taken so much of the processor's time, and has it end then. Answers how it
/// ended and how much it took.
fn spend(child: &mut Child, budget: Duration) -> Result<(ExitStatus, Duration)> {
    let mut spent = Duration::ZERO;
    loop {
        if let Some(ended) = child.try_wait()? {
            return Ok((ended, spent));
        }
        spent = process_stats::cpu_time_of(child.id()).context("no /proc here")?;
        if spent >= budget {
            Command::new("kill")
                .args(["-INT", &child.id().to_string()])
                .status()?;
            return Ok((child.wait()?, spent));
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
