//! What the dependencies may be: their licences, and which part of the house may name which of them.
//!
//! `deny.toml` holds the rules. Where `cargo-deny` is installed it judges them too; what is written here needs
//! nothing but cargo, and therefore always runs.

use crate::{
    json::{list, text},
    process, say,
    tools::Tools,
};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use spdx::{Expression, ParseMode};
use std::{collections::HashSet, fs};

/// Crates that only some parts of the house may depend on.
const OWNED: &[(&str, &[&str])] = &[
    // The test kit makes databases of other versions, to see what the store makes of them.
    (
        "sqlx",
        &["avvento-store", "avvento-backend", "avvento-testkit"],
    ),
    ("tauri", &["avvento-desk", "empty-window"]),
    ("notify-rust", &["avvento-desk"]),
    ("keyring", &["avvento-engine"]),
    ("rust_socketio", &["avvento-engine"]),
];

/// Crates that must not be in the app: a second TLS stack with a trust store of its own, and `rsa`, whose private
/// operations leak their key by their time (RUSTSEC-2023-0071); the demo's tokens need an HMAC only.
const KEPT_OUT: &[&str] = &["rustls", "webpki-roots", "aws-lc-sys", "rsa"];

/// npm packages whose list of contents names no licence; the licence file that each brings does.
const CLARIFIED: &[(&str, &str)] = &[("svelte-toolbelt", "MIT"), ("xmlhttprequest-ssl", "MIT")];

/// Where npm's dependencies are written down.
const LOCKS: &[&str] = &["ui", "e2e", "interop", "xtask/package"];

/// The licences that a dependency may come under.
#[derive(Clone, Debug)]
pub struct Allowed(HashSet<String>);

impl Allowed {
    /// These, by their SPDX names; an exception is part of the name (`Apache-2.0 WITH LLVM-exception`).
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    /// Whether a licence expression can be met with these licences. An exception only ever permits more than the
    /// licence does by itself. An expression that cannot be read is not met.
    #[must_use]
    pub fn permits(&self, expression: &str) -> bool {
        let Ok(expression) = Expression::parse_mode(expression, ParseMode::LAX) else {
            return false;
        };
        expression.evaluate(|wanted| {
            let licence = wanted.license.to_string();
            self.0.contains(&licence) || self.0.contains(&wanted.to_string())
        })
    }
}

/// Checks every dependency, Rust and npm alike.
///
/// # Errors
/// With all that breaks a rule; when cargo or a lock file cannot be read.
pub fn check(tools: &Tools) -> Result<()> {
    let allowed = allowed(tools)?;
    let mut found = Vec::new();
    found.extend(crates(tools, &allowed)?);
    found.extend(in_the_app(tools)?);
    for folder in LOCKS {
        found.extend(npm(tools, folder, &allowed)?);
    }
    if tools.find("cargo-deny").is_some() {
        let mut deny = tools.cargo();
        deny.args(["deny", "check", "licenses", "bans", "sources"]);
        process::run(&mut deny)?;
    }
    if found.is_empty() {
        say::line("Every dependency is under a licence of deny.toml, and in its place.");
        return Ok(());
    }
    bail!(
        "{} dependencies break a rule:\n  {}",
        found.len(),
        found.join("\n  ")
    )
}

fn allowed(tools: &Tools) -> Result<Allowed> {
    let rules = fs::read_to_string(tools.at("deny.toml")).context("could not read deny.toml")?;
    let rules: toml::Table = rules.parse().context("deny.toml is not TOML")?;
    let names = rules
        .get("licenses")
        .and_then(|section| section.get("allow")?.as_array())
        .context("deny.toml has no licenses.allow")?;
    Ok(Allowed::new(
        names
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned)),
    ))
}

fn crates(tools: &Tools, allowed: &Allowed) -> Result<Vec<String>> {
    let told =
        process::answer_of(
            tools
                .cargo()
                .args(["metadata", "--format-version=1", "--locked"]),
        )?;
    let told: Value = serde_json::from_str(&told)?;
    let mut found = Vec::new();
    for package in list(&told, "packages") {
        let name = text(package, "name");
        if package.get("source").is_some_and(Value::is_null) {
            found.extend(outside_its_place(name, package));
            continue;
        }
        let licence = text(package, "license");
        if !allowed.permits(licence) {
            found.push(format!("crate {name}: licence {licence:?}"));
        }
    }
    Ok(found)
}

fn outside_its_place(name: &str, package: &Value) -> Vec<String> {
    list(package, "dependencies")
        .filter(|dependency| dependency.get("kind").is_none_or(Value::is_null))
        .map(|dependency| text(dependency, "name"))
        .filter_map(|dependency| {
            let (_, owners) = OWNED.iter().find(|(owned, _)| *owned == dependency)?;
            (!owners.contains(&name)).then(|| {
                format!(
                    "{name} depends on {dependency}; only {} may",
                    owners.join(", ")
                )
            })
        })
        .collect()
}

fn in_the_app(tools: &Tools) -> Result<Vec<String>> {
    let tree = process::answer_of(tools.cargo().args([
        "tree",
        "--package=avvento-desk",
        "--edges=normal",
        "--target=all",
        "--prefix=none",
        "--format={lib}",
        "--locked",
    ]))?;
    Ok(KEPT_OUT
        .iter()
        .filter(|name| {
            tree.lines()
                .any(|library| library == name.replace('-', "_"))
        })
        .map(|name| format!("the app depends on {name}"))
        .collect())
}

fn npm(tools: &Tools, folder: &str, allowed: &Allowed) -> Result<Vec<String>> {
    let lock = tools.at(folder).join("package-lock.json");
    let lock =
        fs::read_to_string(&lock).with_context(|| format!("could not read {}", lock.display()))?;
    let lock: Value = serde_json::from_str(&lock)?;
    let packages = lock.get("packages").and_then(Value::as_object);
    Ok(packages
        .into_iter()
        .flatten()
        .filter(|(path, _)| !path.is_empty())
        .map(|(path, package)| (path, npm_licence(path, package)))
        .filter(|(_, licence)| !allowed.permits(licence))
        .map(|(path, licence)| format!("{folder}/{path}: licence {licence:?}"))
        .collect())
}

fn npm_licence<'a>(path: &str, package: &'a Value) -> &'a str {
    let clarified = CLARIFIED
        .iter()
        .find(|(name, _)| path.ends_with(&format!("node_modules/{name}")));
    match text(package, "license") {
        "" => clarified.map_or("", |(_, licence)| licence),
        named => named,
    }
}
