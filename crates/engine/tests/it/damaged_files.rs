//! A file that turns out damaged while the application works.
use std::{
    fs::{File, OpenOptions},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use crate::common::*;
use engine::Notice;

const PAGE: u64 = 4096;

/// The one cache below a folder.
fn cache_below(folder: &Path) -> Option<PathBuf> {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if let Some(found) = cache_below(&path) {
                return Some(found);
            }
        } else if path.file_name().is_some_and(|name| name == "cache.db") {
            return Some(path);
        }
    }
    None
}

/// Overwrites the second half of a file.
fn spoil(path: &Path) {
    let mut file: File = OpenOptions::new().write(true).open(path).expect("opens");
    let length = file.metadata().expect("there").len();
    let half = length / 2 / PAGE * PAGE;
    file.seek(SeekFrom::Start(half))
        .expect("there is that much");
    let rest = usize::try_from(length - half).expect("small");
    file.write_all(&vec![0xA5; rest]).expect("overwritten");
}

#[tokio::test]
async fn a_cache_rebuilt_in_use_brings_no_news() {
    let (backend, salma) = with_customer(backend::Dialect::Live).await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let other = salma.open_chat("سؤال آخر").await.unwrap();
    let said: Vec<String> = (0..40)
        .map(|number| format!("رسالة {number} {}", "و".repeat(1500)))
        .collect();
    for text in &said {
        salma.send_message(&chat, text).await.unwrap();
    }
    salma.send_message(&other, "هنا أيضاً").await.unwrap();
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    wait_for_message(&engine, &chat, &said[39]).await;
    engine.shutdown().await;
    drop(engine);

    let engine = computer.start().await;
    online(&engine).await;
    show(&engine, &chat).await;
    let (mut notices, mut changes) = (engine.subscribe_notices(), engine.subscribe_changes());
    spoil(&cache_below(computer.path()).expect("there is a cache"));
    until(&engine, "everything is there again", || async {
        (texts(&engine, &chat).await == said).then_some(())
    })
    .await;
    wait_for_message(&engine, &other, "هنا أيضاً").await;
    let notice = notices.recv().await.expect("the user is told");
    assert!(matches!(notice, Notice::CacheSetAside { .. }), "{notice:?}");
    salma.send_message(&chat, "وصلت").await.unwrap();
    wait_for_message(&engine, &chat, "وصلت").await;
    let mut news = 0;
    while let Ok(change) = changes.try_recv() {
        news += change.new_messages.len();
    }
    assert!(news <= 1, "what was fetched again is no news: {news}");
    engine.shutdown().await;
}
