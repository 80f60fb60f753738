//! Where the shell's files are.
use shell::paths::{self, Paths};

#[test]
fn every_path_is_absolute_and_below_the_chosen_folder() {
    let paths = Paths::new(Some("some/folder".into()));
    assert!(
        paths.data().is_absolute(),
        "a second start elsewhere must find the same place"
    );
    for path in [
        paths.preferences(),
        paths.window(),
        paths.log(),
        paths.webview(),
        paths.demo(),
    ] {
        assert!(path.starts_with(paths.data()), "{path:?}");
    }
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_the_data() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a/b");
    paths::create_private_dir(&data).unwrap();
    assert_eq!(
        std::fs::metadata(&data).unwrap().permissions().mode() & 0o777,
        0o700
    );
}
