//! Whether a dependency has a known hole: `cargo deny` against a database of advisories that is given. None is
//! fetched: a check whose answer depends on the network's mood is not one, and without a database nothing is said.

use crate::{process, say, tools::Tools};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Names the folder of the database: a clone of <https://github.com/RustSec/advisory-db>.
pub const DATABASE: &str = "AVVENTO_ADVISORY_DB";

/// Where cargo-deny is shown the database.
const SCRATCH: &str = "target/advisories";

/// What cargo-deny calls the folder of RustSec's database: the last part of its address, and a digest of it. Should
/// it choose another name, it says that the database is missing, and the check fails.
const FOLDER: &str = "advisory-db-3157b0e258782691";

/// What became of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// No dependency has a known hole.
    Clean,
    /// There was nothing to check against.
    Skipped,
}

/// Checks the dependencies against the database that [`DATABASE`] names.
///
/// # Errors
/// When a dependency has a known hole; when a database is named and cannot be used.
pub fn check(tools: &Tools) -> Result<Checked> {
    let Some(database) = env::var_os(DATABASE).filter(|named| !named.is_empty()) else {
        say::line(&format!(
            "Advisories were not looked at: {DATABASE} names no clone of https://github.com/RustSec/advisory-db."
        ));
        return Ok(Checked::Skipped);
    };
    check_against(tools, Path::new(&database)).map(|()| Checked::Clean)
}

/// Checks the dependencies against a database.
///
/// # Errors
/// As [`check`].
pub fn check_against(tools: &Tools, database: &Path) -> Result<()> {
    let database = fs::canonicalize(database)
        .with_context(|| format!("there is no database at {}", database.display()))?;
    if !database.join("crates").is_dir() {
        bail!(
            "{} is no database of advisories: it has no `crates`",
            database.display()
        );
    }
    if tools.find("cargo-deny").is_none() {
        bail!(
            "{DATABASE} names a database, but cargo-deny is not installed: `cargo install cargo-deny`"
        );
    }
    let config = prepare(tools, &database)?;
    let mut deny = tools.cargo();
    deny.args(["deny", "--locked", "--offline", "--config"]);
    deny.arg(config).args(["check", "advisories"]);
    process::run(&mut deny)?;
    say::line("No dependency has a known hole, by the database that was given.");
    Ok(())
}

/// Shows cargo-deny the database under the name that it looks for, with the rules of deny.toml.
fn prepare(tools: &Tools, database: &Path) -> Result<PathBuf> {
    let scratch = tools.at(SCRATCH);
    if scratch.exists() {
        fs::remove_dir_all(&scratch).context("could not clear the last check's folder")?;
    }
    fs::create_dir_all(&scratch).context("could not make the check's folder")?;
    link(database, &scratch.join(FOLDER))?;
    let rules = fs::read_to_string(tools.at("deny.toml")).context("could not read deny.toml")?;
    let mut rules: toml::Table = rules.parse().context("deny.toml is not TOML")?;
    let advisories = rules
        .entry("advisories")
        .or_insert_with(|| toml::Value::Table(toml::Table::new()))
        .as_table_mut()
        .context("deny.toml: advisories is no section")?;
    let path = scratch.to_string_lossy().into_owned();
    advisories.insert("db-path".to_owned(), path.into());
    let source = "https://github.com/RustSec/advisory-db".to_owned();
    advisories.insert("db-urls".to_owned(), vec![source].into());
    let config = scratch.join("deny.toml");
    fs::write(&config, toml::to_string(&rules)?).context("could not write the check's rules")?;
    Ok(config)
}

#[cfg(unix)]
fn link(database: &Path, name: &Path) -> Result<()> {
    std::os::unix::fs::symlink(database, name).context("could not link the database")
}

#[cfg(not(unix))]
fn link(database: &Path, name: &Path) -> Result<()> {
    std::os::windows::fs::symlink_dir(database, name).context("could not link the database")
}
