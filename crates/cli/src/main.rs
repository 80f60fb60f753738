//! `desk`: the engine without a window, for scripts, support calls and tests.
//!
//! A run reads its arguments, opens the profile they name, runs one subcommand, prints its
//! answer on stdout (one JSON object a line with `--json`) and warnings on stderr, and shuts the engine
//! down. Every subcommand but `tail` ends by itself. For the exit codes see [`cli_error`].

mod arguments;
mod cache_fallback;
mod cli_error;
mod commands;
mod environment_token;
mod open_profile;
mod output;
mod signals;

use std::{io, process::ExitCode};

use clap::Parser as _;
use tokio::runtime::{Builder, Runtime};

use arguments::{Arguments, Command};
use cli_error::CliError;

fn main() -> ExitCode {
    heap_memory::prepare_heap();
    let arguments = Arguments::parse();
    // Off by default: stderr belongs to the warnings.
    let _log = logging::init("DESK_LOG", "off");
    engine::log_panics();
    let outcome = runtime(&arguments.command)
        .map_err(|error| CliError::Engine(error.into()))
        .and_then(|runtime| runtime.block_on(commands::run(arguments)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(sentence) = error.sentence() {
                output::warn(&sentence);
            }
            error.exit_code()
        }
    }
}

/// A tail prints one burst while it takes in the next. Everything else does one step after the other, and would only
/// wait for threads to wake each other.
fn runtime(command: &Command) -> io::Result<Runtime> {
    let mut builder = match command {
        Command::Tail => Builder::new_multi_thread(),
        _ => Builder::new_current_thread(),
    };
    builder.enable_all().build()
}
