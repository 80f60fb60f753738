//! `cargo xtask bench`: the programs beside their peers, in one run.
//!
//! Everything is built in release. The table is printed; the report with its plots is in `target/bench`.

use crate::{process, run, say, setup};
use anyhow::{Result, bail};
use clap::Args;

/// What is to be measured.
#[derive(Args, Clone, Debug)]
pub struct Wanted {
    /// Only these: burst, catch-up, commands, size, start, idle, frames; by default all.
    pub names: Vec<String>,
    /// Small amounts and one round: shows that everything runs, not how fast.
    #[arg(long)]
    pub quick: bool,
}

/// The programs that are measured, and the one that measures.
const PACKAGES: [&str; 4] = [
    "avvento-cli",
    "avvento-desk",
    "empty-window",
    "avvento-bench",
];

/// Builds the programs and measures them.
///
/// # Errors
/// When something does not build or does not run; never because of a time.
pub fn bench(wanted: &Wanted) -> Result<()> {
    let tools = setup::prepare(setup::Purpose::Test)?;
    say::heading("building");
    run::build_ui(&tools)?;
    let mut build = tools.cargo();
    build.args(["build", "--locked", "--release", "--bins"]);
    for package in PACKAGES {
        build.args(["--package", package]);
    }
    if !process::watch(&mut build)?.succeeded {
        bail!("the programs do not build");
    }
    say::heading("measuring");
    let mut run = tools.cargo();
    run.args([
        "run",
        "--quiet",
        "--locked",
        "--release",
        "--package",
        "avvento-bench",
        "--",
    ]);
    run.args(&wanted.names);
    if wanted.quick {
        run.arg("--quick");
    }
    if !process::watch(&mut run)?.succeeded {
        bail!("something does not run");
    }
    Ok(())
}
