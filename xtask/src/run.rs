//! `cargo xtask run`: the app in demo mode, or for a server of one's own. With no display a virtual one is
//! used, and pictures of the window are what comes out.

use crate::{
    process, say,
    setup::{self, Purpose},
    tools::Tools,
};
use anyhow::Result;
use std::{env, fs, path::Path, time::SystemTime};

/// What the UI is made of; when one of these is newer than the build, it is built again.
const UI_SOURCES: &[&str] = &[
    "locales",
    "ui/index.html",
    "ui/package-lock.json",
    "ui/src",
    "ui/static",
    "ui/public",
    "ui/svelte.config.js",
    "ui/vite.config.ts",
];

/// Opens the app with these arguments; `--demo` where there are none.
///
/// # Errors
/// When something is missing, does not compile, or the app ends with an error.
pub fn open(arguments: &[String]) -> Result<()> {
    let tools = setup::prepare(Purpose::Run)?;
    build_ui(&tools)?;
    say::line("Building the app (the first time takes some minutes)");
    process::run(
        tools
            .cargo()
            .args(["build", "--locked", "--package=avvento-desk"]),
    )?;
    let demo = ["--demo".to_owned()];
    let arguments = if arguments.is_empty() {
        &demo
    } else {
        arguments
    };
    if has_display() {
        let app = tools.built("avvento-desk");
        return process::run(tools.command(&app.to_string_lossy()).args(arguments));
    }
    say::line("No display here: opening the window on a virtual one, to take its pictures");
    process::run(
        tools
            .command("node")
            .args(["e2e/screens.mjs", "--into", "target/run", "--"])
            .args(arguments),
    )
}

fn has_display() -> bool {
    cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| env::var_os(name).is_some_and(|set| !set.is_empty()))
}

/// Builds the UI into `ui/dist` when its sources are newer. The app embeds it.
///
/// # Errors
/// When the build fails.
pub fn build_ui(tools: &Tools) -> Result<()> {
    let built = changed_at(&tools.at("ui/dist/index.html"));
    let changed = UI_SOURCES
        .iter()
        .filter_map(|source| newest(&tools.at(source)))
        .max();
    if built.is_some() && changed <= built {
        say::line("The UI is built already.");
        return Ok(());
    }
    process::run(tools.npm("ui").args(["run", "build"]))
}

/// When anything in a folder (or a file itself) last changed.
fn newest(path: &Path) -> Option<SystemTime> {
    let Ok(entries) = fs::read_dir(path) else {
        return changed_at(path);
    };
    entries
        .filter_map(|entry| newest(&entry.ok()?.path()))
        .max()
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}
