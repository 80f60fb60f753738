//! The data folder: whose it is, and who may look into it.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

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
