//! Signing in and out: passwords, tokens, the keyring.
use std::time::Duration;

use crate::common::{DeskCommand, PASSWORD, TestBackend};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_exits_with_3() {
    let backend = TestBackend::start().await;
    let desk = DeskCommand::new(&backend.url, None);
    let arguments = ["sign-in", "--username", "admin", "--password-stdin"];
    let ran = desk.run_with_input(&arguments, "wrong\n").await;
    ran.exits_with(3).warns("wrong user name or password");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_server_exits_with_3() {
    let backend = TestBackend::start().await;
    let other = TestBackend::start().await;
    let desk = DeskCommand::new(&backend.url, None);
    let token = other.token("admin").await;
    desk.run_with_input(&["sign-in", "--token-stdin"], &token)
        .await
        .exits_with(3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_exits_with_3() {
    let backend = TestBackend::start().await;
    let token = backend
        .backend
        .issue_token_for("admin", Duration::ZERO)
        .await
        .unwrap();
    let desk = DeskCommand::new(&backend.url, Some(token));
    desk.run(&["inbox"]).await.exits_with(3);
    desk.run(&["status"]).await.exits_with(3);
    desk.run(&["send", "c", "text"]).await.exits_with(3);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_to_an_unreachable_server_exits_with_4() {
    let backend = TestBackend::start().await;
    let desk = DeskCommand::new(&backend.url, None);
    let token = backend.token("admin").await;
    let _stopped = backend.stop().await;
    desk.run_with_input(&["sign-in", "--token-stdin"], &token)
        .await
        .exits_with(4);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_without_a_keyring_warns() {
    let backend = TestBackend::start().await;
    let desk = DeskCommand::new(&backend.url, None);
    let arguments = ["sign-in", "--username", "admin", "--password-stdin"];
    let ran = desk
        .run_with_input(&arguments, &format!("{PASSWORD}\n"))
        .await;
    ran.exits_with(0).warns("DESK_TOKEN");
    desk.run(&["inbox"]).await.exits_with(3);
}

/// The whole way in a session of its own: sign in, a second run finds the token in the keyring, sign
/// out, a third finds nothing.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_keyring_keeps_the_token_between_runs() {
    let backend = TestBackend::start().await;
    let id = backend.client("user").await.open("من المفتاح").await;
    let desk = DeskCommand::new(&backend.url, None);
    let script = r#"
        printf 'keyring password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 90
        desk() { "$DESK" --data "$DATA" --server "$SERVER" --json "$@"; }
        printf '%s\n' "$PASSWORD" | desk sign-in --username admin --password-stdin || exit 91
        desk inbox || exit 92
        desk sign-out || exit 93
        desk inbox; test $? -eq 3 || exit 94
        ! grep -r "eyJ" "$DATA" || exit 95
        printf '%s\n' "$PASSWORD" | desk sign-in --username user --password-stdin --keep-others || exit 96
        printf '%s\n' "$PASSWORD" | desk sign-in --username admin --password-stdin --keep-others || exit 97
        test "$(desk accounts | wc -l)" -eq 2 || exit 98
        printf '%s\n' "$PASSWORD" | desk sign-in --username user --password-stdin || exit 99
        test "$(desk accounts | wc -l)" -eq 1 || exit 100
        desk forget --everybody || exit 101
        test -z "$(find "$DATA/profiles" -type f)" || exit 102
        test "$(desk accounts | wc -l)" -eq 0 || exit 103
    "#;
    let mut command = tokio::process::Command::new("dbus-run-session");
    command
        .args(["--", "sh", "-c", script])
        .env("DESK", env!("CARGO_BIN_EXE_desk"))
        .env("DATA", desk.data())
        .env("SERVER", &backend.url)
        .env("PASSWORD", PASSWORD)
        .env("HOME", desk.home.path())
        .env("XDG_DATA_HOME", desk.home.path().join("share"))
        .env("XDG_RUNTIME_DIR", desk.home.path())
        .env_remove("DESK_TOKEN");
    let ran = crate::common::run_to_end(command, None).await;
    ran.exits_with(0);
    assert_eq!(
        ran.stdout.lines().filter(|line| line.contains(&id)).count(),
        1,
        "{ran:?}"
    );
}
