//! A disk that is full to the last byte. Where this process may not mount a small one, the tests of
//! `disk_full` have to do, in which a failpoint stands in for the disk's end.

#![cfg(target_os = "linux")]
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use crate::support::*;
use store::{InboxFilter, Notice, Opened, PageFetched, Reach, Store, StoreError, StorePaths};
use tempfile::TempDir;

/// A small disk; unmounted when dropped.
struct Volume {
    folder: TempDir,
}

impl Volume {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m", "none"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|done| done.status.success())
            .then(|| Self { folder })
    }

    fn paths(&self) -> StorePaths {
        StorePaths::in_folder(&self.folder.path().join("profile"))
    }

    async fn opened(&self, home: &Home) -> Opened {
        Store::open(self.paths(), home.clock())
            .await
            .expect("it opens")
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }

    /// Leaves no room for another byte.
    fn fill(&self) {
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(self.filler())
            .unwrap();
        while file.write_all(&[7; 4096]).is_ok() {}
        while file.write_all(&[7]).is_ok() {}
    }

    fn empty(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn without_reserve(&self) {
        for name in ["user.reserve", "user.reserve.last"] {
            drop(fs::remove_file(self.paths().user.with_file_name(name)));
        }
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        drop(
            Command::new("umount")
                .arg("-l")
                .arg(self.folder.path())
                .output(),
        );
    }
}

/// A chat with a message, something that waits, and the reserve.
async fn begun(volume: &Volume, home: &Home) -> Store {
    let store = volume.opened(home).await.store;
    store.set_me(admin("me")).await.expect("me");
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(vec![message("m1", START, "أين طلبي؟")])).await;
    queue(&store, "تنتظر").await;
    store.run_maintenance().await;
    store
}

