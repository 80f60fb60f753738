//! A process that is killed while it puts its files right: the next opening finds everything.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::*;
use store::{InboxFilter, Store, StorePaths, system_clock};

/// Names the folder, and what is to be done in it, to a second process, which is this very test.
const FOLDER: &str = "AVVENTO_STORE_FILES_FOLDER";
const STOP_AT: &str = "AVVENTO_STORE_FILES_STOP_AT";
const PART: &str = "AVVENTO_STORE_FILES_PART";
const TEXTS: [&str; 4] = ["الأولى", "الثانية", "الثالثة", "الرابعة"];

/// What the process that is killed is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Opening with a database of the user whose first page is lost.
    Restoring,
    /// The same with one that lags behind its journal.
    CatchingUp,
    /// The same with a journal to which something was appended.
    Compacting,
    /// Saving a draft.
    Writing,
    /// Reading from a cache of which half is lost.
    Renewing,
    /// Clearing the cache.
    Clearing,
    /// Reading what the user wrote from a file of which half is lost.
    Breaking,
    /// Laying the reserve in.
    Idling,
    /// Writing until the disk is full.
    Filling,
}

const PLACES: [(Part, &str); 22] = [
    (Part::Restoring, "store.files.restore.begun"),
    (Part::Restoring, "store.files.restore.filled"),
    (Part::Restoring, "store.files.restore.written"),
    (Part::Restoring, "store.files.set-aside.part"),
    (Part::Restoring, "store.files.set-aside.part#2"),
    (Part::Restoring, "store.files.set-aside.part#3"),
    (Part::Restoring, "store.files.restore.set-aside"),
    (Part::Restoring, "store.files.restore.in-place"),
    (Part::CatchingUp, "store.files.restore.brought-up"),
    (Part::Compacting, "store.files.journal.begun"),
    (Part::Compacting, "store.files.journal.written"),
    (Part::Compacting, "store.files.journal.in-place"),
    (Part::Writing, "store.journal.appended"),
    (Part::Renewing, "store.files.cache.damaged"),
    (Part::Renewing, "store.files.set-aside.part"),
    (Part::Renewing, "store.files.cache.set-aside"),
    (Part::Renewing, "store.files.cache.begun"),
    (Part::Clearing, "store.files.cache.begun"),
    (Part::Breaking, "store.files.user.damaged"),
    (Part::Idling, "store.files.reserve.written"),
    (Part::Filling, "store.files.reserve.before-giving-up"),
    (Part::Filling, "store.files.reserve.given-up"),
];

#[tokio::test]
async fn after_a_kill_at_any_place_the_files_open_whole() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        stop_at_failpoint();
        act(&StorePaths::in_folder(Path::new(&folder))).await;
        return;
    }
    for (part, position) in PLACES {
        let home = Home::new();
        written(&home).await;
        match part {
            Part::Restoring => spoil(&home.paths().user, |_| 0..4096),
            Part::CatchingUp => {
                let before = std::fs::read(home.paths().user).expect("readable");
                written_once_more(&home).await;
                std::fs::write(home.paths().user, before).expect("written");
            }
            Part::Compacting => written_once_more(&home).await,
            _ => {}
        }
        if part == Part::Idling {
            drop(std::fs::remove_file(
                home.paths().user.with_extension("reserve"),
            ));
        }
        killed_at(&home, part, position);
        for opening in 1..=2 {
            let store = home.open().await;
            let entries = store.outbox().await.expect("readable").entries;
            for text in TEXTS {
                let copies = entries.iter().filter(|entry| entry.text == text).count();
                assert_eq!(
                    copies, 1,
                    "{position}, opening {opening}: «{text}» in {entries:?}"
                );
            }
            let draft = row(&store).await.draft;
            assert_eq!(
                draft.as_deref(),
                Some("مسودة"),
                "{position}, opening {opening}"
            );
            assert!(
                !inbox(&store, InboxFilter::All).await.is_empty(),
                "{position}"
            );
            store.run_maintenance().await;
            store.close().await.expect("closed");
        }
        for name in ["user.db.salvaged", "user.db.reading", "user.db.copying"] {
            let left = home.paths().user.with_file_name(name);
            assert!(!left.exists(), "{position}: {name} is left over");
        }
    }
}

