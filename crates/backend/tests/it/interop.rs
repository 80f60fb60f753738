//! Others' clients, run against the backend through sign-in, join, message, update, new
//! conversation, leave, refusal and expiry.

use std::path::{Path, PathBuf};
use std::time::Duration;

use backend::{NewUser, Server, Settings};
use protocol::Role;

/// Long enough to connect with, short enough to wait for.
const EXPIRING: Duration = Duration::from_secs(6);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

async fn backend() -> Server {
    let running = backend::start(Settings::default())
        .await
        .expect("the backend starts");
    for (username, name, role) in [
        ("admin", "المدير", Role::Admin),
        ("user", "محمد محمد", Role::User),
    ] {
        let user = NewUser::new(username, name, role).with_password("demo");
        running.add_user(user).await.expect("the account is made");
    }
    running
}

async fn passes(program: &Path, needs: &Path, script: &str, transport: &str) {
    assert!(
        needs.exists(),
        "{} is missing: run `cargo xtask setup` first",
        needs.display()
    );
    let backend = backend().await;
    let token = backend
        .issue_token_for("user", EXPIRING)
        .await
        .expect("a token");
    let run = tokio::process::Command::new(program)
        .arg(root().join("interop").join(script))
        .args([
            "--url",
            &backend.url(),
            "--transport",
            transport,
            "--expiring-token",
            &token,
        ])
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(Duration::from_secs(120), run)
        .await
        .expect("the client finishes within two minutes")
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}", program.display()));
    assert!(
        output.status.success(),
        "{script} over {transport} failed:\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    backend.stop().await;
}

async fn node_passes(transport: &str) {
    let modules = root().join("interop/node_modules/socket.io-client");
    passes(Path::new("node"), &modules, "client.mjs", transport).await;
}

async fn python_passes(transport: &str) {
    let bin = if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    };
    let python = root().join("target/python").join(bin);
    passes(&python, &python, "client.py", transport).await;
}

#[tokio::test]
async fn the_official_client_passes_over_websocket() {
    node_passes("websocket").await;
}

#[tokio::test]
async fn the_official_client_passes_over_polling() {
    node_passes("polling").await;
}

#[tokio::test]
async fn python_socketio_passes_over_websocket() {
    python_passes("websocket").await;
}

#[tokio::test]
async fn python_socketio_passes_over_polling() {
    python_passes("polling").await;
}
