//! Signing in and out: passwords, tokens, the keyring.
use std::time::Duration;

use crate::common::{Desk, PASSWORD, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_ends_with_3() {
    let world = World::start().await;
    let desk = Desk::new(&world.url, None);
    let arguments = ["sign-in", "--username", "admin", "--password-stdin"];
    let ran = desk.run_with_input(&arguments, "wrong\n").await;
    ran.ends_with(3).remarks("wrong user name or password");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_somebody_else_s_server_ends_with_3() {
    let world = World::start().await;
    let other = World::start().await;
    let desk = Desk::new(&world.url, None);
    let token = other.token("admin").await;
    desk.run_with_input(&["sign-in", "--token-stdin"], &token)
        .await
        .ends_with(3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_in_the_environment_ends_with_3() {
    let world = World::start().await;
    let token = world
        .backend
        .issue_token_for("admin", Duration::ZERO)
        .await
        .unwrap();
    let desk = Desk::new(&world.url, Some(token));
    desk.run(&["inbox"]).await.ends_with(3);
    desk.run(&["status"]).await.ends_with(3);
    desk.run(&["send", "c", "text"]).await.ends_with(3);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_with_the_server_away_ends_with_4() {
    let world = World::start().await;
    let desk = Desk::new(&world.url, None);
    let token = world.token("admin").await;
    let _stopped = world.stop().await;
    desk.run_with_input(&["sign-in", "--token-stdin"], &token)
        .await
        .ends_with(4);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_signing_in_says_what_to_do() {
    let world = World::start().await;
    let desk = Desk::new(&world.url, None);
    let arguments = ["sign-in", "--username", "admin", "--password-stdin"];
    let ran = desk
        .run_with_input(&arguments, &format!("{PASSWORD}\n"))
        .await;
    ran.ends_with(0).remarks("DESK_TOKEN");
    desk.run(&["inbox"]).await.ends_with(3);
}

/// The whole way in a session of its own: sign in, a second run finds the token in the keyring, sign
/// out, a third finds nothing.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_keyring_keeps_the_token_between_runs() {
    let world = World::start().await;
    let id = world.client("user").await.open("من المفتاح").await;
    let desk = Desk::new(&world.url, None);
    let script = r#"
        printf 'keyring password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 90
        desk() { "$DESK" --data "$DATA" --server "$SERVER" --json "$@"; }
        printf '%s\n' "$PASSWORD" | desk sign-in --username admin --password-stdin || exit 91
        desk inbox || exit 92
        desk sign-out || exit 93
        desk inbox; test $? -eq 3 || exit 94
        ! grep -r "eyJ" "$DATA" || exit 95
    "#;
    let mut command = tokio::process::Command::new("dbus-run-session");
    command
        .args(["--", "sh", "-c", script])
        .env("DESK", env!("CARGO_BIN_EXE_desk"))
        .env("DATA", desk.data())
        .env("SERVER", &world.url)
        .env("PASSWORD", PASSWORD)
        .env("HOME", desk.home.path())
        .env("XDG_DATA_HOME", desk.home.path().join("share"))
        .env("XDG_RUNTIME_DIR", desk.home.path())
        .env_remove("DESK_TOKEN");
    let ran = crate::common::ran(command, None).await;
    ran.ends_with(0);
    assert_eq!(
        ran.stdout.lines().filter(|line| line.contains(&id)).count(),
        1,
        "{ran:?}"
    );
}
