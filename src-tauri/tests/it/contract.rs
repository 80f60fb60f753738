//! The window's contract: what is registered, what the capability allows and what the bindings name.
use std::{collections::BTreeSet, path::Path};

use shell::bindings;

fn in_crate(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn generated() -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bindings.ts");
    bindings::export(&file).expect("the contract can be written as TypeScript");
    std::fs::read_to_string(file).unwrap()
}

/// The commands that are registered, as the generated bindings call them.
pub(crate) fn registered() -> BTreeSet<String> {
    generated()
        .split("__TAURI_INVOKE(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_generated_bindings_are_not_stale() {
    let file = in_crate("../ui/src/lib/bindings.ts");
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        bindings::export(&file).unwrap();
    }
    let current = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        current == generated(),
        "ui/src/lib/bindings.ts is stale: run this test again with UPDATE_BINDINGS=1"
    );
}

#[test]
fn the_capability_allows_exactly_the_registered_commands() {
    // What the build script made of `capabilities/main.json`, as Tauri embeds it.
    let text = std::fs::read_to_string(concat!(env!("OUT_DIR"), "/capabilities.json")).unwrap();
    let capabilities: serde_json::Value = serde_json::from_str(&text).unwrap();
    let capabilities = capabilities.as_object().unwrap();
    assert_eq!(capabilities.len(), 1, "one capability");
    let capability = &capabilities["main"];
    let chats = (1..=engine::CHAT_WINDOWS).map(|number| format!("chat-{number}"));
    let windows: Vec<String> = ["main".to_owned()].into_iter().chain(chats).collect();
    assert_eq!(
        capability["windows"],
        serde_json::json!(windows),
        "the main window and those of single chats, no patterns"
    );
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|permission| permission.as_str().map(str::to_owned))
        .collect();
    let mut expected: BTreeSet<String> = registered()
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    expected.insert("core:event:allow-listen".to_owned());
    expected.insert("core:event:allow-unlisten".to_owned());
    assert_eq!(allowed, expected, "the capability and the handler differ");
}

#[test]
fn the_window_is_locked_down() {
    let text = std::fs::read_to_string(in_crate("tauri.conf.json")).unwrap();
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
