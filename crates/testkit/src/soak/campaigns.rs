//! The campaigns of a soak, each with its full amount.

use crate::outcome::Finding;
use std::time::Duration;

use anyhow::{Context as _, Result};
use futures_util::FutureExt as _;
use futures_util::future::try_join_all;

use super::campaign::{Campaign, Portion};
use super::{endurance, fuzzing, outage};
use crate::fuzz::TARGETS;
use crate::model::Level;
use crate::{Outcome, damage, disk, hostile, kills, model, mutation, sends, stops};

/// How long a target is fuzzed in all: ten minutes of the processor's time.
const SECONDS_A_TARGET: u64 = 600;
/// How many servers are frozen at a time: nothing happens meanwhile.
const FROZEN_AT_ONCE: u64 = 4;
/// How many conversations a hostile list has.
const LONG_LIST: usize = 20_000;
/// How many steps a walk has.
const STEPS: usize = 60;

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
        run: |portion| sends::run(portion.amount, portion.seed).boxed(),
    },
    Campaign {
        name: "stops",
        title: "SIGSTOP of the server, 1 to 60 s",
        wanted: 50,
        unit: "stops",
        portion: 2 * FROZEN_AT_ONCE,
        least: 200,
        run: |portion| freeze(portion).boxed(),
    },
    Campaign {
        name: "kills",
        title: "kill -9",
        wanted: 2_000,
        unit: "kills",
        // So many that each place has its turn, and the campaign can demand that each was stopped at.
        portion: 200,
        least: 240,
        run: |portion| kills::run(kills::Plan::new(portion.seed, portion.amount)).boxed(),
    },
    Campaign {
        name: "disk",
        title: "full disk",
        wanted: 200,
        unit: "cases",
        portion: 12,
        least: 90,
        run: |portion| disk::run(portion.seed, portion.amount).boxed(),
    },
    Campaign {
        name: "damage",
        title: "damaged files",
        wanted: 1_000,
        unit: "files",
        portion: 25,
        least: 60,
        run: |portion| damage::run(portion.seed, portion.amount).boxed(),
    },
    Campaign {
        name: "mutations",
        title: "bugs planted in a copy, each found",
        wanted: mutation::COUNT,
        unit: "mutations",
        portion: 1,
        least: 300,
        run: |portion| mutate(portion).boxed(),
    },
    Campaign {
        name: "hostile",
        title: "a hostile customer and server",
        wanted: 220,
        unit: "acts",
        // Each kind of act once.
        portion: 22,
        least: 240,
        run: |portion| attack(portion).boxed(),
    },
    Campaign {
        name: "fuzz",
        title: "fuzzing, 10 minutes of CPU a target",
        wanted: SECONDS_A_TARGET * TARGETS.len() as u64,
        unit: "CPU s",
        portion: fuzzing::PORTION,
        least: 60,
        run: |portion| fuzzing::run(portion).boxed(),
    },
    Campaign {
        name: "long",
        title: "compressed 24 hours",
        wanted: 1_000_000,
        unit: "events",
        portion: 1_000_000,
        least: 120,
        run: |portion| endurance::run(portion).boxed(),
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

async fn attack(portion: Portion) -> Result<Outcome> {
    let plan = hostile::Plan {
        seed: portion.seed,
        acts: usize::try_from(portion.amount)?,
        list: LONG_LIST,
    };
    hostile::run(plan).await
}

async fn mutate(portion: Portion) -> Result<Outcome> {
    let sources = portion.fuzz.parent().context("the root of the sources")?;
    mutation::campaign::run(sources, &portion.folder, portion.first, portion.amount).await
}

async fn walk(level: Level, portion: Portion) -> Result<Outcome> {
    let numbers = portion.first..portion.first + portion.amount;
    let (seed, until) = (portion.seed, portion.until);
    let report =
        tokio::task::spawn_blocking(move || model::walks(level, seed, numbers, STEPS, Some(until)));
    let report = report.await??;
    let mut outcome = Outcome {
        cases: report.walks,
        ..Outcome::default()
    };
    if let Some(broken) = report.broken {
        outcome.add_finding(Finding::Breakdown, broken.to_string());
    }
    Ok(outcome)
}

/// Several at a time, each with a server of its own.
async fn freeze(portion: Portion) -> Result<Outcome> {
    let longest = Duration::from_secs(60);
    let each = |lane: u64| {
        portion.amount / FROZEN_AT_ONCE + u64::from(lane < portion.amount % FROZEN_AT_ONCE)
    };
    let lanes = (0..FROZEN_AT_ONCE).filter(|lane| each(*lane) > 0);
    let lanes = lanes.map(|lane| {
        let seed = portion.seed.wrapping_add(lane);
        stops::run(stops::draw_stops(each(lane), longest, seed), seed)
    });
    let mut sum = Outcome::default();
    for found in try_join_all(lanes).await? {
        sum.add(found);
    }
    Ok(sum)
}
