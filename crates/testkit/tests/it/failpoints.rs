//! The list of failpoints names what is in the code, no more and no less.

use std::{
    fs,
    path::{Path, PathBuf},
};

use testkit::failpoints::FAILPOINTS;

#[test]
fn the_list_of_failpoints_is_that_of_the_code() {
    let mut found = Vec::new();
    for crate_ in ["store", "engine"] {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(crate_)
            .join("src");
        for file in files_in(&sources) {
            found.extend(points_in(&fs::read_to_string(&file).expect("a source")));
        }
    }
    found.sort();
    found.dedup();
    let listed: Vec<String> = FAILPOINTS.iter().map(|&point| point.to_owned()).collect();
    assert_eq!(
        found, listed,
        "the code (left) and crates/testkit/src/failpoints.rs (right) differ"
    );
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// The literals that have the form of a failpoint's name.
fn points_in(source: &str) -> Vec<String> {
    let literals = source.split('"').skip(1);
    literals
        .filter(|text| is_point(text))
        .map(str::to_owned)
        .collect()
}

/// `crate.what.when`, or with more parts.
fn is_point(text: &str) -> bool {
    let mut parts = text.split('.');
    let crate_ = parts
        .next()
        .is_some_and(|name| name == "store" || name == "engine");
    let rest: Vec<_> = parts.collect();
    let is_word = |part: &&str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|c| c.is_ascii_lowercase() || matches!(c, b'-' | b'_'))
    };
    crate_ && rest.len() >= 2 && rest.iter().all(is_word)
}
