//! What the comparison found, in words.

use std::fmt;

use super::Entry;
use crate::Outcome;

/// How many findings of a kind a report spells out.
const MOST_NOTES: usize = 12;

/// What the comparison found: each finding in words. All empty: nothing is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub acknowledged: u64,
    /// Stored twice, the second time by a commit later than the settle time: no mistake of the engine.
    pub excused: u64,
    /// Acknowledged and nowhere, or waiting and not shown.
    pub lost: Vec<String>,
    /// Stored or shown more often than written.
    pub twice: Vec<String>,
    pub shown_unstored: Vec<String>,
    /// Stored in another order than written, or shown in another than stored.
    pub out_of_order: Vec<String>,
    /// Stored, not shown, and no gap says so.
    pub holes: Vec<String>,
    /// Drafts that differ from what was written last.
    pub drafts_wrong: Vec<String>,
}

impl Findings {
    pub(super) fn new(entries: &[Entry]) -> Self {
        let acknowledged = entries
            .iter()
            .filter(|e| matches!(e, Entry::Acknowledged(..)));
        Self {
            acknowledged: acknowledged.count() as u64,
            ..Self::default()
        }
    }

    pub fn is_clean(&self) -> bool {
        self.kinds().iter().all(|(_, found)| found.is_empty())
    }

    /// The figures; the findings are its notes.
    pub fn outcome(&self) -> Outcome {
        let count = |found: &[String]| found.len() as u64;
        Outcome {
            cases: self.acknowledged,
            lost: count(&self.lost),
            twice: count(&self.twice),
            shown_unstored: count(&self.shown_unstored),
            out_of_order: count(&self.out_of_order),
            holes: count(&self.holes),
            drafts_wrong: count(&self.drafts_wrong),
            broken: 0,
            notes: self.notes(),
        }
    }

    fn notes(&self) -> Vec<String> {
        let spell = |(kind, found): (&str, &[String])| {
            let lines = found.iter().take(MOST_NOTES);
            lines
                .map(|what| format!("{kind}: {what}"))
                .collect::<Vec<_>>()
        };
        self.kinds().into_iter().flat_map(spell).collect()
    }

    fn kinds(&self) -> [(&'static str, &[String]); 6] {
        [
            ("lost", &self.lost),
            ("twice", &self.twice),
            ("shown but not stored", &self.shown_unstored),
            ("out of order", &self.out_of_order),
            ("hole", &self.holes),
            ("draft", &self.drafts_wrong),
        ]
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outcome().fmt(f)
    }
}
