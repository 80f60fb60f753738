//! What was done so far, kept from one run to the next.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::campaign::{Campaign, Ended};
use super::campaigns::CAMPAIGNS;
use super::plan::SoakPlan;
use crate::Outcome;

/// How many notes of a campaign are kept: the newest.
const NOTES: usize = 12;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    pub seed: u64,
    pub rows: BTreeMap<String, Progress>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    pub done: u64,
    /// In how many seconds.
    pub seconds: u64,
    pub outcome: Outcome,
    /// What went wrong, each with the seed of its portion.
    pub failures: Vec<String>,
}

impl Progress {
    pub fn is_clean(&self) -> bool {
        self.outcome.is_clean() && self.failures.is_empty()
    }

    pub(super) fn note(&mut self, ended: Ended) {
        self.seconds += ended.took.as_secs();
        let seed = ended.seed;
        match ended.result {
            Ok(outcome) => self.take(outcome, seed),
            Err(error) => self
                .failures
                .push(format!("broke off (seed {seed}): {error:#}")),
        }
    }

    fn take(&mut self, outcome: Outcome, seed: u64) {
        if !outcome.is_clean() {
            self.failures.push(format!("seed {seed}: {outcome}"));
        }
        self.done += outcome.cases;
        self.outcome.add(outcome);
        let surplus = self.outcome.notes.len().saturating_sub(NOTES);
        self.outcome.notes.drain(..surplus);
    }
}

impl State {
    /// Goes on with what a run before has kept, if it is the same soak and was not finished.
    pub(super) fn resume_or_begin(plan: &SoakPlan) -> Result<Self> {
        let kept = std::fs::read(path(plan)).ok();
        let kept: Option<Self> = kept.and_then(|text| serde_json::from_slice(&text).ok());
        let goes_on = |kept: &Self| match plan.seed {
            Some(seed) => kept.seed == seed,
            None => CAMPAIGNS
                .iter()
                .any(|campaign| kept.row(campaign.name).done < campaign.wanted),
        };
        if let Some(kept) = kept.filter(goes_on) {
            return Ok(kept);
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        Ok(Self {
            seed: plan.seed.unwrap_or(now.as_secs()),
            rows: BTreeMap::new(),
        })
    }

    pub(super) fn keep(&self, plan: &SoakPlan) -> Result<()> {
        let draft = plan.folder.join("STATE.json.new");
        std::fs::write(&draft, serde_json::to_vec_pretty(self)?)?;
        std::fs::rename(&draft, path(plan)).context("the state could not be kept")
    }

    pub fn row(&self, name: &str) -> Progress {
        self.rows.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, name: &str) -> &mut Progress {
        self.rows.entry(name.to_owned()).or_default()
    }

    /// Whether a campaign has more to do, and was not given up.
    pub(super) fn wants(&self, campaign: &Campaign, patience: usize) -> bool {
        let row = self.row(campaign.name);
        row.done < campaign.wanted && row.failures.len() < patience
    }

    /// Whether nothing was found wrong anywhere.
    pub fn is_clean(&self) -> bool {
        self.rows.values().all(Progress::is_clean)
    }
}

fn path(plan: &SoakPlan) -> PathBuf {
    plan.folder.join("STATE.json")
}
