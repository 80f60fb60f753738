//! The window's contract: one list of commands, one set of bindings.
use std::{collections::BTreeSet, path::Path};

use shell::bindings;

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn generated() -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bindings.ts");
    bindings::export(&file).expect("the contract can be written as TypeScript");
    std::fs::read_to_string(file).unwrap()
}

/// The commands that are registered, as the generated bindings call them.
fn registered() -> BTreeSet<String> {
    generated()
        .split("__TAURI_INVOKE(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_windows_bindings_are_not_stale() {
    let file = here("../ui/src/lib/bindings.ts");
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        bindings::export(&file).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == generated(),
        "ui/src/lib/bindings.ts is stale: run this test again with UPDATE_BINDINGS=1"
    );
}

#[test]
fn the_build_script_lists_exactly_the_registered_commands() {
    let listed: BTreeSet<String> = bindings::command_names()
        .iter()
        .map(|&name| name.to_owned())
        .collect();
    assert_eq!(
        listed,
        registered(),
        "command_names.rs and bindings.rs differ"
    );
}

#[test]
fn the_capability_opens_exactly_the_listed_commands_and_listening() {
    let text = std::fs::read_to_string(here("capabilities/main.json")).unwrap();
    let capability: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        capability["windows"],
        serde_json::json!(["main"]),
        "one window, no patterns"
    );
    let opened: BTreeSet<&str> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one.as_str())
        .collect();
    let names: Vec<String> = bindings::command_names()
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    let mut expected: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    expected.extend(["core:event:allow-listen", "core:event:allow-unlisten"]);
    assert_eq!(
        opened, expected,
        "capabilities/main.json and command_names.rs differ"
    );
}

#[test]
fn the_window_is_locked_down() {
    let text = std::fs::read_to_string(here("tauri.conf.json")).unwrap();
    let config: serde_json::Value = serde_json::from_str(&text).unwrap();
    let security = &config["app"]["security"];
    let csp = [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' media: http://media.localhost",
        "connect-src ipc: http://ipc.localhost",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ];
    assert_eq!(security["csp"], csp.join("; "));
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["assetProtocol"]["enable"], false);
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert!(
        config["build"]["devUrl"].is_null(),
        "debug builds show the built page too"
    );
}