#[tokio::test]
async fn a_full_disk_takes_what_the_reserve_holds_and_loses_nothing() {
    let Some(volume) = Volume::mount() else {
        return;
    };
    let home = Home::new();
    let store = begun(&volume, &home).await;
    let mut notices = store.notices();
    volume.fill();
    let mut acknowledged = 1;
    let error = loop {
        match store.queue_message(&chat("k"), &"و".repeat(1_000)).await {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert!(
        acknowledged > 20,
        "there was room in reserve: {acknowledged}"
    );
    assert_eq!(notices.try_recv().expect("told"), Notice::RoomMade);
    assert_eq!(
        keys(&store).await.len(),
        acknowledged + 1,
        "reading goes on"
    );
    let first = store.outbox().await.expect("readable").due.remove(0);
    assert!(
        store
            .mark_sending(&first.local_id)
            .await
            .expect("the last reserve is for that"),
        "what waits can be sent"
    );
    assert!(store.mark_unknown(&first.local_id).await.expect("noted"));
    volume.empty();
    store.run_maintenance().await;
    queue(&store, "فيها متسع").await;
    assert_eq!(
        store.outbox().await.expect("readable").entries.len(),
        acknowledged + 1
    );
    store.close().await.expect("closed");
    let opened = volume.opened(&home).await;
    assert_eq!(opened.notices, []);
    assert_eq!(
        opened.store.outbox().await.expect("readable").entries.len(),
        acknowledged + 1
    );
}

#[tokio::test]
async fn a_start_on_a_full_disk_gives_the_reserve_up() {
    let Some(volume) = Volume::mount() else {
        return;
    };
    let home = Home::new();
    begun(&volume, &home).await.close().await.expect("closed");
    volume.fill();
    let opened = volume.opened(&home).await;
    assert_eq!(opened.notices, [Notice::RoomMade]);
    assert_eq!(keys(&opened.store).await.len(), 2, "what is there is shown");
    queue(&opened.store, "ومن جديد").await;
}

#[tokio::test]
async fn a_start_on_a_full_disk_without_a_reserve_reads_all_the_same() {
    let Some(volume) = Volume::mount() else {
        return;
    };
    let home = Home::new();
    begun(&volume, &home).await.close().await.expect("closed");
    volume.without_reserve();
    volume.fill();
    let opened = volume.opened(&home).await;
    let store = opened.store;
    assert_eq!(opened.notices, [Notice::ReadingOnly]);
    assert_eq!(inbox(&store, InboxFilter::All).await, ["k"]);
    assert_eq!(keys(&store).await.len(), 2);
    let error = store
        .queue_message(&chat("k"), "لا تسع")
        .await
        .expect_err("no room");
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    let error = store
        .apply(events(vec![message("m2", START, "لا تسع")]))
        .await;
    assert!(matches!(error, Err(StoreError::DiskFull)), "{error:?}");
    let mut notices = store.notices();
    store.run_maintenance().await;
    assert!(notices.try_recv().is_err(), "there is no room yet");
    volume.empty();
    store.run_maintenance().await;
    assert_eq!(notices.try_recv().expect("told"), Notice::RoomAgain);
    queue(&store, "صار فيها متسع").await;
    apply(&store, events(vec![message("m2", START + 1, "وصلت")])).await;
    assert_eq!(keys(&store).await.len(), 4, "in the files that were there");
    store.close().await.expect("closed");
    assert_eq!(keys(&volume.opened(&home).await.store).await.len(), 4);
}

#[tokio::test]
async fn what_was_acknowledged_before_a_kill_is_read_on_a_full_disk() {
    let Some(volume) = Volume::mount() else {
        return;
    };
    let home = Home::new();
    let killed = Volume::mount().expect("another one");
    let store = begun(&volume, &home).await;
    fs::create_dir_all(killed.paths().user.parent().unwrap()).unwrap();
    for name in ["cache.db", "cache.db-wal", "user.db", "user.db-wal"] {
        let from = volume.paths().user.with_file_name(name);
        fs::copy(from, killed.paths().user.with_file_name(name)).unwrap();
    }
    drop(store);
    killed.fill();
    let opened = killed.opened(&home).await;
    assert_eq!(opened.notices, [Notice::ReadingOnly]);
    let entries = opened.store.outbox().await.expect("readable").entries;
    assert_eq!(
        entries.len(),
        1,
        "from the `-wal`, which nobody could write back"
    );
    assert_eq!(keys(&opened.store).await.len(), 2);
    killed.empty();
    opened.store.run_maintenance().await;
    queue(&opened.store, "صار فيها متسع").await;
    assert_eq!(keys(&opened.store).await.len(), 3);
}

#[tokio::test]
async fn what_others_say_and_what_is_read_get_none_of_the_reserve() {
    let Some(volume) = Volume::mount() else {
        return;
    };
    let home = Home::new();
    let store = begun(&volume, &home).await;
    let mut notices = store.notices();
    volume.fill();
    let says = |number: i64| {
        let text = "و".repeat(2_000);
        store.apply(events(vec![message(
            &format!("n{number}"),
            START + number,
            &text,
        )]))
    };
    let mut said = 1;
    while says(said).await.is_ok() {
        said += 1;
        volume.fill();
    }
    assert!(matches!(says(said).await, Err(StoreError::DiskFull)));
    store.run_maintenance().await;
    assert_eq!(notices.try_recv().expect("told"), Notice::CacheFull);
    assert!(notices.try_recv().is_err(), "once");
    let reserve = || {
        ["user.reserve", "user.reserve.last"]
            .map(|name| volume.paths().user.with_file_name(name).exists())
    };
    assert_eq!(reserve(), [true, true]);
    // What is written here takes the first part; others go on getting nothing of it.
    while reserve()[0] {
        store
            .queue_message(&chat("k"), &"و".repeat(500))
            .await
            .expect("in the reserve");
        volume.fill();
        drop(says(said).await);
        drop(store.mark_read(&chat("k")).await);
    }
    assert_eq!(reserve(), [false, true], "the last part is for what waits");
    assert!(matches!(says(said).await, Err(StoreError::DiskFull)));
    let first = store.outbox().await.expect("readable").due.remove(0);
    assert!(store.mark_sending(&first.local_id).await.expect("noted"));
    let answer = mine("a1", START + 5_000, &first.text);
    store
        .complete_send(&first.local_id, answer)
        .await
        .expect("an answer is kept");
    volume.empty();
    store.run_maintenance().await;
    says(said).await.expect("there is room again");
}

#[tokio::test]
async fn a_disk_full_after_the_journal_line_loses_and_doubles_nothing() {
    for spare in (0..=48).step_by(4) {
        let Some(volume) = Volume::mount() else {
            return;
        };
        let home = Home::new();
        let store = begun(&volume, &home).await;
        volume.without_reserve();
        volume.fill();
        let filler = File::options().write(true).open(volume.filler()).unwrap();
        let size = filler.metadata().unwrap().len();
        filler.set_len(size - spare * 1024).unwrap();
        drop(filler);
        let mut acknowledged = vec!["تنتظر".to_owned()];
        let error = loop {
            let text = format!("{} {}", acknowledged.len(), "و".repeat(400));
            match store.queue_message(&chat("k"), &text).await {
                Ok(_) => acknowledged.push(text),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, StoreError::DiskFull), "{error:?}");
        let copy = killed_in(&volume, &home);
        for store in [copy.open().await, store] {
            let texts = standings(&store).await.into_iter().map(|entry| entry.0);
            assert_eq!(texts.collect::<Vec<_>>(), acknowledged, "{spare} kB");
        }
    }
}

/// As if the process had been killed now: the files as they lie, where there is room.
fn killed_in(volume: &Volume, home: &Home) -> Home {
    let copy = Home::new();
    let to = copy.paths().user;
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    for file in fs::read_dir(volume.paths().user.parent().unwrap()).unwrap() {
        let file = file.unwrap();
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(file.path(), to.with_file_name(file.file_name())).unwrap();
        }
    }
    copy.pass((home.clock())().0 - START);
    copy
}

#[tokio::test]
async fn a_read_mark_without_room_does_not_hide_the_full_disk() {
    let Some(volume) = Volume::mount() else {
        return;
    };
    let home = Home::new();
    let store = begun(&volume, &home).await;
    let mut notices = store.notices();
    volume.fill();
    let read = store.mark_read(&chat("k")).await;
    assert!(matches!(read, Err(StoreError::DiskFull)), "{read:?}");
    assert!(notices.try_recv().is_err(), "a read mark is no news");
    let said = message("n1", START + 1, "لا تسع");
    let error = store.apply(events(vec![said])).await;
    assert!(matches!(error, Err(StoreError::DiskFull)), "{error:?}");
    store.run_maintenance().await;
    assert_eq!(notices.try_recv().expect("told"), Notice::CacheFull);
}

#[tokio::test]
async fn without_reserve_a_page_is_kept_only_if_its_chat_has_entries() {
    let Some(volume) = Volume::mount() else {
        return;
    };
    let home = Home::new();
    let store = begun(&volume, &home).await;
    let mut notices = store.notices();
    volume.fill();
    while notices.try_recv().is_err() {
        queue(&store, &"و".repeat(1_000)).await;
    }
    newest_page(&store, vec![message("p1", START + 9, "نعم")], false).await;
    for entry in store.outbox().await.expect("readable").entries {
        store.discard(&entry.local_id).await.expect("taken back");
    }
    let page = || PageFetched {
        messages: vec![message("p2", START + 10, "لا تسع")],
        reach: Reach::Newest { end: false },
    };
    let error = store.apply_page(&chat("k"), page()).await;
    assert!(matches!(error, Err(StoreError::DiskFull)), "{error:?}");
    volume.empty();
    let kept = store.apply_page(&chat("k"), page()).await;
    kept.expect("as soon as there is room, without a look by the attendant");
}
