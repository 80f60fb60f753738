//! Messages that carry a file: its copy is on disk before its entry, and goes when the entry does.

use std::path::PathBuf;

use crate::support::*;
use protocol::{Attachment, MessageKind};
use store::limits::{MOST_FILE_BYTES, MOST_FILES};
use store::{DeliveryState, LocalId, NewFile, OutboxState, ReconcileOutcome, Store, StoreError};

const URL: &str = "https://api.example.com/uploads/1f/menu.png";

fn picture(bytes: &[u8]) -> NewFile {
    NewFile {
        name: "قائمة.png".to_owned(),
        content_type: "image/png".to_owned(),
        bytes: bytes.to_vec(),
    }
}

async fn queue_picture(store: &Store) -> LocalId {
    store
        .queue_file(&chat("k"), picture(b"pixels"))
        .await
        .expect("the file is queued")
}

/// What lies in the folder of the files.
fn copies(home: &Home) -> Vec<PathBuf> {
    let folder = home.paths().user.with_file_name("attachments");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[tokio::test]
async fn a_file_that_is_acknowledged_outlives_the_process() {
    let home = Home::new();
    let store = home.open().await;
    store.save_draft(&chat("k"), "لحظة").await.expect("saved");
    let id = queue_picture(&store).await;
    // Without a close: as if the process had been killed.
    drop(store);
    let store = home.open().await;
    let entry = store
        .outbox_entry(&id)
        .await
        .expect("read")
        .expect("the entry is there");
    let file = entry.file.expect("it carries its file");
    assert_eq!(
        (file.name.as_str(), file.size, file.url),
        ("قائمة.png", Some(6), None)
    );
    let kept = std::fs::read(store.attached_file(&id)).expect("its copy is there");
    assert_eq!(kept, b"pixels", "the copy holds what was given");
    let row = &rows(&store).await[0];
    assert_eq!(
        (&row.kind, &row.delivery),
        (&MessageKind::Image, &DeliveryState::Pending)
    );
    let draft = store
        .conversation(&chat("k"))
        .await
        .expect("read")
        .and_then(|row| row.draft);
    assert_eq!(
        draft.as_deref(),
        Some("لحظة"),
        "what was begun to be typed stays"
    );
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    let home = Home::new();
    let store = home.open().await;
    let empty = store.queue_file(&chat("k"), picture(b"")).await;
    assert!(matches!(empty, Err(StoreError::FileEmpty)), "{empty:?}");
    let bytes = vec![7; usize::try_from(MOST_FILE_BYTES).unwrap() + 1];
    let large = store.queue_file(&chat("k"), picture(&bytes)).await;
    assert!(matches!(large, Err(StoreError::FileTooLarge)), "{large:?}");
    leave_free(&home.paths(), 10_000);
    let full = store
        .queue_file(&chat("k"), picture(&bytes[..20_000]))
        .await;
    make_room();
    assert!(matches!(full, Err(StoreError::DiskFull)), "{full:?}");
    assert_eq!(copies(&home), Vec::<PathBuf>::new(), "no copy of any");
    assert_eq!(standings(&store).await, [], "no entry of any");
}

#[tokio::test]
async fn as_many_files_wait_as_may_and_cancelled_ones_make_place() {
    let home = Home::new();
    let store = home.open().await;
    let mut ids = Vec::new();
    for _ in 0..MOST_FILES {
        ids.push(queue_picture(&store).await);
    }
    let one_more = store.queue_file(&chat("k"), picture(b"x")).await;
    assert!(
        matches!(one_more, Err(StoreError::TooManyFiles)),
        "{one_more:?}"
    );
    assert!(store.discard(&ids[3]).await.expect("cancelled"));
    queue_picture(&store).await;
    assert_eq!(
        store.outbox_entry(&ids[3]).await.expect("read"),
        None,
        "the cancelled one made place"
    );
    assert_eq!(copies(&home).len(), MOST_FILES, "and its copy is gone");
}

#[tokio::test]
async fn a_cancelled_file_can_be_restored_and_a_sent_one_is_removed() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue_picture(&store).await;
    assert!(store.discard(&id).await.expect("cancelled"));
    assert_eq!(copies(&home).len(), 1, "it may be wanted after all");
    assert!(store.restore(&id).await.expect("restored"));
    assert!(store.record_upload(&id, URL).await.expect("noted"));
    assert!(store.mark_sending(&id).await.expect("stepped"));
    let mut answer = mine("m1", START + 5, URL);
    answer.kind = MessageKind::Image;
    store.complete_send(&id, answer).await.expect("completed");
    assert_eq!(copies(&home), Vec::<PathBuf>::new(), "the server has it");
    assert_eq!(rows(&store).await[0].key, id.0, "the row keeps its key");
}

