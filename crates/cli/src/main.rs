//! `desk`: the engine without a window, for scripts, support calls and tests.
//!
//! A run reads its arguments, opens the profile they name, does one verb, prints what it answers
//! on stdout (one JSON object a line with `--json`) and remarks on stderr, and shuts the engine
//! down. Every verb but `tail` ends by itself. The exit code says how it went: see [`problem`].

mod arguments;
mod opening;
mod output;
mod problem;
mod reach;
mod signals;
mod vault;
mod verbs;

use std::process::ExitCode;

use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use arguments::Arguments;
use problem::Problem;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Silent unless asked: stderr belongs to the remarks.
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("DESK_LOG").unwrap_or_else(|_| "off".into()))
        .with_writer(std::io::stderr)
        .init();
    let outcome = tokio::runtime::Runtime::new()
        .map_err(|error| Problem::Engine(error.into()))
        .and_then(|runtime| runtime.block_on(verbs::carry_out(arguments)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            if let Some(sentence) = problem.sentence() {
                output::remark(&sentence);
            }
            problem.exit_code()
        }
    }
}
