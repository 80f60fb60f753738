//! `cargo xtask test`: every check and test of the house, one after the other but for what can be done beside them.
//!
//! A step that fails stops nothing: the others run, and the end names all that failed. The last line is the sum
//! over all tests, where a step without tests of its own counts as one.

use crate::{
    advisories,
    count::{Runner, Tally, tally},
    licences, linted_build, node, process, say,
    setup::{self, Purpose},
    source_rules,
    tools::Tools,
    windows,
};
use anyhow::{Context as _, Result, anyhow, bail};
use std::{
    process::Command,
    thread,
    time::{Duration, Instant},
};

/// One step: what it is called, what it does, and when.
struct Step {
    title: &'static str,
    take: fn(&Tools) -> Result<Tally>,
    turn: Turn,
}

/// When a step is taken.
#[derive(Clone, Copy)]
enum Turn {
    /// When all before it are done.
    Own,
    /// From its place in the order on, in the time that the others leave the processors; it is waited for last.
    Beside,
}

impl Step {
    const fn new(title: &'static str, take: fn(&Tools) -> Result<Tally>) -> Self {
        Self {
            title,
            take,
            turn: Turn::Own,
        }
    }

    const fn beside(self) -> Self {
        Self {
            turn: Turn::Beside,
            ..self
        }
    }
}

/// In an order in which each step finds what it builds on: the app embeds the UI, and the window's tests drive the
/// app. What is checked for another system needs nothing of the others but the UI, and most of the tests wait for
/// something most of their time: it is compiled meanwhile. So do the measurements, which wait for quiet.
const STEPS: &[Step] = &[
    Step::new("formatting", formatting),
    Step::new("rules of the source", source),
    Step::new("ui: build", ui_build),
    Step::new("compiles for Windows", for_windows).beside(),
    Step::new("ui: types", ui_types),
    Step::new("ui: lint", ui_lint),
    Step::new("ui: tests", ui_tests),
    Step::new("clippy and build", build),
    Step::new("tests", tests),
    Step::new("examples in the documentation", examples),
    Step::new("measurements run", measurements).beside(),
    Step::new("the real window", window),
    Step::new("licences", dependencies),
    Step::new("advisories", holes),
];

/// Runs the steps whose title begins with `only`: with an empty one, all of them.
///
/// # Errors
/// When one of them failed; when the machine cannot be made ready.
pub fn run(only: &str) -> Result<()> {
    let tools = &setup::prepare(Purpose::Test)?;
    let began = Instant::now();
    let wanted = STEPS.iter().filter(|step| step.title.starts_with(only));
    let wanted: Vec<&Step> = wanted.collect();
    if wanted.is_empty() {
        bail!("no step is called so");
    }
    let results: Vec<(&str, Tally)> = thread::scope(|scope| {
        let (mut done, mut beside) = (Vec::new(), Vec::new());
        for step in wanted {
            match step.turn {
                Turn::Own => {
                    say::heading(step.title);
                    done.push((step.title, report(step, attempt(step, tools))));
                }
                Turn::Beside => beside.push((step, scope.spawn(|| attempt(step, tools)))),
            }
        }
        for (step, attempted) in beside {
            say::heading(&format!("{} (begun beside the others)", step.title));
            let attempt = attempted.join().unwrap_or_else(|_| Attempt {
                outcome: Err(anyhow!("it panicked")),
                took: began.elapsed(),
            });
            done.push((step.title, report(step, attempt)));
        }
        done
    });
    conclude(&results, began.elapsed());
    Ok(())
}

/// What came of a step.
struct Attempt {
    outcome: Result<Tally>,
    took: Duration,
}

fn attempt(step: &Step, tools: &Tools) -> Attempt {
    let began = Instant::now();
    let outcome = (step.take)(tools);
    Attempt {
        outcome,
        took: began.elapsed(),
    }
}

/// Says how a step ended. An error counts as one failed test.
fn report(step: &Step, Attempt { outcome, took }: Attempt) -> Tally {
    let tally = outcome.unwrap_or_else(|error| {
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
    say::ended(step.title, &verdict, took);
    tally
}

/// Says the sum, and ends the program with 1 where something failed.
fn conclude(results: &[(&str, Tally)], took: Duration) {
    let titles = |which: fn(Tally) -> bool| -> Vec<&str> {
        let found = results.iter().filter(|(_, tally)| which(*tally));
        found.map(|(title, _)| *title).collect()
    };
    let broken = titles(|tally| tally.failed > 0);
    let mut verdict = if broken.is_empty() {
        "passed".to_owned()
    } else {
        format!("failed in {}", broken.join(", "))
    };
    let skipped = titles(|tally| tally == Tally::default());
    if !skipped.is_empty() {
        verdict.push_str(&format!(", without {}", skipped.join(", ")));
    }
    say::ended("everything", &verdict, took);
    let sum = results
        .iter()
        .fold(Tally::default(), |sum, (_, tally)| sum.and(*tally));
    say::line(&format!("{} passed, {} failed", sum.passed, sum.failed));
    if sum.failed > 0 {
        // The sum stays the last line: the error has been told step by step.
        std::process::exit(1);
    }
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

fn build(tools: &Tools) -> Result<Tally> {
    linted_build::build(tools).map(|()| Tally::PASSED)
}

fn tests(tools: &Tools) -> Result<Tally> {
    if tools.find("cargo-nextest").is_some() {
        let mut nextest = linted_build::cargo(tools)?;
        nextest
            .args(["nextest", "run", "--locked", "--workspace"])
            .args(["--no-fail-fast", "--test-threads"])
            .arg(tests_at_once().to_string())
            // Each of a thousand processes would read the system's certificates, several times, and needs none of them.
            .env("SSL_CERT_FILE", "/dev/null");
        return counted(Runner::Nextest, &mut nextest);
    }
    say::line("cargo-nextest is not installed: the same tests run under plain `cargo test`.");
    let mut test = linted_build::cargo(tools)?;
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

/// More than there are processors: most tests wait for a server or a clock half of their time.
fn tests_at_once() -> usize {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    processors + processors.div_ceil(2)
}

fn examples(tools: &Tools) -> Result<Tally> {
    let mut test = linted_build::cargo(tools)?;
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
    let outcome = process::collect(&mut run)?;
    // In one piece: other steps print meanwhile.
    say::line(&outcome.output);
    if !outcome.succeeded {
        bail!("not everything could be measured");
    }
    Ok(Tally::PASSED)
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
