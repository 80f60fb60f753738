//! How a file comes to be: for its user alone, whole or not at all, and never through what somebody else has put there.

use std::fs;

use store::replace_file;

#[test]
fn a_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sub/file.json");
    replace_file(&path, b"first").unwrap();
    replace_file(&path, b"second").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"second");
    let left = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(left, 1, "nothing is left beside it");
}

#[test]
fn a_file_that_cannot_be_written_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.json");
    replace_file(&path, b"first").unwrap();
    let in_the_way = folder.path().join("file.json.new");
    fs::create_dir(&in_the_way).unwrap();
    replace_file(&path, b"second").expect_err("a folder is in the way");
    assert_eq!(fs::read(&path).unwrap(), b"first");
    assert!(in_the_way.is_dir(), "nobody's folder is removed");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_and_a_pipe_not_waited_for() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("foreign");
    fs::write(&foreign, "somebody else's").unwrap();
    let path = folder.path().join("file.json");
    let fresh = folder.path().join("file.json.new");
    let pipe = |at| {
        let made = std::process::Command::new("mkfifo").arg(at).status();
        assert!(made.unwrap().success());
    };
    symlink(&foreign, &path).unwrap();
    symlink(&foreign, &fresh).unwrap();
    replace_file(&path, b"mine").unwrap();
    pipe(&fresh);
    fs::remove_file(&path).unwrap();
    pipe(&path);
    replace_file(&path, b"mine").unwrap();
    assert_eq!(fs::read_to_string(&foreign).unwrap(), "somebody else's");
    let about = fs::symlink_metadata(&path).unwrap();
    assert!(about.is_file(), "the file is the user's own");
    assert_eq!(
        about.permissions().mode() & 0o777,
        0o600,
        "others could read it"
    );
}
