//! What a soak consists of: campaigns, of which one portion is run after the other.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::future::BoxFuture;

use crate::Outcome;

pub struct Campaign {
    /// What `--only` takes.
    pub name: &'static str,
    pub title: &'static str,
    pub wanted: u64,
    pub unit: &'static str,
    pub portion: u64,
    /// How many seconds a portion takes at least: with less time left, none is begun.
    pub least: u64,
    pub run: fn(Portion) -> BoxFuture<'static, Result<Outcome>>,
}

impl std::fmt::Debug for Campaign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[derive(Clone, Debug)]
pub struct Portion {
    pub seed: u64,
    pub first: u64,
    pub amount: u64,
    pub until: Instant,
    pub folder: PathBuf,
    /// The folder of the fuzz targets and their corpus.
    pub fuzz: PathBuf,
    pub guide: Guide,
}

/// Who bends the inputs of the fuzz targets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guide {
    #[default]
    Dice,
    /// `cargo fuzz`, which knows what an input reached. It has been built.
    Coverage,
}

/// A portion that has ended.
pub(super) struct Ended {
    pub(super) campaign: &'static Campaign,
    pub(super) number: usize,
    pub(super) seed: u64,
    pub(super) took: Duration,
    pub(super) result: Result<Outcome>,
}
