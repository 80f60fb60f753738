//! Searching a large cache as it is typed: from a letter until the first 50 messages are there.

use std::time::Instant;

use anyhow::{Result, ensure};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use store::{SearchRequest, Store, StorePaths, system_clock};

use crate::Setting;
use crate::data::{CacheSize, WORDS, filled_profile, profile_folder};
use crate::measure::Samples;
use crate::report::{Goal, Row};

/// What is typed, and how many letters of it.
const QUERIES: usize = 200;
const LETTERS: std::ops::RangeInclusive<usize> = 1..=14;

/// How many messages a search shows.
const SHOWN: u32 = 50;

pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let size = CacheSize::of_messages(setting.by_scale(1_000_000, 5_000));
    let profile = filled_profile(setting, size)?;
    let folder = profile_folder(&profile.folder)?;
    let samples = tokio::runtime::Runtime::new()?.block_on(search_all(&folder))?;
    Ok(vec![Row {
        name: "search",
        what: format!(
            "a search as typed, 1 to 14 letters, {} messages in the cache",
            size.messages
        ),
        unit: "ms",
        samples: Samples(samples),
        peer: None,
        goal: Goal::TailAtMost {
            p95: 10.0,
            p99: 20.0,
        },
    }])
}

async fn search_all(folder: &std::path::Path) -> Result<Vec<f64>> {
    let store = Store::open(StorePaths::in_folder(folder), system_clock())
        .await?
        .store;
    // A profile of an earlier version is indexed first.
    while store.search(&request("الطلب")).await?.not_covered > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let mut dice = StdRng::seed_from_u64(2);
    let mut samples = Vec::new();
    for _ in 0..QUERIES {
        let phrase: Vec<&str> = (0..4)
            .filter_map(|_| WORDS.choose(&mut dice).copied())
            .collect();
        let typed: String = phrase
            .join(" ")
            .chars()
            .take(dice.random_range(LETTERS))
            .collect();
        let began = Instant::now();
        let found = store.search(&request(&typed)).await?;
        samples.push(began.elapsed().as_secs_f64() * 1000.0);
        ensure!(
            typed.chars().count() > 4 || !found.messages.is_empty(),
            "«{typed}» is in many messages and was not found"
        );
    }
    store.close().await?;
    Ok(samples)
}

fn request(typed: &str) -> SearchRequest {
    SearchRequest {
        words: typed.split_whitespace().map(str::to_owned).collect(),
        limit: SHOWN,
        ..SearchRequest::default()
    }
}
