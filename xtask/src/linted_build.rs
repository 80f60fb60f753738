//! Building everything, with clippy as the compiler of this workspace's crates.
//!
//! `cargo clippy` only checks: its dependencies have to be checked first and then, for the programs and the tests, compiled a
//! second time. As the wrapper of the workspace's compiler clippy lints what it compiles, and every dependency is
//! compiled once. All commands that go on with what was built must name the same wrapper, or cargo builds anew.

use crate::{process, tools::Tools};
use anyhow::{Context as _, Result, bail};
use std::process::Command;

/// A cargo that compiles this workspace's crates with clippy.
///
/// # Errors
/// When clippy is not installed.
pub fn cargo(tools: &Tools) -> Result<Command> {
    let clippy = tools
        .find("clippy-driver")
        .context("clippy is missing: `rustup component add clippy`")?;
    let mut cargo = tools.cargo();
    cargo.env("RUSTC_WORKSPACE_WRAPPER", clippy);
    Ok(cargo)
}

/// Builds programs and tests, in one go: with the same features, so that what the window's tests start is not compiled a
/// second time.
///
/// # Errors
/// When something does not compile; when a lint was broken: what was built can be run all the same.
pub fn build(tools: &Tools) -> Result<()> {
    let mut build = cargo(tools)?;
    build.args(["build", "--locked", "--workspace", "--bins", "--tests"]);
    let outcome = process::watch(&mut build)?;
    if !outcome.succeeded {
        bail!("it does not compile");
    }
    let warned = with_warnings(&outcome.output);
    if !warned.is_empty() {
        bail!("there are warnings in {}", warned.join(", "));
    }
    Ok(())
}

/// The crates that were compiled with warnings, as cargo names them: `avvento-store` (lib). Cargo repeats them where
/// nothing had to be compiled.
#[must_use]
pub fn with_warnings(output: &str) -> Vec<&str> {
    output
        .lines()
        .filter_map(|line| line.strip_prefix("warning: "))
        .filter_map(|line| line.split_once(" generated "))
        .filter(|(_, counted)| counted.contains("warning"))
        .map(|(target, _)| target)
        .collect()
}
