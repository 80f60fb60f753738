//! The bill of materials names what the programs are compiled from, and nothing else.

use serde_json::{Value, json};
use std::{collections::HashSet, process::Command};
use xtask::bill_of_materials::of_crates;

fn names(bill: &Value) -> Vec<&str> {
    let components = bill["components"]
        .as_array()
        .expect("a bill has components");
    components
        .iter()
        .map(|component| component["name"].as_str().expect("a name"))
        .collect()
}

fn need(package: &str, kinds: &[Value]) -> Value {
    let kinds: Vec<_> = kinds.iter().map(|kind| json!({ "kind": kind })).collect();
    json!({ "pkg": package, "dep_kinds": kinds })
}

#[test]
fn what_only_tests_need_is_left_out() {
    let package = |name: &str| json!({ "id": name, "name": name, "version": "1.0.0+a", "license": "MIT/Apache-2.0" });
    let packages = ["app", "run", "build", "test", "both", "deep", "stranger"].map(package);
    let metadata = json!({
        "packages": packages,
        "resolve": { "nodes": [
            { "id": "app", "deps": [
                need("run", &[Value::Null]),
                need("build", &[json!("build")]),
                need("test", &[json!("dev")]),
                need("both", &[json!("dev"), Value::Null]),
            ] },
            { "id": "run", "deps": [need("deep", &[Value::Null])] },
            { "id": "deep", "deps": [need("run", &[Value::Null])] },
            { "id": "test", "deps": [need("stranger", &[Value::Null])] },
        ] },
    });
    let lock = "[[package]]\nname = \"run\"\nversion = \"1.0.0+a\"\nchecksum = \"abc\"\n";
    let bill = of_crates(&metadata, lock, &["app"]).expect("a bill");
    assert_eq!(names(&bill), ["app", "both", "build", "deep", "run"]);
    let run = &bill["components"][4];
    assert_eq!(run["purl"], "pkg:cargo/run@1.0.0%2Ba");
    assert_eq!(
        run["licenses"],
        json!([{ "expression": "MIT OR Apache-2.0" }])
    );
    assert_eq!(
        run["hashes"],
        json!([{ "alg": "SHA-256", "content": "abc" }])
    );
    assert!(
        of_crates(&metadata, lock, &["nothing"]).is_err(),
        "a program that is not there"
    );
    assert!(
        of_crates(&metadata, "[[", &["app"]).is_err(),
        "a lock file that is none"
    );
}

#[test]
fn the_workspace_has_a_whole_bill() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline"])
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo's metadata");
    let lock = include_str!("../../../Cargo.lock");
    let bill = of_crates(&metadata, lock, &["avvento-desk", "avvento-cli"]).expect("a bill");
    let names = names(&bill);
    for wanted in [
        "avvento-desk",
        "avvento-cli",
        "avvento-engine",
        "tauri",
        "sqlx",
        "argon2",
    ] {
        assert!(names.contains(&wanted), "{wanted} is in the programs");
    }
    for unwanted in ["rsa", "jsonwebtoken", "avvento-testkit", "proptest"] {
        assert!(!names.contains(&unwanted), "{unwanted} is not");
    }
    let components = bill["components"].as_array().expect("components");
    let refs: HashSet<_> = components
        .iter()
        .map(|component| &component["bom-ref"])
        .collect();
    assert_eq!(refs.len(), components.len(), "each is named once");
    for component in components {
        assert!(
            component["licenses"].is_array(),
            "{component} has a licence"
        );
        let ours = component["name"]
            .as_str()
            .is_some_and(|name| name.starts_with("avvento-"));
        assert!(
            ours || component["hashes"].is_array(),
            "{component} has a checksum"
        );
    }
    for dependency in bill["dependencies"].as_array().expect("dependencies") {
        for need in dependency["dependsOn"].as_array().expect("a list") {
            assert!(refs.contains(need), "{need} is a component");
        }
    }
}
