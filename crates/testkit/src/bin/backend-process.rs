//! The reference backend as a process to be killed and frozen. Its first line of output is a
//! `Ready` in JSON; it ends when its input does.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use testkit::backend_process::serve;
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
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let options = Options::parse();
    let (running, ready) = serve(&options.data, options.listen).await?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", serde_json::to_string(&ready)?)?;
    out.flush()?;
    // The process that started this one holds the other end; when it ends, so does this one.
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    running.stop().await;
    Ok(())
}
