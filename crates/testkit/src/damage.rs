//! The campaign `damage`: bits flipped, ends cut off, whole files lost in `cache.db`, `user.db`, their logs and the
//! journal, while they are closed, as a power cut leaves them, and while a store works on them.

mod comparison;
mod corruption;
mod fixture;
mod pages;

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result, anyhow};
use futures_util::{StreamExt as _, stream};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use store::{Store, StoreError};

use self::{comparison::Intact, corruption::Corruption, fixture::Fixture};
use crate::outcome::Outcome;
use crate::quick_folder::quick_folder;

/// Cases at a time: each waits for the disk most of the time.
const AT_ONCE: usize = 4;

/// How often a store may say that a file is damaged, and be opened anew, before it has to work.
const OPENINGS: usize = 4;

/// How often a store is asked again before that, and the pause in between, in which it repairs its files.
const LOOKS: usize = 10;
const REPAIR_PAUSE: Duration = Duration::from_millis(100);

/// How many messages are written, at most, after the damage to files in use.
const WRITTEN_AFTER: usize = 8;

pub async fn run(first_seed: u64, cases: u64) -> Result<Outcome> {
    let mut sum = Outcome::default();
    let mut spared = 0;
    let cases = (0..cases).map(|number| {
        let seed = first_seed.wrapping_add(number);
        // In a task of its own, so that a panic is a finding.
        async move { (seed, tokio::spawn(case(seed)).await) }
    });
    let mut cases = stream::iter(cases).buffered(AT_ONCE);
    while let Some((seed, case)) = cases.next().await {
        let found = match case {
            Ok(Ok((found, intact))) => {
                spared += intact;
                found
            }
            Ok(Err(error)) => broken(seed, &format!("{error:#}")),
            Err(error) => broken(seed, &error.to_string()),
        };
        sum.add(found);
    }
    sum.notes
        .insert(0, format!("{spared} rows were not damaged"));
    Ok(sum)
}

fn broken(seed: u64, what: &str) -> Outcome {
    Outcome {
        cases: 1,
        ..Outcome::of_breakdown(format!("seed {seed}: {what}"))
    }
}

/// In which state the files are damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Condition {
    Closed,
    /// As a power cut leaves them, with their logs.
    Cut,
    AtWork,
}

/// Damages one profile; answers what was found, and how many rows were not damaged.
async fn case(seed: u64) -> Result<(Outcome, usize)> {
    let mut random = StdRng::seed_from_u64(seed);
    let folder = quick_folder()?;
    let profile = folder.path().join("profile");
    let (mut fixture, store) = Fixture::create(&profile, &mut random).await?;
    let condition = match random.random_range(0..5) {
        0 | 1 => Condition::Closed,
        2 | 3 => Condition::Cut,
        _ => Condition::AtWork,
    };
    let damaged = match condition {
        Condition::AtWork => profile,
        Condition::Closed => {
            store.close().await?;
            profile
        }
        Condition::Cut => {
            let copy = folder.path().join("copy");
            copy_files(&profile, &copy)?;
            store.close().await?;
            copy
        }
    };
    let corruption = Corruption::draw(&mut random, &damaged, condition == Condition::AtWork)
        .context("there is something to damage")?;
    let mut intact = Intact::before(&corruption, &damaged, &fixture)?;
    corruption.apply(&damaged).await?;
    if condition == Condition::AtWork {
        let before = fixture.entries.len();
        write_on(&store, &mut fixture, &mut random).await?;
        intact.add(fixture.entries.get(before..).unwrap_or_default());
    }
    let mut found = reopened(&damaged, &fixture, &intact).await;
    found.cases = 1;
    if !found.is_clean() {
        let what = format!("seed {seed}: {condition:?}, {corruption}");
        found.notes.insert(0, what);
    }
    Ok((found, intact.count()))
}

/// The files without their index, which every opening makes anew.
fn copy_files(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for name in [
        "cache.db",
        "cache.db-wal",
        "user.db",
        "user.db-wal",
        "user.journal",
    ] {
        if from.join(name).exists() {
            std::fs::copy(from.join(name), to.join(name))?;
        }
    }
    Ok(())
}

/// Goes on writing on corrupted files, and closes them. What is refused is not acknowledged.
async fn write_on(store: &Store, fixture: &mut Fixture, random: &mut StdRng) -> Result<()> {
    for number in 0..random.random_range(1..=WRITTEN_AFTER) {
        match fixture.write(store, 1000 + number, random).await {
            Ok(()) => {}
            Err(StoreError::Damaged(_) | StoreError::DiskFailed(_)) => break,
            Err(error) => return Err(anyhow!("writing on damaged files: {error}")),
        }
    }
    // A failure to write back the log is no finding: the log is checked at the next opening.
    drop(store.close().await);
    Ok(())
}

/// Opens, fetches and looks; a store that finds damage only now is opened once more.
async fn reopened(folder: &Path, fixture: &Fixture, intact: &Intact) -> Outcome {
    let mut last = String::new();
    for _ in 0..OPENINGS {
        match look(folder, fixture, intact).await {
            Ok(outcome) => return outcome,
            Err(error) => last = error.to_string(),
        }
    }
    Outcome::of_breakdown(format!("it never opened and worked again: {last}"))
}

async fn look(folder: &Path, fixture: &Fixture, intact: &Intact) -> Result<Outcome, StoreError> {
    let store = fixture::open(folder).await?;
    let mut looked = fetch_and_compare(&store, fixture, intact).await;
    for _ in 0..LOOKS {
        if looked.is_ok() {
            break;
        }
        // The store repairs what it found damaged in the background.
        tokio::time::sleep(REPAIR_PAUSE).await;
        looked = fetch_and_compare(&store, fixture, intact).await;
    }
    drop(store.close().await);
    looked
}

async fn fetch_and_compare(
    store: &Store,
    fixture: &Fixture,
    intact: &Intact,
) -> Result<Outcome, StoreError> {
    fixture.fetch_into(store).await?;
    // The integrity check runs after the start: a damaged cache is begun anew, and fetched again.
    store.run_maintenance().await;
    fixture.fetch_into(store).await?;
    comparison::compare(store, fixture, intact).await
}
