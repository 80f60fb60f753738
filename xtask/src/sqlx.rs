//! `cargo xtask sqlx`: writes the data anew that the store's queries are checked against when there is
//! no database (`crates/store/.sqlx`). To be called after a query or a migration of the store has
//! changed. The store is the only crate whose queries are checked by the compiler.

use crate::{process, say, tools::Tools};
use anyhow::{Context, Result};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The crate whose queries are checked.
const PACKAGE: &str = "avvento-store";
/// The data that is committed.
const DATA: &str = "crates/store/.sqlx";
/// A folder of migrations for each database.
const MIGRATIONS: &str = "crates/store/migrations";
/// Where all this happens: the build must not be taken for done already.
const SCRATCH: &str = "target/sqlx";
/// The database that the compiler asks: both schemas in one.
const DATABASE: &str = "target/sqlx/scratch.db";

/// Makes a database of the files that are named after it.
const MAKE: &str = "\
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
for path in sys.argv[2:]:
    database.executescript(open(path, encoding='utf-8').read())
database.close()
";

/// Checks every query against the migrations, and replaces the data if all of them pass.
///
/// # Errors
/// When a migration or a query is wrong, or a program is missing; the data stays as it was then.
pub fn regenerate() -> Result<()> {
    let tools = Tools::of_this_machine()?;
    make_database(&tools)?;
    let fresh = tools.at(SCRATCH).join("checked");
    remove(&fresh)?;
    fs::create_dir_all(&fresh).context("could not make a folder for the data")?;
    let in_scratch = ["-p", PACKAGE, "--target-dir", SCRATCH];
    process::run(tools.command("cargo").arg("clean").args(in_scratch))?;
    process::run(
        tools
            .command("cargo")
            .arg("check")
            .args(in_scratch)
            .env("DATABASE_URL", format!("sqlite:{DATABASE}"))
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &fresh),
    )?;
    let count = fs::read_dir(&fresh)?.count();
    anyhow::ensure!(count > 0, "the compiler wrote no data");
    let data = tools.at(DATA);
    remove(&data)?;
    fs::rename(&fresh, &data).with_context(|| format!("could not replace {DATA}"))?;
    say::line(&format!("{DATA} holds {count} queries"));
    Ok(())
}

fn make_database(tools: &Tools) -> Result<()> {
    let database = tools.at(DATABASE);
    fs::create_dir_all(tools.at(SCRATCH)).with_context(|| format!("could not make {SCRATCH}"))?;
    if database.exists() {
        fs::remove_file(&database).with_context(|| format!("could not remove {DATABASE}"))?;
    }
    process::run(
        tools
            .command("python3")
            .args(["-c", MAKE])
            .arg(&database)
            .args(migrations(&tools.at(MIGRATIONS))?),
    )
}

/// Every migration, each database's in their order.
fn migrations(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for kind in entries(folder)? {
        files.extend(entries(&kind)?);
    }
    files.retain(|file| file.extension().is_some_and(|kind| kind == "sql"));
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let found = fs::read_dir(folder)
        .and_then(|found| {
            found
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<io::Result<Vec<_>>>()
        })
        .with_context(|| format!("could not read {}", folder.display()))?;
    let mut sorted = found;
    sorted.sort();
    Ok(sorted)
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}
