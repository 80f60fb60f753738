//! What the packages are made of, as CycloneDX 1.5: one list of the crates that the programs are compiled from, and
//! one of the npm packages that the page is made of and built with. Needs no network, and names nothing that the lock files do not.

use crate::{
    json::{list, text},
    process, say,
    tools::Tools,
};
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::Path,
};

/// The programs that the packages hold.
const PROGRAMS: &[&str] = &["avvento-desk", "avvento-cli"];
const CRATES: &str = "avvento-desk.cdx.json";
const PAGE: &str = "avvento-desk-ui.cdx.json";

/// Writes both lists into a folder.
///
/// # Errors
/// When cargo or npm fails, or the folder cannot be written.
pub fn write(tools: &Tools, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    let metadata =
        process::answer_of(
            tools
                .cargo()
                .args(["metadata", "--format-version=1", "--locked"]),
        )?;
    let metadata = serde_json::from_str(&metadata).context("cargo metadata is no JSON")?;
    let lock = fs::read_to_string(tools.at("Cargo.lock")).context("could not read Cargo.lock")?;
    let crates = of_crates(&metadata, &lock, PROGRAMS)?;
    save(
        &folder.join(CRATES),
        &serde_json::to_string_pretty(&crates)?,
    )?;
    // With what builds the page: left out, npm also leaves out what is in it and what builds it needs, as Svelte.
    let page = process::answer_of(tools.npm("ui").args([
        "sbom",
        "--sbom-format=cyclonedx",
        "--package-lock-only",
    ]))?;
    save(&folder.join(PAGE), &page)?;
    say::line(&format!(
        "The bill of materials is in {}: {CRATES}, {PAGE}",
        folder.display()
    ));
    Ok(())
}

fn save(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("could not write {}", file.display()))
}

/// The list of all crates that these packages are compiled from, whatever the system; what only tests need is
/// left out. `metadata` is what `cargo metadata` says.
///
/// # Errors
/// When a package is not there, or the lock file is not TOML.
pub fn of_crates(metadata: &Value, lock: &str, roots: &[&str]) -> Result<Value> {
    let packages: HashMap<&str, &Value> = list(metadata, "packages")
        .map(|package| (text(package, "id"), package))
        .collect();
    let checksums = checksums(lock)?;
    let edges = edges(metadata);
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    for root in roots {
        let root = packages
            .iter()
            .find(|(_, package)| text(package, "name") == *root);
        open.push(*root.context("a program is no package of the workspace")?.0);
    }
    let main = open
        .first()
        .copied()
        .and_then(|id| packages.get(id))
        .context("no program")?;
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(edges.get(id).into_iter().flatten());
        }
    }
    let in_use = found.iter().filter_map(|id| packages.get(id));
    let components: Vec<Value> = in_use
        .map(|package| component(package, &checksums))
        .collect();
    let dependencies: Vec<Value> = found
        .iter()
        .filter_map(|id| {
            let needs = edges.get(id).into_iter().flatten();
            let needs: Vec<String> = needs
                .filter_map(|id| Some(purl(packages.get(id)?)))
                .collect();
            Some(json!({ "ref": purl(packages.get(id)?), "dependsOn": needs }))
        })
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": text(main, "name"),
                "version": text(main, "version"),
                "purl": purl(main),
            },
        },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// Who needs whom, to be compiled or to run.
fn edges(metadata: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
    let nodes = metadata
        .get("resolve")
        .map(|resolve| list(resolve, "nodes"));
    nodes
        .into_iter()
        .flatten()
        .map(|node| {
            let needs = list(node, "deps")
                .filter(|need| list(need, "dep_kinds").any(|kind| text(kind, "kind") != "dev"));
            (
                text(node, "id"),
                needs.map(|need| text(need, "pkg")).collect(),
            )
        })
        .collect()
}

fn component(package: &Value, checksums: &HashMap<(String, String), String>) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let mut component = Map::new();
    component.insert("type".into(), json!("library"));
    component.insert("bom-ref".into(), json!(purl(package)));
    component.insert("name".into(), json!(name));
    component.insert("version".into(), json!(version));
    component.insert("purl".into(), json!(purl(package)));
    if let Some(licence) = package.get("license").and_then(Value::as_str) {
        // As crates wrote it before SPDX expressions.
        let expression = licence.replace('/', " OR ");
        component.insert("licenses".into(), json!([{ "expression": expression }]));
    }
    if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
        let hash = json!([{ "alg": "SHA-256", "content": checksum }]);
        component.insert("hashes".into(), hash);
    }
    Value::Object(component)
}

fn purl(package: &Value) -> String {
    // A build number would be taken for something else in an address.
    let version = text(package, "version").replace('+', "%2B");
    format!("pkg:cargo/{}@{version}", text(package, "name"))
}

fn checksums(lock: &str) -> Result<HashMap<(String, String), String>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is not TOML")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    Ok(packages
        .into_iter()
        .flatten()
        .filter_map(|package| {
            let field = |name| Some(package.get(name)?.as_str()?.to_owned());
            Some(((field("name")?, field("version")?), field("checksum")?))
        })
        .collect())
}
