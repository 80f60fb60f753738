//! The table and the report.

use std::fmt::Write as _;

use super::campaign::Campaign;
use super::campaigns::CAMPAIGNS;
use super::state::{Progress, State};
use crate::outcome::Finding;

/// The table of what was done, in Markdown.
pub fn table(state: &State) -> String {
    let mut table = String::from(
        "| campaign | wanted | done | lost | twice | shown, not stored | out of order | holes | drafts wrong | \
         other | minutes | verdict |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n",
    );
    for campaign in CAMPAIGNS {
        let row = state.row(campaign.name);
        let found = Finding::ALL.map(|(finding, _)| row.outcome.count_of(finding).to_string());
        // Writing to a string does not fail.
        let _ = writeln!(
            table,
            "| {} | {} {} | {} | {} | {:.1} | {} |",
            campaign.title,
            campaign.wanted,
            campaign.unit,
            row.done,
            found.join(" | "),
            minutes(row.seconds),
            verdict(campaign, &row)
        );
    }
    table
}

fn minutes(seconds: u64) -> f64 {
    f64::from(u32::try_from(seconds).unwrap_or(u32::MAX)) / 60.0
}

fn verdict(campaign: &Campaign, row: &Progress) -> &'static str {
    match (row.is_clean(), row.done) {
        (false, _) => "FAILED",
        (true, 0) => "not run",
        (true, done) if done < campaign.wanted => "clean so far",
        (true, _) => "clean",
    }
}

/// The report: the table, the figures behind it, and what went wrong.
pub fn report(state: &State) -> String {
    let mut report = format!("Seed {}.\n\n{}", state.seed, table(state));
    for campaign in CAMPAIGNS {
        let row = state.row(campaign.name);
        if row.outcome.notes.is_empty() && row.failures.is_empty() {
            continue;
        }
        let _ = write!(report, "\n### {}\n\n", campaign.title);
        for note in &row.outcome.notes {
            let _ = writeln!(report, "- {note}");
        }
        for failure in &row.failures {
            let _ = writeln!(report, "- **failed:** {failure}");
        }
    }
    report
}
