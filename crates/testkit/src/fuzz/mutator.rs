//! A mutation loop: inputs of the corpus are mutated at random and taken through a target, for a measured
//! amount of the processor's time. It knows nothing of coverage; that is what `cargo fuzz` is for.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use super::Target;

/// Bits of what the wire carries, to be put in anywhere.
const PIECES: &[&[u8]] = &[
    b"\"_id\":",
    b"\"id\":",
    b"\"conversation\":",
    b"\"sender\":",
    b"\"content\":",
    b"\"createdAt\":",
    b"\"updatedAt\":",
    b"\"lastMessage\":",
    b"\"participants\":",
    b"\"messages\":",
    b"\"total\":",
    b"null",
    b"true",
    b"-1",
    b"1e400",
    b"9007199254740993",
    b"\"\\ud800\"",
    b"\"\\u0000\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\"2025-02-14T10:30:00.000Z\"",
    b"\"+262143-12-31T23:59:59Z\"",
    b"\"closed\"",
    b"https://",
    b"mailto:",
    b"--data",
    b"--server",
    b"\n",
    b"\xff",
    b"\xe2\x80\xae",
    b"%00",
    b"@",
];

/// The longest input that is made, in bytes.
const LONGEST: usize = 8192;

#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// After so many inputs: the same each time.
    Inputs(u64),
    /// When so much of the processor's time is spent.
    Processor(Duration),
}

#[derive(Debug, Default)]
pub struct FuzzReport {
    pub inputs: u64,
    /// How much of the processor's time it took.
    pub spent: Duration,
    /// The input that broke a target, and what it said.
    pub broken: Option<(Vec<u8>, String)>,
}

/// Takes mutated inputs through a target until the limit is reached, or until one breaks it.
pub fn run(target: Target, corpus: &Path, seed: u64, limit: Limit) -> Result<FuzzReport> {
    let seeds = inputs(&corpus.join(target.name))?;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut pool: Vec<Vec<u8>> = seeds.into_iter().map(|(_, input)| input).collect();
    let mut report = FuzzReport::default();
    let began = Stopwatch::start();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    while report.broken.is_none() {
        // The clock is read now and then: most inputs take microseconds.
        if report.inputs.is_multiple_of(32) {
            report.spent = began.spent();
            if matches!(limit, Limit::Processor(budget) if report.spent >= budget) {
                break;
            }
        }
        if matches!(limit, Limit::Inputs(most) if report.inputs >= most) {
            break;
        }
        let input = mutate(&pool, &mut rng);
        report.inputs += 1;
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.run)(&input))) {
            report.broken = Some((input, said(&*panic)));
        } else if rng.random_ratio(1, 64) {
            remember(&mut pool, input, &mut rng);
        }
    }
    std::panic::set_hook(hook);
    Ok(report)
}

/// The inputs of a folder, each with its name, in the order of their names.
pub fn inputs(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let files = std::fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    let mut inputs = Vec::new();
    for file in files {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        inputs.push((name, std::fs::read(file.path())?));
    }
    inputs.sort();
    anyhow::ensure!(!inputs.is_empty(), "{} is empty", folder.display());
    Ok(inputs)
}

/// Keeps the pool from growing: a mutated input takes the place of another.
fn remember(pool: &mut Vec<Vec<u8>>, input: Vec<u8>, rng: &mut StdRng) {
    if pool.len() < 256 {
        pool.push(input);
        return;
    }
    let place = rng.random_range(0..pool.len());
    if let Some(kept) = pool.get_mut(place) {
        *kept = input;
    }
}

fn mutate(pool: &[Vec<u8>], rng: &mut StdRng) -> Vec<u8> {
    let pick = |rng: &mut StdRng| {
        pool.get(rng.random_range(0..pool.len().max(1)))
            .cloned()
            .unwrap_or_default()
    };
    let mut input = pick(rng);
    for _ in 0..rng.random_range(1..6) {
        let place = rng.random_range(0..=input.len());
        match rng.random_range(0..7) {
            0 => {
                if let Some(byte) = input.get_mut(place) {
                    *byte ^= 1 << rng.random_range(0..8);
                }
            }
            1 => input.truncate(place),
            2 => {
                let end = (place + rng.random_range(0..16)).min(input.len());
                input.drain(place..end);
            }
            3 => {
                let end = (place + rng.random_range(0..64)).min(input.len());
                let again: Vec<u8> = input.drain(place..end).collect();
                let twice = again.iter().chain(&again).copied().collect::<Vec<_>>();
                input.splice(place..place, twice);
            }
            4 => {
                let other = pick(rng);
                let from = rng.random_range(0..=other.len());
                input.truncate(place);
                input.extend(other.iter().skip(from));
            }
            5 => {
                let bytes: Vec<u8> = (0..rng.random_range(1..5)).map(|_| rng.random()).collect();
                input.splice(place..place, bytes);
            }
            _ => {
                let piece = PIECES
                    .get(rng.random_range(0..PIECES.len()))
                    .copied()
                    .unwrap_or_default();
                input.splice(place..place, piece.iter().copied());
            }
        }
    }
    input.truncate(LONGEST);
    input
}

fn said(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<String>().cloned();
    said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()))
        .unwrap_or_else(|| "it broke down".to_owned())
}

/// Measures the thread's time on the processor, without that of SQLite's threads; where the system does not
/// tell, the time on the wall.
struct Stopwatch {
    wall: Instant,
    before: Option<Duration>,
}

impl Stopwatch {
    fn start() -> Self {
        Self {
            wall: Instant::now(),
            before: crate::process_stats::own_cpu_time(),
        }
    }

    fn spent(&self) -> Duration {
        match (crate::process_stats::own_cpu_time(), self.before) {
            (Some(now), Some(before)) => now.saturating_sub(before),
            _ => self.wall.elapsed(),
        }
    }
}
