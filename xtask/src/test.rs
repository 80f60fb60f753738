//! `cargo xtask test`: every check and test of the house, one after the other.
//!
//! A step that fails stops nothing: the others run, and the end names all that failed. The last line is the sum
//! over all tests, where a step without tests of its own counts as one.

use crate::{
    advisories,
    count::{Runner, Tally, tally},
    licences, node, process, say,
    setup::{self, Purpose},
    source_rules,
    tools::Tools,
    windows,
};
use anyhow::{Context as _, Result, bail};
use std::{process::Command, time::Instant};

/// One step: what it is called, and what it does.
struct Step {
    title: &'static str,
    take: fn(&Tools) -> Result<Tally>,
}

/// In an order in which each step finds what it builds on: the app embeds the UI, the window's tests drive the
/// app, and what compiles on this system comes before what is checked for another.
const STEPS: &[Step] = &[
    Step {
        title: "formatting",
        take: formatting,
    },
    Step {
        title: "rules of the source",
        take: source,
    },
    Step {
        title: "ui: build",
        take: ui_build,
    },
    Step {
        title: "ui: types",
        take: ui_types,
    },
    Step {
        title: "ui: lint",
        take: ui_lint,
    },
    Step {
        title: "ui: tests",
        take: ui_tests,
    },
    Step {
        title: "clippy",
        take: clippy,
    },
    Step {
        title: "build",
        take: build,
    },
    Step {
        title: "tests",
        take: tests,
    },
    Step {
        title: "examples in the documentation",
        take: examples,
    },
    Step {
        title: "the real window",
        take: window,
    },
    Step {
        title: "measurements run",
        take: measurements,
    },
    Step {
        title: "licences",
        take: dependencies,
    },
    Step {
        title: "advisories",
        take: holes,
    },
    Step {
        title: "compiles for Windows",
        take: for_windows,
    },
];

/// Runs the steps whose title begins with `only`: with an empty one, all of them.
///
/// # Errors
/// When one of them failed; when the machine cannot be made ready.
pub fn run(only: &str) -> Result<()> {
    let tools = setup::prepare(Purpose::Test)?;
    let began = Instant::now();
    let mut sum = Tally::default();
    let (mut broken, mut skipped) = (Vec::new(), Vec::new());
    let wanted = STEPS.iter().filter(|step| step.title.starts_with(only));
    let wanted: Vec<&Step> = wanted.collect();
    if wanted.is_empty() {
        bail!("no step is called so");
    }
    for step in wanted {
        let tally = take(step, &tools);
        if tally == Tally::default() {
            skipped.push(step.title);
        }
        sum = sum.and(tally);
        if tally.failed > 0 {
            broken.push(step.title);
        }
    }
    let mut verdict = if broken.is_empty() {
        "passed".to_owned()
    } else {
        format!("failed in {}", broken.join(", "))
    };
    if !skipped.is_empty() {
        verdict.push_str(&format!(", without {}", skipped.join(", ")));
    }
    say::ended("everything", &verdict, began.elapsed());
    say::line(&format!("{} passed, {} failed", sum.passed, sum.failed));
    if sum.failed > 0 {
        // The sum stays the last line: the error has been told step by step.
        std::process::exit(1);
    }
    Ok(())
}

fn take(step: &Step, tools: &Tools) -> Tally {
    say::heading(step.title);
    let began = Instant::now();
    let tally = (step.take)(tools).unwrap_or_else(|error| {
        say::line(&format!("{error:#}"));
        Tally::FAILED
    });
    let verdict = match (tally.passed, tally.failed) {
        (0, 0) => "SKIPPED".to_owned(),
        (1, 0) => "passed".to_owned(),
        (0, 1) => "FAILED".to_owned(),
        (passed, 0) => format!("{passed} passed"),
        (passed, failed) => format!("{passed} passed, {failed} FAILED"),
    };
    say::ended(step.title, &verdict, began.elapsed());
    tally
}

