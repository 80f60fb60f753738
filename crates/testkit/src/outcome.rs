//! What a campaign found. Every campaign answers with one of these; `cargo xtask soak` prints them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How many findings of a kind are told in words.
const MOST_NOTES: u64 = 12;

/// What may be found wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Acknowledged, and neither on the server nor pending, failed or cancelled; or waiting and not shown.
    Lost,
    /// On the server, or on screen, more often than written; late commits beyond the settle time
    /// are not counted.
    Twice,
    /// Shown as sent, and not on the server.
    ShownUnstored,
    /// Sent or shown in another order than written.
    OutOfOrder,
    /// Messages missing from the cache where it shows no gap.
    Hole,
    /// A draft that differs from what was written last.
    WrongDraft,
    /// What stopped working: a panic, a file that never opens again, a place never reached, a rule of
    /// the model, a figure beyond its bound.
    Breakdown,
}

impl Finding {
    pub const ALL: [(Self, &str); 7] = [
        (Self::Lost, "lost"),
        (Self::Twice, "twice"),
        (Self::ShownUnstored, "shown but not stored"),
        (Self::OutOfOrder, "out of order"),
        (Self::Hole, "holes"),
        (Self::WrongDraft, "drafts wrong"),
        (Self::Breakdown, "broken"),
    ];
}

/// What a campaign found, summed over its cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How many cases were tried: sends, kills, stops, files.
    pub cases: u64,
    /// Stored twice, the second time by a commit later than the settle time: no mistake of the engine.
    pub excused: u64,
    pub found: BTreeMap<Finding, u64>,
    /// What else is worth knowing, figures first; for the report.
    pub notes: Vec<String>,
}

impl Outcome {
    /// One case that broke down.
    pub(crate) fn of_breakdown(why: impl Into<String>) -> Self {
        let mut outcome = Self::default();
        outcome.add_finding(Finding::Breakdown, why);
        outcome
    }

    pub(crate) fn add_finding(&mut self, finding: Finding, note: impl Into<String>) {
        let count = self.found.entry(finding).or_default();
        *count += 1;
        if *count <= MOST_NOTES {
            self.notes.push(format!("{finding:?}: {}", note.into()));
        }
    }

    pub fn count_of(&self, finding: Finding) -> u64 {
        self.found.get(&finding).copied().unwrap_or_default()
    }

    pub fn is_clean(&self) -> bool {
        self.found.is_empty()
    }

    pub fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.excused += other.excused;
        for (finding, count) in other.found {
            *self.found.entry(finding).or_default() += count;
        }
        self.notes.extend(other.notes);
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cases", self.cases)?;
        for (finding, name) in Finding::ALL {
            write!(f, ", {name} {}", self.count_of(finding))?;
        }
        for note in &self.notes {
            write!(f, "\n  {note}")?;
        }
        Ok(())
    }
}