#[tokio::test]
async fn what_belongs_to_no_entry_goes_at_the_start() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue_picture(&store).await;
    let kept = store.attached_file(&id);
    for stray in ["0000", "1111.part"] {
        std::fs::write(kept.with_file_name(stray), b"left").expect("written");
    }
    store.close().await.expect("closed");
    let store = home.open().await;
    assert_eq!(
        copies(&home),
        [store.attached_file(&id)],
        "the entry's copy alone is left"
    );
}

#[tokio::test]
async fn an_upload_is_noted_once_and_not_for_what_was_cancelled() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue_picture(&store).await;
    assert!(
        !store.edit(&id, "نص").await.expect("stepped"),
        "a file has no text to edit"
    );
    assert_eq!(
        store.take_back(&id).await.expect("stepped"),
        None,
        "nor one to take back"
    );
    assert!(store.record_upload(&id, URL).await.expect("noted"));
    assert!(
        !store
            .record_upload(&id, "https://x.example/2")
            .await
            .expect("stepped"),
        "it lies there already"
    );
    store
        .mark_failed(&id, "forbidden", None)
        .await
        .expect("failed");
    assert!(store.retry(&id).await.expect("retried"));
    let file = store
        .outbox_entry(&id)
        .await
        .expect("read")
        .and_then(|entry| entry.file);
    assert_eq!(
        file.and_then(|file| file.url).as_deref(),
        Some(URL),
        "a retry uploads nothing"
    );
    let other = queue_picture(&store).await;
    assert!(store.discard(&other).await.expect("cancelled"));
    assert!(
        !store.record_upload(&other, URL).await.expect("stepped"),
        "it is not wanted any more"
    );
}

#[tokio::test]
async fn a_lost_answer_is_found_by_the_address_and_not_by_the_name() {
    let home = Home::new();
    let store = home.open().await;
    let id = queue_picture(&store).await;
    assert!(store.record_upload(&id, URL).await.expect("noted"));
    assert!(store.mark_sending(&id).await.expect("stepped"));
    assert!(store.mark_unknown(&id).await.expect("stepped"));
    let mut same_name = mine("m1", START + 4, "قائمة.png");
    same_name.kind = MessageKind::File;
    same_name.file = Some(Attachment {
        url: "https://api.example.com/uploads/2e/menu.png".to_owned(),
        name: Some("قائمة.png".to_owned()),
        size: Some(6),
    });
    apply(&store, events(vec![same_name])).await;
    assert_eq!(
        store.reconcile(&id).await.expect("looked"),
        ReconcileOutcome::NotFound
    );
    // The server answers its own addresses without the host.
    let mut it = mine("m2", START + 5, "/uploads/1f/menu.png");
    it.kind = MessageKind::Image;
    apply(&store, events(vec![it])).await;
    let state = state_of(&store, &id).await;
    assert!(
        matches!(state, Some(OutboxState::Checking) | None),
        "it stands where it did, or is found: {state:?}"
    );
    assert!(
        store.confirm_sent(&id).await.expect("confirmed"),
        "the address names it"
    );
    let shown = rows(&store).await;
    assert_eq!(
        shown.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(),
        ["m1", &id.0]
    );
}

#[tokio::test]
async fn the_address_of_a_picture_needs_no_copy() {
    let home = Home::new();
    let store = home.open().await;
    let id = store
        .queue_picture_link(&chat("k"), "menu.png", URL)
        .await
        .expect("queued");
    let entry = store.outbox_entry(&id).await.expect("read").expect("there");
    let file = entry.file.expect("a picture");
    assert_eq!((file.message_kind(), file.size), (MessageKind::Image, None));
    assert_eq!(copies(&home), Vec::<PathBuf>::new());
    assert!(
        store.mark_sending(&id).await.expect("stepped"),
        "nothing is to be uploaded first"
    );
}
