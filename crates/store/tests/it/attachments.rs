//! The pictures and files of a chat in one place.

use protocol::{Message, MessageKind};

use crate::support::*;

fn carrying(id: &str, at: i64, kind: MessageKind) -> Message {
    Message {
        kind,
        ..message(id, at, "https://cdn.example/a.jpg")
    }
}

#[tokio::test]
async fn pictures_and_files_come_newest_first_and_bounded() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let mut messages = vec![message("text", START + 1, "كلام")];
    for at in 0..70 {
        let kind = [MessageKind::Image, MessageKind::File][usize::from(at % 2 == 1)].clone();
        messages.push(carrying(&format!("m{at:02}"), START + 2 + at, kind));
    }
    apply(&store, events(messages)).await;
    let found = store.attachments(&chat("k")).await.unwrap();
    let ids: Vec<&str> = found
        .rows
        .iter()
        .filter_map(|row| row.id.as_ref())
        .map(|id| id.as_str())
        .collect();
    assert_eq!(ids.len(), 60, "no more than stand beside a chat");
    assert_eq!((ids[0], ids[59]), ("m69", "m10"), "the newest first");
    assert!(found.more, "it says that there are older ones");
    let other = store.attachments(&chat("other")).await.unwrap();
    assert!(other.rows.is_empty() && !other.more, "a chat without any");
}
