//! Searching a large cache as it is typed: from a letter until the first 50 messages are there, beside what SQLite does
//! without an index; how large the index is, and how soon it is built.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use store::{SearchRequest, Store, StorePaths, system_clock};

use crate::Setting;
use crate::data::{CacheSize, WORDS, filled_profile, profile_folder};
use crate::like_search::LikeSearch;
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
    let typed = typed();
    let peer = LikeSearch::new(setting, &folder.join("cache.db"));
    let runtime = tokio::runtime::Runtime::new()?;
    peer.forget_index()?;
    let built_in = runtime.block_on(build_index(&folder))?;
    let samples = runtime.block_on(search_all(&folder, &typed))?;
    let like = peer.search_all(&typed, SHOWN)?;
    #[expect(clippy::cast_precision_loss, reason = "a count of messages")]
    let built = size.messages as f64 / built_in;
    Ok(vec![
        Row {
            name: "search",
            what: format!(
                "a search as typed, 1 to 14 letters, {} messages in the cache",
                size.messages
            ),
            unit: "ms",
            samples: Samples(samples),
            peer: Some(("LIKE over the folded texts", Samples(like.milliseconds))),
            goal: Goal::TailAtMost {
                p95: 10.0,
                p99: 20.0,
            },
        },
        Row {
            name: "search",
            what: "the search's index for each byte of text".to_owned(),
            unit: "B",
            samples: Samples(vec![like.index_bytes / like.text_bytes]),
            peer: None,
            goal: Goal::None,
        },
        Row {
            name: "search",
            what: "an old cache is indexed, beside everything else".to_owned(),
            unit: "messages/s",
            samples: Samples(vec![built]),
            peer: None,
            goal: Goal::None,
        },
    ])
}

/// The same in every run.
fn typed() -> Vec<String> {
    let mut dice = StdRng::seed_from_u64(2);
    let mut typed = Vec::new();
    for _ in 0..QUERIES {
        let phrase: Vec<&str> = (0..4)
            .filter_map(|_| WORDS.choose(&mut dice).copied())
            .collect();
        let letters = dice.random_range(LETTERS);
        typed.push(phrase.join(" ").chars().take(letters).collect());
    }
    typed
}

async fn open(folder: &Path) -> Result<Store> {
    let opened = Store::open(StorePaths::in_folder(folder), system_clock()).await?;
    Ok(opened.store)
}

/// Opens a cache that is not indexed, and waits until it is; answers after how many seconds.
async fn build_index(folder: &Path) -> Result<f64> {
    let began = Instant::now();
    let store = open(folder).await?;
    while store.search(&request("الطلب")).await?.not_covered > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let elapsed = began.elapsed().as_secs_f64();
    store.close().await?;
    Ok(elapsed)
}

async fn search_all(folder: &Path, typed: &[String]) -> Result<Vec<f64>> {
    let store = open(folder).await?;
    let mut samples = Vec::new();
    for typed in typed {
        let began = Instant::now();
        let found = store.search(&request(typed)).await?;
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
