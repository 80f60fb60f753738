//! Files that the user asked for.
use shell::saved_file::{NewFile, save};

#[test]
fn a_file_that_is_not_finished_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = NewFile::create(folder.path(), "chat", "txt").unwrap();
    file.write(b"half").unwrap();
    drop(file);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_file_is_never_written_over_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let first = save(folder.path(), "chat", "txt", b"one").unwrap();
    let second = save(folder.path(), "chat", "txt", b"two").unwrap();
    assert_ne!(first, second);
    assert_eq!(std::fs::read(first).unwrap(), b"one");
    assert_eq!(std::fs::read(second).unwrap(), b"two");
}
