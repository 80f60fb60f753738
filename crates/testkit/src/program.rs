//! Programs of this crate, found beside the one that runs, and spoken with in lines of JSON.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result};
use tokio::process::{Child, Command};

/// Finds a program of this crate: tests lie in a folder beneath it, other programs beside it.
pub fn find(name: &str) -> Result<PathBuf> {
    let named = ["CARGO_BIN_EXE", "NEXTEST_BIN_EXE"]
        .into_iter()
        .find_map(|kind| std::env::var_os(format!("{kind}_{name}")));
    if let Some(path) = named {
        return Ok(PathBuf::from(path));
    }
    let here = std::env::current_exe().context("where this program lies")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    here.ancestors()
        .skip(1)
        .take(2)
        .map(|folder: &Path| folder.join(&file))
        .find(|path| path.is_file())
        .with_context(|| format!("{name} was not built: `cargo build -p avvento-testkit --bins`"))
}

/// A command with pipes to all three of its streams. The process ends with the handle to it.
pub fn command(program: PathBuf) -> Command {
    let mut command = Command::new(program);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Kills a process (SIGKILL; TerminateProcess on Windows) and waits until it is gone.
pub async fn kill(child: &mut Child) -> Result<()> {
    // It may have ended by itself.
    if child.try_wait()?.is_none() {
        child.kill().await.context("killing a process")?;
    }
    Ok(())
}
