//! The data folder: whose it is, and who may look into it.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

use crate::common::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o777
}

#[tokio::test]
async fn only_folders_that_the_engine_makes_are_closed_to_others() {
    let backend = backend_with_people(settings(backend::Dialect::Live)).await;
    let computer = Computer::new();
    let shared = computer.path();
    fs::set_permissions(shared, fs::Permissions::from_mode(0o755)).expect("the user's choice");
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.shutdown().await;
    assert_eq!(mode(shared), 0o755, "the user's own folder stays as it is");
    for entry in fs::read_dir(shared).expect("the folder") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(&path) & 0o077, 0, "others read {}", path.display());
    }
    assert_eq!(
        mode(&shared.join("profiles")),
        0o700,
        "what is made is closed"
    );
    for profile in fs::read_dir(shared.join("profiles")).expect("profiles") {
        let path = profile.expect("a profile").path();
        assert_eq!(mode(&path), 0o700, "{}", path.display());
    }
}

/// The small files of the data folder, and what each is called while it is written.
const WRITTEN_IN_DATA: [&str; 2] = ["profiles.json.new", "profiles.lock"];
/// Those of a profile.
const WRITTEN_IN_PROFILE: [&str; 10] = [
    "accepted-token",
    "accepted-token.new",
    "image-hosts.json",
    "image-hosts.json.new",
    "last-chat",
    "last-chat.new",
    "lock",
    "server-time",
    "server-time.new",
    "user.journal.new",
];

#[tokio::test]
async fn nothing_is_written_through_a_link_or_a_pipe() {
    let (backend, _salma) = with_customer(backend::Dialect::Live).await;
    let computer = Computer::new();
    computer
        .start_signed_in(&backend.url())
        .await
        .shutdown()
        .await;
    let profiles = fs::read_dir(computer.path().join("profiles")).expect("profiles");
    let profile = profiles.last().expect("one").expect("an entry").path();
    let in_data = WRITTEN_IN_DATA.map(|name| computer.path().join(name));
    let in_profile = WRITTEN_IN_PROFILE.map(|name| profile.join(name));
    let foreign = tempfile::tempdir().expect("a folder");
    let foreign = foreign.path().join("foreign");
    fs::write(&foreign, "somebody else's").expect("written");
    for lain in ["link", "pipe"] {
        // Without it, it is written anew.
        fs::remove_file(profile.join("user.journal")).expect("it was there");
        for place in in_data.iter().chain(&in_profile) {
            drop(fs::remove_file(place));
            match lain {
                "link" => std::os::unix::fs::symlink(&foreign, place).expect("a link"),
                _ => {
                    let made = std::process::Command::new("mkfifo").arg(place).status();
                    assert!(made.expect("mkfifo runs").success());
                }
            }
        }
        let computer = computer.clone();
        let url = backend.url();
        let used = tokio::task::spawn_blocking(move || {
            tokio::runtime::Handle::current().block_on(async move {
                let engine = computer.start_signed_in(&url).await;
                engine.allow_image_host("images.example").expect("allowed");
                let none = engine::OpenChats::default();
                engine.note_open_chats(&none).expect("noted");
                engine.shutdown().await;
            });
        });
        let used = tokio::time::timeout(Duration::from_secs(30), used).await;
        used.unwrap_or_else(|_| panic!("a {lain} is waited for"))
            .unwrap_or_else(|error| panic!("a {lain} is in the way: {error}"));
        assert_eq!(
            fs::read_to_string(&foreign).expect("it is there"),
            "somebody else's",
            "what a link leads to was written"
        );
    }
}