async fn written(home: &Home) {
    let store = home.open().await;
    let said = (0..300).map(|number| {
        let text = format!("رسالة {number} {}", "و".repeat(200));
        message(&format!("m{number:03}"), START + number, &text)
    });
    newest_page(&store, said.collect(), true).await;
    for text in TEXTS {
        queue(&store, text).await;
    }
    store.save_draft(&chat("k"), "مسودة").await.expect("saved");
    store.close().await.expect("closed");
}

/// Leaves what is to be shown as it was.
async fn written_once_more(home: &Home) {
    let store = home.open().await;
    for draft in ["غيرها", "مسودة"] {
        store.save_draft(&chat("k"), draft).await.expect("saved");
    }
    store.close().await.expect("closed");
}

/// Overwrites a part of a file, which is told its length.
fn spoil(path: &Path, part: impl FnOnce(usize) -> std::ops::Range<usize>) {
    let mut bytes = std::fs::read(path).expect("readable");
    let part = part(bytes.len());
    bytes[part].fill(0xA5);
    std::fs::write(path, bytes).expect("written");
}

/// Starts the second process and kills it where it stands still.
fn killed_at(home: &Home, part: Part, position: &str) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "files_killed::after_a_kill_at_any_place_the_files_open_whole",
        ])
        .arg("--nocapture")
        .env(FOLDER, home.paths().user.parent().unwrap())
        .env(PART, format!("{part:?}"))
        .env(STOP_AT, position)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the test starts itself");
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut heard = Vec::new();
    let stopped = lines.map_while(Result::ok).any(|line| {
        let there = line.contains("stopped at store.");
        heard.push(line);
        there
    });
    child.kill().expect("it is killed");
    child.wait().unwrap();
    assert!(stopped, "{part:?} never came by {position}: {heard:#?}");
}

/// Makes the second process stop at the failpoint that it was started with.
#[allow(
    clippy::print_stderr,
    reason = "how the first process hears that the second has stopped"
)]
fn stop_at_failpoint() {
    let wanted = std::env::var(STOP_AT).unwrap();
    let (name, pass) = wanted.split_once('#').unwrap_or((&wanted, "1"));
    let (point, pass) = (name.to_owned(), pass.parse::<usize>().unwrap());
    let passes = AtomicUsize::new(0);
    let stop = move || {
        if passes.fetch_add(1, Ordering::SeqCst) + 1 == pass {
            eprintln!("stopped at {point}");
            loop {
                std::thread::park();
            }
        }
    };
    fail::cfg_callback(name, stop).expect("a failpoint");
}

/// What the second process does.
async fn act(paths: &StorePaths) {
    let part = std::env::var(PART).unwrap();
    let opened = Store::open(paths.clone(), system_clock()).await;
    let store = opened.unwrap().store;
    store.run_maintenance().await;
    if part == "Writing" {
        store.save_draft(&chat("n"), "غيرها").await.unwrap();
    }
    if part == "Breaking" {
        spoil(&paths.user, |length| length / 2 / 4096 * 4096..length);
        drop(store.outbox().await);
    }
    if part == "Renewing" {
        spoil(&paths.cache, |length| length / 2 / 4096 * 4096..length);
        keys(&store).await;
    }
    if part == "Clearing" {
        store.clear_cache().await.unwrap();
    }
    if part == "Filling" {
        leave_free(paths, 64 * 1024);
        loop {
            let id = store
                .queue_message(&chat("n"), &"و".repeat(4_000))
                .await
                .unwrap();
            store.mark_failed(&id, "refused", None).await.unwrap();
        }
    }
}