/// A step without tests of its own.
fn check(command: &mut Command) -> Result<Tally> {
    let outcome = process::watch(command)?;
    Ok(if outcome.succeeded {
        Tally::PASSED
    } else {
        Tally::FAILED
    })
}

/// A step that runs tests. One that breaks without a failed test (a crash, a compile error) counts as failed.
fn counted(runner: Runner, command: &mut Command) -> Result<Tally> {
    let outcome = process::watch(command)?;
    let Some(tally) = tally(runner, &outcome.output) else {
        bail!("no test ran");
    };
    Ok(if outcome.succeeded || tally.failed > 0 {
        tally
    } else {
        tally.and(Tally::FAILED)
    })
}

fn formatting(tools: &Tools) -> Result<Tally> {
    check(tools.cargo().args(["fmt", "--all", "--check"]))
}

fn source(tools: &Tools) -> Result<Tally> {
    source_rules::check(tools).map(|()| Tally::PASSED)
}

fn ui_build(tools: &Tools) -> Result<Tally> {
    crate::run::build_ui(tools).map(|()| Tally::PASSED)
}

fn ui_types(tools: &Tools) -> Result<Tally> {
    check(tools.npm("ui").args(["run", "check"]))
}

fn ui_lint(tools: &Tools) -> Result<Tally> {
    check(tools.npm("ui").args(["run", "lint"]))
}

fn ui_tests(tools: &Tools) -> Result<Tally> {
    counted(Runner::Vitest, tools.npm("ui").args(["run", "test"]))
}

fn clippy(tools: &Tools) -> Result<Tally> {
    check(tools.cargo().args([
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "--deny=warnings",
    ]))
}

/// Programs and tests in one go: with the same features, so that what the window's tests start is not compiled
/// a second time.
fn build(tools: &Tools) -> Result<Tally> {
    check(
        tools
            .cargo()
            .args(["build", "--locked", "--workspace", "--bins", "--tests"]),
    )
}

fn tests(tools: &Tools) -> Result<Tally> {
    if tools.find("cargo-nextest").is_some() {
        let mut nextest = tools.cargo();
        nextest.args([
            "nextest",
            "run",
            "--locked",
            "--workspace",
            "--no-fail-fast",
        ]);
        return counted(Runner::Nextest, &mut nextest);
    }
    say::line("cargo-nextest is not installed: the same tests run under plain `cargo test`.");
    let mut test = tools.cargo();
    test.args([
        "test",
        "--locked",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
        "--no-fail-fast",
    ]);
    counted(Runner::Cargo, &mut test)
}

fn examples(tools: &Tools) -> Result<Tally> {
    let mut test = tools.cargo();
    test.args(["test", "--locked", "--workspace", "--doc", "--no-fail-fast"]);
    let tally = counted(Runner::Cargo, &mut test)?;
    // A house without examples has compiled its documentation, and that is one check.
    Ok(if tally == Tally::default() {
        Tally::PASSED
    } else {
        tally
    })
}

fn window(tools: &Tools) -> Result<Tally> {
    counted(Runner::Node, tools.npm("e2e").args(["test"]))
}

/// Small amounts, with the programs as the tests use them: their times say nothing.
fn measurements(tools: &Tools) -> Result<Tally> {
    let bench = tools.built("bench");
    let mut run = tools.command(&bench.to_string_lossy());
    run.arg("--quick").arg("--programs");
    run.arg(bench.parent().context("a program without a folder")?);
    run.args(["--output", "target/bench-quick"]);
    check(&mut run)
}

fn dependencies(tools: &Tools) -> Result<Tally> {
    licences::check(tools)?;
    // Only a package is built with it, which no test does.
    node::check_lock(tools, "xtask/package")?;
    Ok(Tally::PASSED)
}

/// Without a database this is no check, and counts as none.
fn holes(tools: &Tools) -> Result<Tally> {
    advisories::check(tools).map(|checked| match checked {
        advisories::Checked::Clean => Tally::PASSED,
        advisories::Checked::Skipped => Tally::default(),
    })
}

fn for_windows(tools: &Tools) -> Result<Tally> {
    windows::check(tools).map(|()| Tally::PASSED)
}
