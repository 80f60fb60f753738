//! `avvento-backend`: the reference backend as a program. Its first line on standard output is
//! `listening on http://ADDRESS`; what it logs goes to standard error (`RUST_LOG` says how much).

use std::io::{BufRead as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use backend::{Demo, Dialect, NewUser, Pace, Settings, UploadLimits};
use clap::{Args, Parser, Subcommand};
use protocol::Role;

/// Where the state lies unless told otherwise.
const DATA: &str = "avvento-data";

/// The reference backend of the Avvento support API.
#[derive(Parser)]
#[command(name = "avvento-backend", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until SIGINT or SIGTERM.
    Serve(Serve),
    /// Accounts.
    #[command(subcommand)]
    User(User),
}

#[derive(Args)]
struct Serve {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:4000")]
    listen: SocketAddr,
    /// Where the state lies [default: avvento-data; with --demo a temporary folder].
    #[arg(long)]
    data: Option<PathBuf>,
    /// Fill an empty data folder with demo data, and let simulated customers act.
    #[arg(long)]
    demo: bool,
    /// Seed of the demo data.
    #[arg(long, default_value_t = 1, requires = "demo")]
    seed: u64,
    /// Milliseconds between pings.
    #[arg(long, default_value_t = 25_000)]
    ping_interval: u64,
    /// Milliseconds that a pong may take.
    #[arg(long, default_value_t = 20_000)]
    ping_timeout: u64,
    /// Seconds that a token is good for.
    #[arg(long, default_value_t = 7 * 24 * 60 * 60)]
    token_ttl: u64,
    /// The shape of the payloads.
    #[arg(long, value_enum, default_value_t)]
    dialect: Dialect,
    /// Take files by `POST /uploads`, which the documented server does not have.
    #[arg(long)]
    uploads: bool,
}

#[derive(Subcommand)]
enum User {
    /// Make an account; the password is read from standard input, one line.
    Add {
        /// What they sign in with.
        #[arg(long)]
        username: String,
        /// The name that others see.
        #[arg(long)]
        name: String,
        /// user, admin, restaurant, market, pharmacy, delivery or driver.
        #[arg(long)]
        role: String,
        /// Phone number.
        #[arg(long)]
        phone: Option<String>,
        /// Where the state lies.
        #[arg(long, default_value = DATA)]
        data: PathBuf,
    },
    /// Remove an account: its tokens end; what it said stays.
    Remove {
        /// What they sign in with.
        #[arg(long)]
        username: String,
        /// Where the state lies.
        #[arg(long, default_value = DATA)]
        data: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    let _log = logging::init("RUST_LOG", "warn,backend=info");
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    match Cli::parse().command {
        Command::Serve(options) => runtime.block_on(serve(options)),
        Command::User(User::Add {
            username,
            name,
            role,
            phone,
            data,
        }) => {
            let mut user = NewUser::new(username, name, known_role(&role)?)
                .with_password(password_from_stdin()?);
            user.phone = phone;
            let id = runtime.block_on(backend::add_user(&data, user))?;
            say(&format!("added {id}"))
        }
        Command::User(User::Remove { username, data }) => {
            runtime.block_on(backend::remove_user(&data, &username))?;
            say(&format!("removed {username}"))
        }
    }
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    let data = options
        .data
        .or_else(|| (!options.demo).then(|| PathBuf::from(DATA)));
    let running = backend::start(Settings {
        listen: options.listen,
        data,
        demo: options.demo.then_some(Demo {
            seed: options.seed,
            pace: Pace::Human,
        }),
        dialect: options.dialect,
        ping_interval: Duration::from_millis(options.ping_interval),
        ping_timeout: Duration::from_millis(options.ping_timeout),
        token_ttl: Duration::from_secs(options.token_ttl),
        uploads: options.uploads.then(UploadLimits::default),
        ..Settings::default()
    })
    .await?;
    // Whoever reads the address may end this program at once.
    let told_to_stop = listen_for_signals()?;
    say(&format!("listening on {}", running.url()))?;
    told_to_stop.await?;
    tracing::info!("stopping");
    running.stop().await;
    Ok(())
}

/// Listens for the signals that end this program, from now on; what it answers waits for one.
#[cfg(unix)]
fn listen_for_signals() -> anyhow::Result<impl Future<Output = anyhow::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    })
}

/// Listens for Ctrl+C; what it answers waits for it.
#[cfg(not(unix))]
fn listen_for_signals() -> anyhow::Result<impl Future<Output = anyhow::Result<()>>> {
    Ok(async {
        tokio::signal::ctrl_c()
            .await
            .context("cannot listen for Ctrl+C")
    })
}

fn known_role(word: &str) -> anyhow::Result<Role> {
    match Role::from_word(word) {
        Role::Other(other) => anyhow::bail!("unknown role {other:?}"),
        role => Ok(role),
    }
}

fn password_from_stdin() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("cannot read the password")?;
    let password = line.trim_end_matches(['\r', '\n']);
    anyhow::ensure!(
        !password.is_empty(),
        "the password on standard input is empty"
    );
    Ok(password.to_owned())
}

/// Writes a line to standard output, at once: whoever started this waits for it.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .context("cannot write to standard output")
}
