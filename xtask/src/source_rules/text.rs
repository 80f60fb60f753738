//! Rules that are read off a file's text, line by line.

use super::Source;
use std::path::Path;

/// The most lines that a file may have.
const LONGEST_FILE: usize = 400;

/// Files that have more lines than a reader keeps in mind.
#[must_use]
pub fn long_files(sources: &[Source]) -> Vec<String> {
    let lengths = sources
        .iter()
        .map(|source| (&source.path, source.text.lines().count()));
    lengths
        .filter(|(_, length)| *length > LONGEST_FILE)
        .map(|(path, length)| {
            format!("{path}: {length} lines, at most {LONGEST_FILE}: split it by idea")
        })
        .collect()
}

/// Places that keep the compiler from naming what nobody uses.
#[must_use]
pub fn dead_code_allowances(sources: &[Source]) -> Vec<String> {
    // Put together here, so that this file does not break its own rule.
    let attributes = ["allow", "expect"].map(|how| format!("[{how}(dead_code"));
    places(sources, |line| {
        let line: String = line.split_whitespace().collect();
        attributes
            .iter()
            .any(|attribute| line.contains(attribute))
            .then(|| "unused code is deleted, not allowed".to_owned())
    })
}

/// Tests inside a crate whose programs and library say that they have none (`test = false`): they would never run.
/// `untested` are the folders of such sources, each with a `/` at its end.
#[must_use]
pub fn tests_that_never_run(sources: &[Source], untested: &[String]) -> Vec<String> {
    let inside = |source: &&Source| {
        untested
            .iter()
            .any(|folder| source.path.starts_with(folder))
    };
    let inside: Vec<Source> = sources.iter().filter(inside).cloned().collect();
    places(&inside, |line| {
        let line: String = line.split_whitespace().collect();
        let is_test = ["#[cfg(test)]", "#[test]", "#[tokio::test"]
            .iter()
            .any(|attribute| line.starts_with(attribute));
        is_test.then(|| "a test here never runs: its crate says `test = false`".to_owned())
    })
}

/// Documents that a source file cites and the repository does not hold.
#[must_use]
pub fn missing_documents(sources: &[Source], paths: &[&str]) -> Vec<String> {
    let known = |cited: &str| {
        let name = Path::new(cited).file_name();
        paths
            .iter()
            .any(|path| *path == cited || Path::new(path).file_name() == name)
    };
    places(sources, |line| {
        let cited = comment_in(line)
            .split(|c: char| !(c.is_alphanumeric() || "/._-".contains(c)))
            .map(|word| word.trim_start_matches("./").trim_end_matches('.'));
        cited
            .filter(|word| word.len() > ".md".len() && word.ends_with(".md"))
            // What a run writes is named by its place, and is not kept.
            .filter(|word| !word.starts_with("target/"))
            .find(|word| !known(word))
            .map(|word| format!("cites {word}, which is not in the repository"))
    })
}

/// What stands behind the first sign of a comment; nothing where there is none.
fn comment_in(line: &str) -> &str {
    let starts = ["//", "/*", "<!--", "-- "].map(|sign| line.find(sign));
    let start = starts.into_iter().flatten().min();
    start
        .and_then(|start| line.get(start..))
        .unwrap_or_default()
}

/// Each line of which `judge` says what is wrong.
fn places(sources: &[Source], judge: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut places = Vec::new();
    for source in sources {
        for (index, line) in source.text.lines().enumerate() {
            if let Some(wrong) = judge(line) {
                places.push(format!("{}:{}: {wrong}", source.path, index + 1));
            }
        }
    }
    places
}
