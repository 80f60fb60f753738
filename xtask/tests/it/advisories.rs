//! Advisories are looked at only where a database is given, and never count as looked at without.

use std::{fs, path::PathBuf};
use xtask::advisories::check_against;
use xtask::tools::Tools;

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn a_database_that_is_none_is_an_error() {
    let tools = Tools::of_this_machine().expect("the workspace");
    for place in [folder("nothing").join("missing"), folder("empty")] {
        let refused = check_against(&tools, &place);
        assert!(refused.is_err(), "{} is no database", place.display());
    }
}

#[test]
fn a_database_without_the_tool_is_not_passed() {
    let database = folder("database");
    fs::create_dir_all(database.join("crates")).expect("a folder of advisories");
    let tools = Tools::of_this_machine().expect("the workspace");
    if tools.find("cargo-deny").is_none() {
        let refused = check_against(&tools, &database).expect_err("nothing looked at it");
        assert!(refused.to_string().contains("cargo-deny"), "{refused}");
    } else {
        // Empty, and no clone: cargo-deny must not take it for a good one.
        assert!(check_against(&tools, &database).is_err(), "it has no date");
    }
}
