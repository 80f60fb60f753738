//! The threat model names tests that exist.

use std::{collections::HashSet, fs, path::Path};
use xtask::tools::Tools;

fn functions_below(folder: &Path, found: &mut HashSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the workspace") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            functions_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).expect("a source file");
            let functions = source.split("fn ").skip(1);
            found.extend(functions.filter_map(|rest| Some(rest.split_once('(')?.0.to_owned())));
        }
    }
}

#[test]
fn each_test_that_the_threat_model_names_exists() {
    let tools = Tools::of_this_machine().expect("the workspace");
    let model = fs::read_to_string(tools.at("docs/threat-model.md")).expect("the threat model");
    let mut functions = HashSet::new();
    for folder in ["crates", "src-tauri", "xtask"] {
        functions_below(&tools.at(folder), &mut functions);
    }
    let is_test = |word: &&str| {
        word.matches('_').count() >= 3
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let named: Vec<&str> = model
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(is_test)
        .collect();
    assert!(named.len() > 30, "it names tests: {}", named.len());
    for test in named {
        assert!(
            functions.contains(test),
            "docs/threat-model.md names `{test}`, which is no test"
        );
    }
}
