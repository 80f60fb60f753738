//! Wine, which runs the programs of Windows here.

use crate::tools::Tools;
use std::{path::PathBuf, process::Command};

/// Where wine keeps its drives and its registry.
#[must_use]
pub fn prefix(tools: &Tools) -> PathBuf {
    tools.at("target/wine")
}

/// Wine without a screen; the program and its arguments are still to be said.
#[must_use]
pub fn wine(tools: &Tools) -> Command {
    let mut wine = tools.command("wine");
    wine.env("WINEPREFIX", prefix(tools))
        .env("WINEDEBUG", "-all")
        // Neither .NET nor a browser: wine would ask whether to fetch them.
        .env("WINEDLLOVERRIDES", "mscoree=;mshtml=")
        .env_remove("DISPLAY");
    wine
}
