//! The engine as a process to be killed: orders in, answers out, one JSON object a line.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use testkit::engine_process::{EngineOptions, Pace, run};

/// The engine, for tests.
#[derive(Parser)]
struct Options {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// The server's address.
    #[arg(long)]
    server: String,
    /// Milliseconds that a lost answer is looked for.
    #[arg(long, default_value_t = 1000)]
    settle_ms: u64,
    /// How long it waits for everything else.
    #[arg(long, env = "AVVENTO_ENGINE_PACE", value_enum, default_value_t)]
    pace: Pace,
    /// The token.
    #[arg(long, env = "AVVENTO_ENGINE_TOKEN", hide_env_values = true)]
    token: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    heap_memory::prepare_heap();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    testkit::failpoints::stop_as_the_environment_says();
    testkit::failpoints::panic_as_the_environment_says();
    let options = Options::parse();
    run(EngineOptions {
        data: options.data,
        server: options.server,
        token: options.token,
        settle_after: Duration::from_millis(options.settle_ms),
        pace: options.pace,
    })
    .await
}
