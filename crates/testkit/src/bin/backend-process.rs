//! The reference backend as a process to be killed and frozen. Its first line of output is an
//! `Ready` in JSON; it ends when its input does.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use backend::Dialect;
use clap::Parser;
use testkit::backend_process::{Account, BackendSettings, serve};
use tokio::io::AsyncReadExt as _;

/// The reference backend, for tests.
#[derive(Parser)]
struct Options {
    /// Where the state lies.
    #[arg(long)]
    data: PathBuf,
    /// Where to listen.
    #[arg(long)]
    listen: SocketAddr,
    /// Milliseconds between pings, and that a pong may take.
    #[arg(long)]
    ping_ms: u64,
    /// The shape of the payloads.
    #[arg(long, value_enum, default_value_t)]
    dialect: Dialect,
    /// Somebody with an account: `username:role`.
    #[arg(long = "person")]
    people: Vec<Account>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let options = Options::parse();
    let plan = BackendSettings {
        people: options.people,
        ping: Duration::from_millis(options.ping_ms),
        dialect: options.dialect,
        ..BackendSettings::on(options.data)
    };
    let (running, ready) = serve(&plan, options.listen).await?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", serde_json::to_string(&ready)?)?;
    out.flush()?;
    // Whoever started this holds the other end: when that is gone, so is the need.
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    running.stop().await;
    Ok(())
}
