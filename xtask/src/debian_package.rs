//! The .deb, packed again: the bundler knows only gzip for it, with which a program is half as large again as with xz,
//! which every Debian since 2013 reads.

use crate::{process, say, tools::Tools};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Packs every .deb in a folder again with xz. Without `dpkg-deb`, as on another Linux, they stay as they are.
///
/// # Errors
/// When a package cannot be read or written.
pub fn compress_all(tools: &Tools, folder: &Path) -> Result<()> {
    if tools.find("dpkg-deb").is_none() {
        say::line("There is no dpkg-deb here: the .deb stays as large as gzip makes it.");
        return Ok(());
    }
    for package in packages(folder)? {
        let before = fs::metadata(&package)?.len();
        compress(tools, &package)?;
        let after = fs::metadata(&package)?.len();
        let name = package.display();
        say::line(&format!(
            "{name}: {before} bytes with gzip, {after} with xz"
        ));
    }
    Ok(())
}

fn packages(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("could not look into {}", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            found.push(path);
        }
    }
    Ok(found)
}

/// Takes a package apart and packs it again, with the same contents, owners and times.
fn compress(tools: &Tools, package: &Path) -> Result<()> {
    let contents = package.with_extension("contents");
    let packed = package.with_extension("xz");
    // Of a run that was broken off.
    if contents.exists() {
        fs::remove_dir_all(&contents)?;
    }
    process::run(
        tools
            .command("dpkg-deb")
            .arg("--raw-extract")
            .args([package, &contents]),
    )?;
    process::run(
        tools
            .command("dpkg-deb")
            .args(["--root-owner-group", "-Zxz", "-z9", "--build"])
            .args([&contents, &packed]),
    )?;
    fs::rename(&packed, package)?;
    fs::remove_dir_all(&contents)?;
    Ok(())
}
