//! State outlives the process, and the program keeps its promises to whoever starts it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use crate::common::Backend;
use backend::Settings;
use reqwest::Method;

#[tokio::test]
async fn state_and_tokens_survive_a_restart_on_the_same_address() {
    let folder = tempfile::tempdir().unwrap();
    let data = Some(folder.path().join("data"));
    let first = Backend::start(Settings {
        data: data.clone(),
        ..Settings::default()
    })
    .await;
    let listen = first.running.address();
    let conversation = first.conversation().await;
    first.write("user", &conversation, "قبل").await.ok();
    let token = first.token("admin").await;
    first.running.stop().await;

    let again = backend::start(Settings {
        listen,
        data,
        ..Settings::default()
    })
    .await;
    let again = Backend::over(again.expect("it starts again on the same port"));
    let path = format!("/support/conversations/{conversation}/messages");
    let page = again
        .call_with(Some(&token), Method::GET, &path, None)
        .await
        .ok();
    assert_eq!(page["messages"][0]["content"], "قبل");
    again.write("user", &conversation, "بعد").await.ok();
}

#[tokio::test]
async fn stopping_ends_with_sockets_connected() {
    let backend = Backend::start(Settings::default()).await;
    let token = backend.token("user").await;
    let _socket =
        crate::common::socket::Socket::connect(&backend.running.url(), Some(&token)).await;
    let stopped = tokio::time::timeout(std::time::Duration::from_secs(30), backend.running.stop());
    assert!(
        stopped.await.is_ok(),
        "stop ends although a socket is connected"
    );
}

pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_avvento-backend"))
}

/// Starts serving; the first line of its standard output.
fn serve(data: &std::path::Path) -> (Child, String) {
    serve_with(program(), data)
}

/// The same, of a program that was told more.
pub fn serve_with(mut program: Command, data: &std::path::Path) -> (Child, String) {
    let mut child = program
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, line.trim_end().to_owned())
}

pub fn add_user(data: &std::path::Path, username: &str) -> bool {
    let mut child = program()
        .args([
            "user",
            "add",
            "--username",
            username,
            "--name",
            "سارة",
            "--role",
            "admin",
        ])
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all("كلمة سر\n".as_bytes())
        .unwrap();
    child.wait().unwrap().success()
}

#[tokio::test]
async fn the_program_prints_its_address_and_knows_added_users() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(add_user(&data, "sara"), "an account is made");
    assert!(!add_user(&data, "sara"), "a username is taken only once");
    let (mut child, line) = serve(&data);
    let url = line
        .strip_prefix("listening on ")
        .expect("the first line says where");
    let answer = reqwest::Client::new()
        .post(format!("{url}/auth/login"))
        .json(&serde_json::json!({ "username": "sara", "password": "كلمة سر" }))
        .send()
        .await
        .unwrap();
    let _ = child.kill();
    let _ = child.wait();
    assert!(answer.status().is_success(), "{}", answer.status());
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_owner_only_even_in_a_readable_folder() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let open = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(folder.path(), open(0o755)).unwrap();
    let settings = || Settings {
        data: Some(folder.path().to_owned()),
        ..Settings::default()
    };
    let first = Backend::start(settings()).await;
    first.running.stop().await;
    for file in ["secret", "support.db"] {
        let path = folder.path().join(file);
        std::fs::set_permissions(path, open(0o644)).unwrap();
    }
    let again = backend::start(settings()).await.expect("it starts again");
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.file_name().display());
    }
    again.stop().await;
}

#[cfg(unix)]
#[test]
fn the_secret_is_owner_only_and_sigterm_ends_cleanly() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (mut child, _) = serve(&data);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data.join("secret")), 0o600);
    assert_eq!(mode(&data), 0o700);
    let kill = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    assert!(
        child.wait().unwrap().success(),
        "SIGTERM ends it with exit code 0"
    );
}
