//! `cargo xtask`: everything a newcomer needs to run, test and build Avvento Desk.

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{bench, package, run, screens, setup, soak, source_rules, sqlx, test, tools, windows};

/// The tasks of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

/// What to do.
#[derive(Subcommand)]
enum Task {
    /// Install what is missing: system packages, Node.js, npm and Python dependencies.
    Setup,
    /// Open the app in demo mode; with no display, take its pictures instead.
    Run {
        /// Arguments for the app instead of `--demo`, such as `-- --server URL`.
        #[arg(last = true)]
        app: Vec<String>,
    },
    /// Take pictures of every view, menu, dialog and state, with contact sheets in `target/screens`.
    Screens {
        /// Only these tours, such as `tourLock`.
        tours: Vec<String>,
    },
    /// Check and test everything; the last line is the sum.
    Test {
        /// Only the steps whose title begins so.
        #[arg(long, default_value = "")]
        only: String,
    },
    /// Check the rules of the source: circles of imports, directions, lengths, citations.
    Rules,
    /// Prove at length that nothing is lost and nothing sent twice; ends with a table, and with 1 on any loss.
    Soak(soak::Wanted),
    /// Measure the programs beside their peers, in one run.
    Bench(bench::Wanted),
    /// Build the app and `desk` for Windows and run the crates' tests under wine.
    Windows,
    /// Write the data anew that the store's queries are checked against.
    Sqlx,
    /// Build the packages for Debian and Red Hat (.deb and .rpm).
    Package,
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Setup => setup::prepare(setup::Purpose::Test).map(drop),
        Task::Run { app } => run::open(&app),
        Task::Screens { tours } => screens::capture(&tours),
        Task::Test { only } => test::run(&only),
        Task::Rules => source_rules::check(&tools::Tools::of_this_machine()?),
        Task::Soak(wanted) => soak::soak(&wanted),
        Task::Bench(wanted) => bench::bench(&wanted),
        Task::Windows => windows::build_and_test(),
        Task::Sqlx => sqlx::regenerate(),
        Task::Package => package::bundle(),
    }
}
