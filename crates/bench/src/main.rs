//! `cargo xtask bench`: measures the programs of this workspace, each beside its peer or its floor, in one run.
//!
//! Machines are shared and noisy, so what counts is the ratio of medians of rounds that alternate. Nothing here
//! fails because of a time.

mod burst;
mod catch_up;
mod chromium;
mod commands;
mod data;
mod desk;
mod desktop;
mod frames;
mod idle;
mod like_search;
mod measure;
mod node;
mod process_tree;
mod report;
mod search;
mod size;
mod start;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Parser;

use crate::report::{Report, Row};

/// Measures the programs beside their peers.
#[derive(Parser)]
struct Arguments {
    /// Only these; by default all
    names: Vec<String>,
    /// Small amounts and one round: shows that everything runs, not how fast
    #[arg(long)]
    quick: bool,
    /// The folder with the release programs
    #[arg(long, value_name = "DIR", default_value = "target/release")]
    programs: PathBuf,
    /// The folder with the official Socket.IO client and server
    #[arg(long, value_name = "DIR", default_value = "interop")]
    interop: PathBuf,
    /// The folder with what drives the real window
    #[arg(long, value_name = "DIR", default_value = "e2e")]
    window_tests: PathBuf,
    /// A Python with SQLite, for the search's peer
    #[arg(
        long,
        value_name = "PROGRAM",
        default_value = "target/python/bin/python"
    )]
    python: PathBuf,
    /// Where the report is written
    #[arg(long, value_name = "DIR", default_value = "target/bench")]
    output: PathBuf,
}

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// What the report in the documentation is made of.
    Full,
    /// As little as shows that everything runs.
    Quick,
}

/// What every measurement needs.
pub(crate) struct Setting {
    pub(crate) scale: Scale,
    pub(crate) programs: PathBuf,
    pub(crate) interop: PathBuf,
    pub(crate) window_tests: PathBuf,
    pub(crate) python: PathBuf,
    /// Kept from run to run: data that takes long to make.
    pub(crate) output: PathBuf,
}

impl Setting {
    /// One of the two, by the scale.
    pub(crate) fn by_scale<T>(&self, full: T, quick: T) -> T {
        match self.scale {
            Scale::Full => full,
            Scale::Quick => quick,
        }
    }

    /// How many rounds count, after one that warms up.
    pub(crate) fn rounds(&self) -> usize {
        self.by_scale(5, 1)
    }
}

type Measurement = fn(&Setting) -> Result<Vec<Row>>;

/// Every measurement, by name.
const MEASUREMENTS: &[(&str, Measurement)] = &[
    ("burst", burst::measure),
    ("catch-up", catch_up::measure),
    ("commands", commands::measure),
    ("search", search::measure),
    ("size", size::measure),
    ("start", start::measure),
    ("idle", idle::measure),
    ("frames", frames::measure),
];

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let known = |name: &str| MEASUREMENTS.iter().any(|(known, _)| *known == name);
    if let Some(unknown) = arguments.names.iter().find(|name| !known(name)) {
        let names: Vec<&str> = MEASUREMENTS.iter().map(|(name, _)| *name).collect();
        bail!("«{unknown}» is not measured; what is: {}", names.join(", "));
    }
    let setting = Setting {
        scale: if arguments.quick {
            Scale::Quick
        } else {
            Scale::Full
        },
        programs: std::path::absolute(arguments.programs)?,
        interop: std::path::absolute(arguments.interop)?,
        window_tests: std::path::absolute(arguments.window_tests)?,
        python: std::path::absolute(arguments.python)?,
        output: std::path::absolute(arguments.output)?,
    };
    std::fs::create_dir_all(&setting.output)?;
    let mut report = Report::default();
    for (name, measure) in MEASUREMENTS {
        if arguments.names.is_empty() || arguments.names.iter().any(|wanted| wanted == name) {
            report::say(&format!("measuring {name}"));
            report.rows.extend(measure(&setting)?);
        }
    }
    report.write(&setting.output)?;
    report::say(&report.table());
    Ok(ExitCode::SUCCESS)
}
