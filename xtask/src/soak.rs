//! `cargo xtask soak`: the campaigns of the testkit, in a box of time.
//!
//! The programs are built with the profile `soak`. What was done is kept in `target/soak`, so that the next run
//! goes on from there. With `--record` the table goes into `docs/reliability.md`.

use crate::{hostile_frames, process, say, tools::Tools};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::{fs, path::Path, process::Command};

/// Between these two lines of the document the table is written.
const BEGINS: &str = "<!-- the last soak begins -->";
const ENDS: &str = "<!-- the last soak ends -->";

/// What is wanted of a soak.
#[derive(Args, Clone, Debug)]
pub struct Wanted {
    /// How long it may take.
    #[arg(long, default_value_t = 30)]
    pub minutes: u64,
    /// The seed; by default that of the last run if it did not finish, else a new one.
    #[arg(long)]
    pub seed: Option<u64>,
    /// Only this campaign: model, engine, sends, stops, kills, disk, damage, hostile (with the window's part), fuzz,
    /// long or outage.
    #[arg(long)]
    pub only: Option<String>,
    /// Write the table into docs/reliability.md.
    #[arg(long)]
    pub record: bool,
}

/// Runs the soak.
///
/// # Errors
/// When something was lost, doubled or broken; when the programs cannot be built.
pub fn soak(wanted: &Wanted) -> Result<()> {
    let tools = Tools::of_this_machine()?;
    say::heading("building");
    let built = process::watch(tools.cargo().args([
        "build",
        "--locked",
        "--profile",
        "soak",
        "--package",
        "avvento-testkit",
        "--bins",
    ]))?;
    if !built.succeeded {
        bail!("the testkit does not build");
    }
    let coverage = wanted.only.as_deref().is_none_or(|only| only == "fuzz") && guided(&tools);
    say::heading("the soak");
    let outcome = process::watch(&mut campaigns(&tools, wanted, coverage))?;
    if wanted.record {
        record(
            &tools.at("docs/reliability.md"),
            &tools.at("target/soak/report.md"),
        )?;
    }
    if !outcome.succeeded {
        bail!("the soak found something: target/soak/report.md says what");
    }
    if wanted.only.as_deref() == Some("hostile") {
        hostile_frames::measure()?;
    }
    Ok(())
}

fn campaigns(tools: &Tools, wanted: &Wanted, coverage: bool) -> Command {
    let mut soak = tools.cargo();
    soak.args([
        "run",
        "--quiet",
        "--locked",
        "--profile",
        "soak",
        "--package",
        "avvento-testkit",
    ]);
    soak.args([
        "--bin",
        "soak",
        "--",
        "--minutes",
        &wanted.minutes.to_string(),
    ]);
    if let Some(seed) = wanted.seed {
        soak.args(["--seed", &seed.to_string()]);
    }
    if let Some(only) = &wanted.only {
        soak.args(["--only", only]);
    }
    if coverage {
        soak.arg("--coverage");
    }
    soak
}

/// Whether `cargo fuzz` is there and its targets could be built. Without it the testkit's own loop bends the inputs.
fn guided(tools: &Tools) -> bool {
    if tools.find("cargo-fuzz").is_none() {
        say::line(
            "cargo-fuzz is not installed (`cargo install cargo-fuzz`): the inputs are bent by dice.",
        );
        return false;
    }
    say::heading("building the fuzz targets");
    let mut build = tools.cargo();
    // Its flags are the nightly compiler's; the stable one takes them with this variable.
    build.env("RUSTC_BOOTSTRAP", "1");
    build.args(["fuzz", "build", "--sanitizer", "none"]);
    let built = process::watch(&mut build).is_ok_and(|outcome| outcome.succeeded);
    if !built {
        say::line("cargo fuzz does not build them: the inputs are bent by dice.");
    }
    built
}

/// Writes the report's seed and table, without the notes that follow them, between the two marks of a document.
///
/// # Errors
/// When one of the files cannot be read, or the document has no marks.
pub fn record(document: &Path, report: &Path) -> Result<()> {
    let written =
        fs::read_to_string(document).with_context(|| format!("no {}", document.display()))?;
    let report = fs::read_to_string(report).with_context(|| format!("no {}", report.display()))?;
    let table = report.split("\n### ").next().unwrap_or_default();
    let (head, rest) = written
        .split_once(BEGINS)
        .context("the document has no mark for the table")?;
    let (_, tail) = rest
        .split_once(ENDS)
        .context("the document has no mark for the table's end")?;
    fs::write(
        document,
        format!("{head}{BEGINS}\n\n{}\n\n{ENDS}{tail}", table.trim()),
    )?;
    Ok(())
}
