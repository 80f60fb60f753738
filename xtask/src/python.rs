//! The Python clients that the backend is tested with: a private environment under `target/python`.

use crate::{process, say, tools::Tools};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// What is to be installed, one package a line.
const REQUIREMENTS: &str = "interop/requirements.txt";

/// Makes `target/python` hold what `interop/requirements.txt` asks for.
///
/// # Errors
/// When Python or pip fails.
pub fn install(tools: &Tools) -> Result<()> {
    let wanted = fs::read_to_string(tools.at(REQUIREMENTS))
        .with_context(|| format!("could not read {REQUIREMENTS}"))?;
    let folder = tools.at("target/python");
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say::line("Installing the Python clients that the backend is tested with into target/python");
    install_into(tools, &folder, &["--requirement", REQUIREMENTS])?;
    fs::write(stamp, wanted).context("could not note what was installed")
}

/// Installs packages into an environment of their own.
///
/// # Errors
/// When Python or pip fails.
pub fn install_into(tools: &Tools, folder: &Path, packages: &[&str]) -> Result<()> {
    process::run(tools.command("python3").args(["-m", "venv"]).arg(folder))?;
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join("python");
    process::run(
        tools
            .command(&python.to_string_lossy())
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(packages),
    )
}
