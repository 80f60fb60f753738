//! Rules of the source that no compiler knows: no circle of imports, crates that depend in one direction, files
//! that stay short, no unused code that is kept quiet, no comment that cites a document nobody has, no test that
//! never runs.

mod crate_graph;
mod imports;
mod text;

pub use crate_graph::wrong_directions;
pub use imports::import_circles;
pub use text::{dead_code_allowances, long_files, missing_documents, tests_that_never_run};

use crate::{process, say, tools::Tools};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

/// A source file: its path inside the repository, with `/`, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// For example `crates/store/src/lib.rs`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// What people write by hand in these languages is looked at.
const LANGUAGES: &[&str] = &["rs", "ts", "svelte", "mjs", "js", "css", "sql"];
/// Files that a program writes.
const GENERATED: &[&str] = &["ui/src/lib/bindings.ts"];

/// Checks all rules.
///
/// # Errors
/// With every place that breaks one; when the repository cannot be read.
pub fn check(tools: &Tools) -> Result<()> {
    let listed = process::answer_of(tools.command("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let paths: Vec<&str> = listed
        .lines()
        .filter(|path| tools.at(path).is_file())
        .collect();
    let sources = sources(tools, &paths)?;
    let mut broken = Vec::new();
    broken.extend(import_circles(&sources)?);
    broken.extend(wrong_directions(&crate_graph::dependencies(tools)?));
    broken.extend(long_files(&sources));
    broken.extend(dead_code_allowances(&sources));
    broken.extend(missing_documents(&sources, &paths));
    let untested = crate_graph::untested_folders(tools)?;
    broken.extend(tests_that_never_run(&sources, &untested));
    if broken.is_empty() {
        say::line(&format!(
            "{} files keep the rules of the source.",
            sources.len()
        ));
        return Ok(());
    }
    bail!(
        "{} places break a rule:\n  {}",
        broken.len(),
        broken.join("\n  ")
    )
}

fn sources(tools: &Tools, paths: &[&str]) -> Result<Vec<Source>> {
    paths
        .iter()
        .filter(|path| !GENERATED.contains(path))
        .filter(|path| {
            let ending = Path::new(path)
                .extension()
                .and_then(|ending| ending.to_str());
            ending.is_some_and(|ending| LANGUAGES.contains(&ending))
        })
        .map(|path| {
            let text = fs::read_to_string(tools.at(path))
                .with_context(|| format!("could not read {path}"))?;
            Ok(Source {
                path: (*path).to_owned(),
                text,
            })
        })
        .collect()
}
