//! The window's part of the campaign `hostile`: texts without an end, and how long the window takes for a frame.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{json, process, run, say, setup, tools::Tools};

/// How long a frame may take under hostile texts, in ms. A machine whose window takes half of that while nothing happens
/// is too busy to tell.
const LONGEST_FRAME: f64 = 100.0;

/// Builds the program, and measures its window beside what a hostile customer writes.
///
/// # Errors
/// When a frame took too long; when the program cannot be built or steered.
pub fn measure() -> Result<()> {
    let tools = &setup::prepare(setup::Purpose::Test)?;
    say::heading("the window under hostile texts");
    run::build_ui(tools)?;
    let built = [
        "build",
        "--locked",
        "-p",
        "avvento-desk",
        "-p",
        "avvento-backend",
    ];
    process::run(tools.cargo().args(built))?;
    let measured = process::answer_of(&mut script(tools, &tools.built("avvento-desk")))?;
    let measured = measured.lines().last().context("nothing was measured")?;
    let measured: Value = serde_json::from_str(measured)?;
    let quiet = longest(&measured, "idle");
    let phases = ["opened", "scrolled", "arrived"];
    let longest_of = phases.map(|phase| (phase, longest(&measured, phase)));
    for (phase, longest) in longest_of {
        say::line(&format!(
            "{phase}: the longest frame took {longest:.0} ms ({quiet:.0} ms while nothing happens)"
        ));
    }
    let too_long = longest_of.iter().find(|(_, took)| *took > LONGEST_FRAME);
    match too_long {
        Some((phase, took)) if quiet <= LONGEST_FRAME / 2.0 => {
            bail!("{phase}: a frame took {took:.0} ms")
        }
        Some(_) => {
            say::line("This machine is too busy to tell.");
            Ok(())
        }
        None => Ok(()),
    }
}

fn script(tools: &Tools, program: &Path) -> Command {
    let mut script = tools.command("node");
    script
        .arg(tools.at("e2e/frames.mjs"))
        .args(["hostile", "--program"])
        .arg(program);
    script
}

fn longest(measured: &Value, phase: &str) -> f64 {
    let phase = measured.get(phase).unwrap_or(&Value::Null);
    json::list(phase, "frames")
        .filter_map(Value::as_f64)
        .fold(0.0, f64::max)
}
