//! The tests of the log.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

use std::{fs, path::Path};

use logging::{RollingFile, is_ours, limits};

/// The log of this process, in a file.
fn log_into(folder: &Path) -> (logging::Log, impl Fn() -> String) {
    // A variable that asks for everything is what this crate has to withstand.
    let log = logging::init("NO_SUCH_VARIABLE", "trace");
    let path = folder.join("test.log");
    log.add_file(&path).unwrap();
    (log, move || fs::read_to_string(&path).unwrap())
}

#[test]
fn only_this_workspaces_words_are_logged_at_trace() {
    let folder = tempfile::tempdir().unwrap();
    let (_log, read) = log_into(folder.path());
    tracing::trace!(target: "engine::http", "ours");
    tracing::trace!(target: "backend", "ours too");
    for target in [
        "hyper::proto",
        "rust_socketio",
        "tungstenite",
        "h2::codec",
        "reqwest",
        "sqlx::query",
        "engineer",
        "log",
        "shell_words",
    ] {
        tracing::error!(target: "hyper", foreign = target, "theirs");
        assert!(!is_ours(target), "{target}");
    }
    let log = read();
    assert!(log.contains("ours") && log.contains("ours too"), "{log}");
    assert!(!log.contains("theirs"), "{log}");
}

#[test]
fn the_same_warning_is_written_once_a_minute_with_its_count() {
    let folder = tempfile::tempdir().unwrap();
    let (log, read) = log_into(folder.path());
    for _ in 0..10_000 {
        tracing::warn!(target: "engine", "the same");
    }
    for id in 0..10_000 {
        tracing::warn!(target: "engine", id, "of another id each");
    }
    drop(log);
    let log = read();
    assert_eq!(log.matches("the same").count(), 2, "once, and its count");
    assert!(log.contains("the same (came 9999 times more)"), "{log}");
    let others = log.matches("of another id each").count();
    assert_eq!(others, limits::LINES_OF_ONE_PLACE + 1, "{log}");
    assert!(log.len() < 10_000, "{} bytes", log.len());
}

#[test]
fn an_event_is_one_line_of_bounded_length() {
    let folder = tempfile::tempdir().unwrap();
    let (_log, read) = log_into(folder.path());
    let words =
        "a\r\n2026 ERROR engine: forged\u{1b}[31m\u{202e}".to_owned() + &"ن".repeat(100_000);
    tracing::warn!(target: "engine", %words, "the server's words");
    let log = read();
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.len() < limits::LINE_BYTES + 100, "{} bytes", log.len());
    assert!(
        !log.contains('\u{1b}') && !log.contains('\u{202e}'),
        "{log}"
    );
}

#[test]
fn files_begin_anew_when_full_and_few_are_kept() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.log");
    for start in 0..3 {
        let mut file = RollingFile::open(&path, 1_000, 2).unwrap();
        for line in 0..100 {
            writeln!(file, "start {start} line {line:>30}").unwrap();
        }
    }
    let sizes: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .collect();
    assert_eq!(sizes.len(), 3, "the file and two before it");
    assert!(sizes.iter().all(|size| *size <= 1_000), "{sizes:?}");
    let newest = fs::read_to_string(&path).unwrap();
    assert!(newest.contains("start 2 line"), "{newest}");
    assert!(newest.ends_with("99\n"), "{newest}");
}

#[test]
fn a_cleared_log_has_nothing_of_before() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.log");
    let mut file = RollingFile::open(&path, 20, 2).unwrap();
    for line in [
        "before 1\n",
        "before 2\n",
        "before 3\n",
        "before 4\n",
        "before 5\n",
    ] {
        file.write_all(line.as_bytes()).unwrap();
    }
    assert!(
        fs::read_dir(folder.path()).unwrap().count() > 1,
        "it rolled"
    );
    file.clear().unwrap();
    file.write_all(b"after\n").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "after\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "one file");
}
