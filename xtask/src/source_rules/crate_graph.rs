//! What cargo knows of the crates: which have tests inside, and their direction: `protocol ← store ← engine ← {src-tauri, cli}` and `protocol ← backend`.

use crate::{process, tools::Tools};
use anyhow::Result;
use serde_json::Value;
use std::path::Path;

/// Which crates of this workspace each may depend on when it is shipped. A crate that is not listed may depend
/// on none.
const ALLOWED: &[(&str, &[&str])] = &[
    ("avvento-store", &["avvento-protocol"]),
    (
        "avvento-engine",
        &["avvento-protocol", "avvento-store", "avvento-heap-memory"],
    ),
    ("avvento-backend", &["avvento-protocol", "avvento-logging"]),
    ("avvento-bench", &["avvento-protocol", "avvento-store"]),
    (
        "avvento-cli",
        &[
            "avvento-protocol",
            "avvento-store",
            "avvento-engine",
            "avvento-heap-memory",
            "avvento-logging",
        ],
    ),
    (
        "avvento-desk",
        &[
            "avvento-protocol",
            "avvento-store",
            "avvento-engine",
            "avvento-backend",
            "avvento-heap-memory",
            "avvento-logging",
            "avvento-webview-memory",
        ],
    ),
    ("avvento-testkit-net", &["avvento-protocol"]),
    (
        "avvento-testkit",
        &[
            "avvento-protocol",
            "avvento-store",
            "avvento-engine",
            "avvento-backend",
            "avvento-heap-memory",
            "avvento-testkit-net",
        ],
    ),
];

/// The crates of the workspace with those of the workspace that each is built on, as it is shipped: what only
/// tests need is left out.
///
/// # Errors
/// When cargo does not answer.
pub(super) fn dependencies(tools: &Tools) -> Result<Vec<(String, Vec<String>)>> {
    Ok(packages(tools)?
        .iter()
        .map(|package| (name_in(package), shipped_dependencies(package)))
        .collect())
}

/// The folders of sources, from the workspace's root on and with a `/` at their end, in which no program and no library is
/// compiled for tests of its own.
///
/// # Errors
/// When cargo does not answer.
pub(super) fn untested_folders(tools: &Tools) -> Result<Vec<String>> {
    let root = tools.at("");
    let mut folders: Vec<(String, bool)> = Vec::new();
    for package in packages(tools)? {
        let targets = package.get("targets").and_then(Value::as_array);
        for target in targets.into_iter().flatten().filter(|target| ships(target)) {
            let source = target.get("src_path").and_then(Value::as_str);
            let source = Path::new(source.unwrap_or_default());
            let Some(folder) = source.parent().and_then(|it| it.strip_prefix(&root).ok()) else {
                continue;
            };
            let tested = target.get("test").and_then(Value::as_bool) == Some(true);
            folders.push((format!("{}/", folder.display()), tested));
        }
    }
    let tested = |folder: &String| {
        folders
            .iter()
            .any(|(other, tested)| *tested && other == folder)
    };
    Ok(folders
        .iter()
        .map(|(folder, _)| folder.clone())
        .filter(|folder| !tested(folder))
        .collect())
}

fn ships(target: &Value) -> bool {
    let kinds = target.get("kind").and_then(Value::as_array);
    kinds
        .into_iter()
        .flatten()
        .any(|kind| matches!(kind.as_str(), Some("lib" | "bin" | "rlib")))
}

fn packages(tools: &Tools) -> Result<Vec<Value>> {
    let answer = process::answer_of(tools.cargo().args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--no-deps",
    ]))?;
    let answer: Value = serde_json::from_str(&answer)?;
    let packages = answer.get("packages").and_then(Value::as_array);
    Ok(packages.cloned().unwrap_or_default())
}

fn shipped_dependencies(package: &Value) -> Vec<String> {
    let all = package.get("dependencies").and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .filter(|dependency| dependency.get("kind").is_none_or(Value::is_null))
        .filter(|dependency| dependency.get("path").is_some())
        .map(name_in)
        .collect()
}

fn name_in(value: &Value) -> String {
    let name = value.get("name").and_then(Value::as_str);
    name.unwrap_or_default().to_owned()
}

/// Dependencies that run against the direction.
#[must_use]
pub fn wrong_directions(dependencies: &[(String, Vec<String>)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, needed) in dependencies {
        let allowed = ALLOWED.iter().find(|(listed, _)| listed == name);
        let allowed = allowed.map_or(&[][..], |(_, allowed)| *allowed);
        for needed in needed
            .iter()
            .filter(|needed| !allowed.contains(&needed.as_str()))
        {
            wrong.push(format!(
                "{name} depends on {needed}, against the crates' direction"
            ));
        }
    }
    wrong
}
