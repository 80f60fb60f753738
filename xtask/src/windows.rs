//! `cargo xtask windows`: most counter PCs run Windows, and none is at hand. Debian's second compiler builds
//! the app and `desk` for it; the crates' tests run under wine. docs/windows.md says how, and what it leaves open.

use crate::{
    count::{Runner, Tally, tally},
    process, say,
    setup::{self, Purpose},
    tools::Tools,
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
/// Tests that start programs of this system, which a program under wine cannot: by a part of their names.
const NOT_UNDER_WINE: &[&str] = &["nest_gateway", "socket_io_server"];

/// Checks that the app and `desk` compile for Windows.
///
/// # Errors
/// When they do not, or when the compiler is missing.
pub fn check(tools: &Tools) -> Result<()> {
    compile(tools, cargo(tools)?.arg("check").args(SHIPPED))
}

/// Builds the app and `desk`, and runs the crates' tests.
///
/// # Errors
/// When something does not compile or a test fails.
pub fn build_and_test() -> Result<()> {
    let tools = setup::prepare(Purpose::Windows)?;
    crate::run::build_ui(&tools)?;
    say::heading("Building the app and desk for Windows");
    compile(&tools, cargo(&tools)?.arg("build").args(SHIPPED))?;
    for program in ["avvento-desk.exe", "desk.exe"] {
        let built = tools.at(FOLDER).join(TARGET).join("debug").join(program);
        say::line(&built.display().to_string());
    }
    say::heading("Building the tests of protocol, store and engine for Windows");
    let tests = test_programs(&tools)?;
    provide_random_bytes(&tools)?;
    let mut sum = Tally::default();
    for test in &tests {
        sum = sum.and(run_under_wine(&tools, test)?);
    }
    say::line(&format!("{} passed, {} failed", sum.passed, sum.failed));
    if sum.failed > 0 {
        bail!("tests failed under wine");
    }
    Ok(())
}

/// Debian's cargo and rustc, whatever toolchain started this task.
fn cargo(tools: &Tools) -> Result<Command> {
    let (cargo, rustc) = ("/usr/bin/cargo", "/usr/bin/rustc");
    if !Path::new("/usr/lib/rustlib/src/rust/library/std").is_dir() || !Path::new(cargo).is_file() {
        bail!("Debian's packages cargo-web, rustc-web and rust-web-src are missing");
    }
    let mut command = tools.command(cargo);
    for inherited in [
        "RUSTUP_TOOLCHAIN",
        "CARGO",
        "RUSTC_WRAPPER",
        "RUSTFLAGS",
        "CARGO_TARGET_DIR",
    ] {
        command.env_remove(inherited);
    }
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("CARGO_RESOLVER_")) {
        command.env_remove(name);
    }
    command
        .env("RUSTC", rustc)
        .env("RUSTDOC", "/usr/bin/rustdoc")
        // Building the standard library along is an unstable feature of cargo.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("PKG_CONFIG_ALLOW_CROSS", "1");
    Ok(command)
}

fn compile(tools: &Tools, cargo: &mut Command) -> Result<()> {
    process::run(for_windows(tools, cargo))
}

fn for_windows<'a>(tools: &Tools, cargo: &'a mut Command) -> &'a mut Command {
    cargo
        .args([
            "--locked",
            "-Zbuild-std=std,panic_unwind",
            "--target",
            TARGET,
        ])
        .arg("--target-dir")
        .arg(tools.at(FOLDER))
}

fn test_programs(tools: &Tools) -> Result<Vec<PathBuf>> {
    let mut build = cargo(tools)?;
    build
        .args([
            "test",
            "--no-run",
            "--message-format=json-render-diagnostics",
        ])
        .args(TESTED);
    for_windows(tools, &mut build);
    let output = build
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
    let beside_the_tests = tools.at(FOLDER).join(TARGET).join("debug/deps");
    fs::create_dir_all(&beside_the_tests)?;
    process::run(
        tools
            .command("x86_64-w64-mingw32-gcc")
            .args(["-shared", "-o"])
            .arg(beside_the_tests.join("bcryptprimitives.dll"))
            .args(["xtask/windows/bcryptprimitives.c", "-ladvapi32"]),
    )
}

fn run_under_wine(tools: &Tools, test: &Path) -> Result<Tally> {
    let mut wine = tools.command("wine");
    wine.arg(test)
        .env("WINEPREFIX", tools.at("target/wine"))
        .env("WINEDEBUG", "-all")
        // Neither .NET nor a browser: wine would ask whether to fetch them.
        .env("WINEDLLOVERRIDES", "mscoree=;mshtml=")
        .env_remove("DISPLAY");
    for part in NOT_UNDER_WINE {
        wine.args(["--skip", part]);
    }
    let outcome = process::watch(&mut wine)?;
    let counted = tally(Runner::Cargo, &outcome.output)
        .with_context(|| format!("{} broke before a test ran", test.display()))?;
    Ok(if outcome.succeeded || counted.failed > 0 {
        counted
    } else {
        counted.and(Tally::FAILED)
    })
}
