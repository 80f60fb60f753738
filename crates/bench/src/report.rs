//! The report: a table for the terminal, `report.json` for programs, `report.html` for people.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::measure::Samples;

/// What is wanted of a quantity.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Goal {
    RatioAtMost(f64),
    RatioAtLeast(f64),
    AtMost(f64),
    /// Of all but the slowest.
    TailAtMost {
        p95: f64,
        p99: f64,
    },
    /// It is only told.
    None,
}

impl Goal {
    /// Whether it is reached; `None` where nothing is wanted, or the peer is missing.
    fn is_reached(self, samples: &Samples, ratio: Option<f64>) -> Option<bool> {
        match self {
            Self::RatioAtMost(most) => ratio.map(|ratio| ratio <= most),
            Self::RatioAtLeast(least) => ratio.map(|ratio| ratio >= least),
            Self::AtMost(most) => Some(samples.median() <= most),
            Self::TailAtMost { p95, p99 } => {
                Some(samples.percentile(95.0) <= p95 && samples.percentile(99.0) <= p99)
            }
            Self::None => None,
        }
    }

    fn describe(self, unit: &str) -> String {
        match self {
            Self::RatioAtMost(most) => format!("≤ {most} ×"),
            Self::RatioAtLeast(least) => format!("≥ {least} ×"),
            Self::AtMost(most) => format!("≤ {most} {unit}"),
            Self::TailAtMost { p95, p99 } => format!("p95 ≤ {p95}, p99 ≤ {p99} {unit}"),
            Self::None => String::new(),
        }
    }
}

/// One quantity, with that of its peer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) what: String,
    pub(crate) unit: &'static str,
    pub(crate) samples: Samples,
    /// Who the peer is, and what was measured of it in the rounds between.
    pub(crate) peer: Option<(&'static str, Samples)>,
    pub(crate) goal: Goal,
}

impl Row {
    fn ratio(&self) -> Option<f64> {
        let (_, peer) = self.peer.as_ref()?;
        // A peer may take nothing at all.
        Some(self.samples.median() / peer.median()).filter(|ratio| ratio.is_finite())
    }

    fn cells(&self) -> [String; 8] {
        let (peer, peer_median) = match &self.peer {
            Some((name, samples)) => ((*name).to_owned(), number(samples.median())),
            None => Default::default(),
        };
        let reached = match self.goal.is_reached(&self.samples, self.ratio()) {
            Some(true) => "✓ ",
            Some(false) => "✗ ",
            None => "",
        };
        [
            self.what.clone(),
            format!("{} {}", number(self.samples.median()), self.unit),
            number(self.samples.percentile(95.0)),
            number(self.samples.percentile(99.0)),
            peer,
            peer_median,
            self.ratio()
                .map(|ratio| format!("{ratio:.2} ×"))
                .unwrap_or_default(),
            format!("{reached}{}", self.goal.describe(self.unit)),
        ]
    }
}

const HEADINGS: [&str; 8] = [
    "what",
    "median",
    "p95",
    "p99",
    "peer",
    "its median",
    "ratio",
    "goal",
];

/// All that was measured in one run.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
}

impl Report {
    /// The table, as Markdown.
    pub(crate) fn table(&self) -> String {
        let mut lines = vec![
            format!("| {} |", HEADINGS.join(" | ")),
            format!("|{}", "---|".repeat(HEADINGS.len())),
        ];
        lines.extend(
            self.rows
                .iter()
                .map(|row| format!("| {} |", row.cells().join(" | "))),
        );
        lines.join("\n")
    }

    /// Writes the report as JSON, HTML and Markdown.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        fs::write(folder.join("report.json"), serde_json::to_vec_pretty(self)?)?;
        fs::write(folder.join("report.md"), self.table())?;
        fs::write(folder.join("report.html"), self.html())?;
        Ok(())
    }

    fn html(&self) -> String {
        let mut page = String::from(
            "<!doctype html><meta charset=\"utf-8\"><title>Avvento Desk: measured</title>\
             <style>body{font:14px system-ui;margin:2rem}td,th{padding:.3rem .8rem;text-align:start}\
             tr:nth-child(even){background:#8881}</style><h1>Avvento Desk: measured</h1><table><tr>",
        );
        for heading in HEADINGS.iter().chain(&["rounds"]) {
            // Writing to a string cannot fail.
            let _ = write!(page, "<th>{heading}</th>");
        }
        page.push_str("</tr>");
        for row in &self.rows {
            page.push_str("<tr>");
            for cell in row.cells() {
                let _ = write!(page, "<td>{cell}</td>");
            }
            let _ = write!(page, "<td>{}</td></tr>", plot(row));
        }
        page.push_str("</table>");
        page
    }
}

/// The rounds as points on one line: ours above, the peer's below.
fn plot(row: &Row) -> String {
    let lines = [
        ("#6d1be0", 10, Some(&row.samples)),
        ("#888888", 26, row.peer.as_ref().map(|(_, samples)| samples)),
    ];
    let drawn = || {
        lines
            .iter()
            .filter_map(|(colour, y, samples)| Some((colour, y, (*samples)?)))
    };
    let most = drawn()
        .flat_map(|(_, _, samples)| &samples.0)
        .copied()
        .fold(f64::MIN_POSITIVE, f64::max);
    let mut points = String::new();
    for (colour, y, samples) in drawn() {
        for sample in &samples.0 {
            let x = 10.0 + 220.0 * sample / most;
            let _ = write!(
                points,
                "<circle cx=\"{x:.1}\" cy=\"{y}\" r=\"4\" fill=\"{colour}\" fill-opacity=\".6\"/>"
            );
        }
    }
    format!("<svg width=\"240\" height=\"36\" role=\"img\">{points}</svg>")
}

/// A number with as many digits as one reads.
fn number(value: f64) -> String {
    if value.abs() >= 100.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

/// Prints to the terminal.
#[expect(clippy::print_stdout, reason = "what it is started for")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}
