//! What a campaign found. Every campaign answers with one of these; `cargo xtask soak` prints them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a campaign found, summed over its cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How many cases were tried: sends, kills, stops, files.
    pub cases: u64,
    /// Acknowledged, and neither on the server nor pending, failed or cancelled.
    pub lost: u64,
    /// On the server, or on screen, more often than written; late commits beyond the settle time
    /// are not counted.
    pub twice: u64,
    /// Shown as sent, and not on the server.
    pub shown_unstored: u64,
    /// Sent or shown in another order than written.
    pub out_of_order: u64,
    /// Messages missing from the cache where it shows no gap.
    pub holes: u64,
    /// Drafts that differ from what was written last.
    pub drafts_wrong: u64,
    /// What stopped working: a panic, a file that never opens again, a place never reached, a rule of
    /// the model, a figure beyond its bound.
    pub broken: u64,
    /// What else is worth knowing, figures first; for the report.
    pub notes: Vec<String>,
}

impl Outcome {
    /// One case that broke down.
    pub(crate) fn of_breakdown(why: impl Into<String>) -> Self {
        let mut outcome = Self::default();
        outcome.add_breakdown(why);
        outcome
    }

    pub(crate) fn add_breakdown(&mut self, why: impl Into<String>) {
        self.broken += 1;
        self.notes.push(why.into());
    }

    pub fn is_clean(&self) -> bool {
        self.faults().iter().all(|(_, count)| *count == 0)
    }

    pub fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.lost += other.lost;
        self.twice += other.twice;
        self.shown_unstored += other.shown_unstored;
        self.out_of_order += other.out_of_order;
        self.holes += other.holes;
        self.drafts_wrong += other.drafts_wrong;
        self.broken += other.broken;
        self.notes.extend(other.notes);
    }

    fn faults(&self) -> [(&'static str, u64); 7] {
        [
            ("lost", self.lost),
            ("twice", self.twice),
            ("shown but not stored", self.shown_unstored),
            ("out of order", self.out_of_order),
            ("holes", self.holes),
            ("drafts wrong", self.drafts_wrong),
            ("broken", self.broken),
        ]
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cases", self.cases)?;
        for (name, count) in self.faults() {
            write!(f, ", {name} {count}")?;
        }
        for note in &self.notes {
            write!(f, "\n  {note}")?;
        }
        Ok(())
    }
}
