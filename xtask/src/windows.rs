//! `cargo xtask windows`: most counter PCs run Windows, and none is at hand. Debian's second compiler builds
//! the app and `desk` for it; the crates' tests run under wine. docs/windows.md says how, and what it leaves open.

use crate::{
    count::{Runner, Tally, tally},
    process, say,
    setup::{self, Purpose},
    tools::Tools,
    uninstaller, wine,
};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The system that is built for.
const TARGET: &str = "x86_64-pc-windows-gnu";
/// Where it is built, apart from what is built for this system.
const FOLDER: &str = "target/windows";
/// What is shipped.
const SHIPPED: &[&str] = &["--package=avvento-desk", "--package=avvento-cli"];
/// Whose tests run under wine.
const TESTED: &[&str] = &[
    "--package=avvento-protocol",
    "--package=avvento-store",
    "--package=avvento-engine",
];
/// The test kit; of its tests only the campaign that kills an engine again and again runs under wine.
const KILLS: &[&str] = &["--package=avvento-testkit", "--test=it"];
const KILLS_ONLY: &[&str] = &["kills::"];
/// Tests that start Node.js, which a program under wine cannot.
const NOT_UNDER_WINE: &[&str] = &["--skip=nest_gateway::"];

/// What only programs that run are optimised for: the check builds them for their macros and scripts alone.
const UNOPTIMISED: &[&str] = &["libsqlite3-sys", "sqlx-core", "sqlx-sqlite", "sha2"];

/// Checks that the app and `desk` compile for Windows, in the time that everything else leaves the processors.
///
/// # Errors
/// When they do not, with all that cargo said; when the compiler is missing.
pub fn check(tools: &Tools) -> Result<()> {
    let mut check = cargo(tools, &["check"])?;
    for package in UNOPTIMISED {
        check.args([
            "--config",
            &format!("profile.dev.package.{package}.opt-level=0"),
        ]);
    }
    let outcome = process::collect(&mut process::at_low_priority(check.args(SHIPPED)))?;
    if !outcome.succeeded {
        bail!("it does not compile for Windows:\n{}", outcome.output);
    }
    Ok(())
}

/// Builds the app and `desk`, runs the uninstaller's hook and the crates' tests.
///
/// # Errors
/// When something does not compile or a test fails.
pub fn build_and_test() -> Result<()> {
    let tools = setup::prepare(Purpose::Windows)?;
    crate::run::build_ui(&tools)?;
    say::heading("Building the app and desk for Windows");
    process::run(cargo(&tools, &["build"])?.args(SHIPPED))?;
    for program in ["avvento-desk.exe", "desk.exe"] {
        let built = tools.at(FOLDER).join(TARGET).join("debug").join(program);
        say::line(&built.display().to_string());
    }
    say::heading("Building the tests of protocol, store and engine, and the kills, for Windows");
    let tests = test_programs(&tools, TESTED)?;
    // Apart: only here are stop points compiled in.
    let kills = test_programs(&tools, KILLS)?;
    provide_random_bytes(&tools)?;
    uninstaller::check(&tools, &tools.at(uninstaller::HOOK))?;
    let mut sum = Tally::default();
    for test in &tests {
        sum = sum.and(run_under_wine(&tools, test, NOT_UNDER_WINE)?);
    }
    for test in &kills {
        sum = sum.and(run_under_wine(&tools, test, KILLS_ONLY)?);
    }
    say::line(&format!("{} passed, {} failed", sum.passed, sum.failed));
    if sum.failed > 0 {
        bail!("tests failed under wine");
    }
    Ok(())
}

/// Where Debian's second compiler looks for the standard library's sources.
const STD_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std";

/// A cargo for Windows: Debian's second compiler, whatever toolchain started this task; elsewhere the one of
/// this workspace, with the standard library that rustup has for Windows.
fn cargo(tools: &Tools, task: &[&str]) -> Result<Command> {
    if !Path::new(STD_SOURCES).is_dir() {
        process::run(tools.command("rustup").args(["target", "add", TARGET])).context(
            "neither Debian's rust-web-src nor rustup has a standard library for Windows",
        )?;
        let mut ours = tools.cargo();
        ours.args(task);
        return Ok(for_windows(tools, ours));
    }
    let mut debians = tools.command("/usr/bin/cargo");
    for inherited in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC_WRAPPER", "RUSTFLAGS"] {
        debians.env_remove(inherited);
    }
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("CARGO_RESOLVER_")) {
        debians.env_remove(name);
    }
    debians
        .args(task)
        .arg("-Zbuild-std=std,panic_unwind")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTDOC", "/usr/bin/rustdoc")
        // Building the standard library along is an unstable feature of cargo.
        .env("RUSTC_BOOTSTRAP", "1");
    Ok(for_windows(tools, debians))
}

fn for_windows(tools: &Tools, mut cargo: Command) -> Command {
    cargo
        .args(["--locked", "--target", TARGET, "--target-dir"])
        .arg(tools.at(FOLDER));
    cargo
}

fn test_programs(tools: &Tools, which: &[&str]) -> Result<Vec<PathBuf>> {
    let task = [
        "test",
        "--no-run",
        "--message-format=json-render-diagnostics",
    ];
    let output = cargo(tools, &task)?
        .args(which)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("could not start cargo")?;
    if !output.status.success() {
        bail!("the tests do not compile for Windows");
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message.pointer("/profile/test") == Some(&Value::Bool(true)))
        .filter_map(|message| Some(PathBuf::from(message.get("executable")?.as_str()?)))
        .collect())
}

/// Debian's wine lacks the DLL that Rust's standard library takes its random bytes from.
fn provide_random_bytes(tools: &Tools) -> Result<()> {
    let programs = tools.at(FOLDER).join(TARGET).join("debug");
    let tests = programs.join("deps");
    fs::create_dir_all(&tests)?;
    for beside in [tests, programs] {
        process::run(
            tools
                .command("x86_64-w64-mingw32-gcc")
                .args(["-shared", "-o"])
                .arg(beside.join("bcryptprimitives.dll"))
                .args(["xtask/windows/bcryptprimitives.c", "-ladvapi32"]),
        )?;
    }
    Ok(())
}

fn run_under_wine(tools: &Tools, test: &Path, which: &[&str]) -> Result<Tally> {
    let outcome = process::watch(wine::wine(tools).arg(test).args(which))?;
    let counted = tally(Runner::Cargo, &outcome.output)
        .with_context(|| format!("{} broke before a test ran", test.display()))?;
    Ok(if outcome.succeeded || counted.failed > 0 {
        counted
    } else {
        counted.and(Tally::FAILED)
    })
}
