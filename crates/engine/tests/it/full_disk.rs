//! A disk without room for what the server says: the line is kept, and nothing is missing when there is room.
#![cfg(target_os = "linux")]
use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use crate::common::*;
use backend::Dialect;
use engine::{Connection, Engine};
use protocol::ConversationId;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// A disk of 16 MB where a computer keeps its data; unmounted when dropped.
struct SmallDisk {
    folder: Arc<TempDir>,
}

impl SmallDisk {
    /// `None` where this process may not mount one.
    fn mount() -> Option<Self> {
        let folder = Arc::new(TempDir::new().expect("a folder"));
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|done| done.status.success())
            .then_some(Self { folder })
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }

    /// Leaves no room for another page.
    fn fill(&self) {
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(self.filler())
            .expect("a file");
        while file.write_all(&[7; 4096]).is_ok() {}
    }

    fn empty(&self) {
        fs::remove_file(self.filler()).expect("removed");
    }

    fn has_reserve(&self) -> bool {
        fn any(folder: &Path) -> bool {
            let entries = fs::read_dir(folder).expect("readable");
            entries.flatten().any(|entry| {
                entry.path().is_dir() && any(&entry.path())
                    || entry
                        .file_name()
                        .to_string_lossy()
                        .starts_with("user.reserve")
            })
        }
        any(self.folder.path())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let gone = Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .output();
        drop(gone);
    }
}

/// Waits until the other side has it.
async fn sent_to(engine: &Engine, reader: &Person, chat: &ConversationId, text: &str) {
    until(engine, "it leaves", || async {
        (reader.count_of(chat, text).await.unwrap() == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_keeps_the_connection_and_refetches_later() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let (_backend, proxy, salma) = behind_proxy(Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer {
        data: disk.folder.clone(),
        ..Computer::new()
    };
    let engine = computer.start_signed_in(&proxy.url()).await;
    salma.send_message(&chat, "قبل").await.unwrap();
    wait_for_message(&engine, &chat, "قبل").await;
    let mut notices = engine.subscribe_notices();
    let long = "و".repeat(3_000);
    let mut said = vec!["قبل".to_owned()];
    let full = async {
        loop {
            disk.fill();
            salma.send_message(&chat, &long).await.unwrap();
            salma.send_message(&chat, &long).await.unwrap();
            if let Ok(notice) = notices.try_recv() {
                return notice;
            }
        }
    };
    let notice = tokio::time::timeout(PATIENCE, full).await.expect("told");
    assert_eq!(notice.code(), "cache-full");
    assert!(
        disk.has_reserve(),
        "what others say gets none of the reserve"
    );
    engine
        .send(&chat, "من الاحتياط")
        .await
        .expect("it is there for what is written here");
    sent_to(&engine, &salma, &chat, "من الاحتياط").await;
    for number in 0..20 {
        salma
            .send_message(&chat, &format!("والقرص ممتلئ {number}"))
            .await
            .unwrap();
    }
    said.push("من الاحتياط".to_owned());
    said.extend((0..20).map(|number| format!("والقرص ممتلئ {number}")));
    let state = engine.subscribe_connection().borrow().clone();
    assert!(
        matches!(state, Connection::Online { .. }),
        "nothing is wrong with the line: {state:?}"
    );
    disk.empty();
    wait_for_message(&engine, &chat, "والقرص ممتلئ 19").await;
    until(&engine, "all of it is there", || async {
        let there = texts(&engine, &chat).await;
        let there: Vec<_> = there.into_iter().filter(|text| *text != long).collect();
        (there == said).then_some(())
    })
    .await;
    assert_eq!(
        proxy.faults.counts.websockets.load(SeqCst),
        1,
        "one line all the time"
    );
    engine.send(&chat, "والآن تسع").await.expect("there is room");
    settled(&engine, &chat, "والآن تسع").await;
    assert!(engine.outbox().await.expect("read").rows.is_empty());
    for text in ["من الاحتياط", "والآن تسع"] {
        assert_eq!(salma.count_of(&chat, text).await.unwrap(), 1);
    }
    engine.shutdown().await;
}
