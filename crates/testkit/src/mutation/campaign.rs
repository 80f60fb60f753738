//! The campaign `mutations`: each mutation is applied to a copy of the sources, the engine process is built
//! from it, and the mutation's check has to find it.

use crate::outcome::Finding;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum as _;

use super::{catalog::Mutation, check::check, edits};
use crate::Outcome;

/// What the build does not need.
const LEFT_OUT: [&str; 4] = ["target", "node_modules", ".git", "corpus"];

/// Checks so many mutations, from the number `first` on. `root` holds the sources; the copy and what is built
/// from it are kept in `folder`, so that only what a mutation touches is built again.
pub(crate) async fn run(root: &Path, folder: &Path, first: u64, count: u64) -> Result<Outcome> {
    let mut sum = Outcome::default();
    let mutations = Mutation::value_variants().iter();
    for mutation in mutations
        .skip(usize::try_from(first)?)
        .take(usize::try_from(count)?)
    {
        let name = edits::name_of(*mutation);
        let copy = folder.join("mutations");
        copy_changed(root, &copy.join("sources"))?;
        edits::apply(*mutation, &copy.join("sources"))?;
        let program = build(&copy).await.with_context(|| name.clone())?;
        let found = check(*mutation, Some(&program)).await?;
        sum.cases += 1;
        if found.is_clean() {
            sum.add_finding(Finding::Breakdown, format!("{name} is not found"));
        } else {
            sum.notes.push(format!("{name} is found: {found}"));
        }
    }
    Ok(sum)
}

async fn build(copy: &Path) -> Result<PathBuf> {
    let target = copy.join("target");
    let built = tokio::process::Command::new("cargo")
        .args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            "avvento-testkit",
        ])
        .args(["--bin", "engine-process"])
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(copy.join("sources"))
        .status()
        .await?;
    ensure!(built.success(), "it does not build");
    let name = format!("engine-process{}", std::env::consts::EXE_SUFFIX);
    Ok(target.join("debug").join(name))
}

/// Copies what differs: a file that stays as it was is not built again.
fn copy_changed(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if !LEFT_OUT.iter().any(|name| entry.file_name() == *name) {
                copy_changed(&entry.path(), &target)?;
            }
        } else if entry.file_type()?.is_file() {
            let text = fs::read(entry.path())?;
            if fs::read(&target).ok().as_ref() != Some(&text) {
                fs::write(&target, text)?;
            }
        }
    }
    Ok(())
}
