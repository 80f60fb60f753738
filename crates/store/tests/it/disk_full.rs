use crate::support::*;
use store::{InboxFilter, Notice, Store, StoreError};

/// What is left for whatever comes first, in bytes.
const LITTLE: u64 = 64 * 1024;

/// A store with its reserve, on a disk that is nearly full.
async fn nearly_full(home: &Home) -> Store {
    let store = home.open().await;
    store.run_maintenance().await;
    leave_free(&home.paths(), LITTLE);
    store
}

#[tokio::test]
async fn a_full_disk_refuses_a_message_and_keeps_what_was_there() {
    let home = Home::new();
    let store = nearly_full(&home).await;
    let mut notices = store.notices();
    let text = "و".repeat(1000);
    let mut queued = 0;
    let error = loop {
        match store.queue_message(&chat("k"), &text).await {
            Ok(_) => queued += 1,
            Err(error) => break error,
        }
        assert!(queued < 1000, "the end is never reached");
    };
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert_eq!(error.code(), "disk-full");
    assert_eq!(
        store.outbox().await.expect("readable").entries.len(),
        queued,
        "all or nothing"
    );
    assert!(queued > 20, "the room in reserve was used first: {queued}");
    let notice = notices.try_recv().expect("the user was told");
    assert_eq!((notice.code(), &notice), ("disk-low", &Notice::RoomMade));
    assert!(notices.try_recv().is_err(), "once");
    // What waits can still be sent and settled: for that there is a last reserve.
    for number in 0..2 {
        let entry = store.outbox().await.expect("readable").due.remove(0);
        assert!(store.mark_sending(&entry.local_id).await.expect("noted"));
        let answer = mine(&format!("m{number}"), START + number, &entry.text);
        store
            .complete_send(&entry.local_id, answer)
            .await
            .expect("sent");
    }
    while notices.try_recv().is_ok() {}
    make_room();
    store.run_maintenance().await;
    let notice = notices
        .try_recv()
        .expect("the user is told of the room too");
    assert_eq!((notice.code(), &notice), ("disk-fine", &Notice::RoomAgain));
    store
        .queue_message(&chat("k"), &text)
        .await
        .expect("there is room again");
    store.run_maintenance().await;
    assert!(notices.try_recv().is_err(), "once");
}

#[tokio::test]
async fn a_checkpoint_takes_no_room_from_what_waits_on_a_full_disk() {
    let home = Home::new();
    let store = nearly_full(&home).await;
    let (passed, mut passes) = tokio::sync::mpsc::unbounded_channel();
    let count = move || passed.send(()).unwrap_or_default();
    fail::cfg_callback("store.checkpoints.passed", count).expect("a failpoint");
    let size = || std::fs::metadata(&home.paths().user).expect("a file").len();
    let text = "و".repeat(1000);
    let before = size();
    while store.queue_message(&chat("k"), &text).await.is_ok() {}
    passes.recv().await.expect("checkpoints go on");
    while store.queue_message(&chat("k"), &text).await.is_ok() {}
    assert_eq!(size(), before, "the file has taken none of the room");
    for number in 0..2 {
        let entry = store.outbox().await.expect("readable").due.remove(0);
        assert!(store.mark_sending(&entry.local_id).await.expect("noted"));
        let answer = mine(&format!("m{number}"), START + number, &entry.text);
        let sent = store.complete_send(&entry.local_id, answer).await;
        sent.expect("the last reserve is for what waits");
    }
    fail::remove("store.checkpoints.passed");
    make_room();
}

#[tokio::test]
async fn a_full_disk_refuses_records_and_the_cache_stays_readable() {
    let home = Home::new();
    let store = nearly_full(&home).await;
    apply(&store, records(vec![whole("k", START)])).await;
    let mut revision = store.revision();
    let error = loop {
        let number = i64::try_from(revision).expect("small");
        let said = message(&format!("m{number}"), START + number, &"و".repeat(2000));
        match store.apply(events(vec![said])).await {
            Ok(change) => revision = change.revision,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert_eq!(
        store.revision(),
        revision,
        "what was not committed has no revision"
    );
    assert_eq!(inbox(&store, InboxFilter::All).await, ["k"]);
    let id = store
        .queue_message(&chat("k"), "ما كتبت")
        .await
        .expect("the outbox has the reserve");
    assert!(store.outbox_entry(&id).await.expect("readable").is_some());
    assert_eq!(
        rows(&store).await.last().expect("rows").key,
        id.0,
        "and is shown"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_a_failed_disk() {
    let home = Home::new();
    let file = home.folder.path().join("profile");
    std::fs::write(&file, b"in the way").expect("written");
    let error = Store::open(home.paths(), home.clock())
        .await
        .expect_err("it cannot open");
    assert_eq!(error.code(), "disk-failed", "{error:?}");
}
