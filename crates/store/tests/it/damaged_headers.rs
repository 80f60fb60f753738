//! One bit of the first hundred bytes of either file: SQLite's header, in which it may say that the file
//! is not to be written, that its texts are of another kind, or that it is of another version.
use std::path::Path;

use crate::support::*;

const HEAD: usize = 100;

/// Where a bit is no number's but a word's: which version may write, which may read, which schema, which
/// kind of text.
const WORDS: [usize; 4] = [18, 19, 47, 59];

const TEXTS: [&str; 3] = ["أولا", "ثانيا 2", "third"];

async fn written(home: &Home) {
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(vec![message("m1", START, "أين طلبي؟")])).await;
    for text in TEXTS {
        queue(&store, text).await;
    }
    store.close().await.expect("closed");
}

fn flip(path: &Path, bit: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[bit / 8] ^= 1 << (bit % 8);
    std::fs::write(path, bytes).unwrap();
}

fn copied(home: &Home) -> Home {
    let copy = Home::new();
    let to = copy.paths().user;
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    for name in ["cache.db", "user.db", "user.journal"] {
        let from = home.paths().user.with_file_name(name);
        std::fs::copy(from, to.with_file_name(name)).unwrap();
    }
    copy
}

/// Every bit of the words, and one of each byte.
fn bits() -> impl Iterator<Item = usize> {
    let all = WORDS.iter().flat_map(|byte| byte * 8..byte * 8 + 8);
    all.chain((0..HEAD).map(|byte| byte * 8 + byte % 8))
}

/// Opens it, and says what is not as it should be: everything written is there and more can be.
async fn wrong(home: &Home) -> Option<String> {
    let store = match store::Store::open(home.paths(), home.clock()).await {
        Ok(opened) => opened.store,
        Err(error) => return Some(format!("it does not open: {error:?}")),
    };
    let written = match store.outbox().await {
        Ok(outbox) => outbox.entries,
        Err(error) => return Some(format!("it cannot be read: {error:?}")),
    };
    let texts: Vec<_> = written.iter().map(|entry| entry.text.as_str()).collect();
    if texts != TEXTS {
        return Some(format!("it has {texts:?}"));
    }
    if let Err(error) = store.queue_message(&chat("k"), "ومن جديد").await {
        return Some(format!("nothing more can be written: {error:?}"));
    }
    let said = events(vec![message("m2", START + 1, "هل من أحد؟")]);
    if let Err(error) = store.apply(said).await {
        return Some(format!("nothing more can be heard: {error:?}"));
    }
    store.close().await.err().map(|error| format!("{error:?}"))
}

async fn bits_of(name: &str) {
    let whole = Home::new();
    written(&whole).await;
    let mut found = Vec::new();
    for bit in bits() {
        let home = copied(&whole);
        flip(&home.paths().user.with_file_name(name), bit);
        if let Some(wrong) = wrong(&home).await {
            found.push(format!("byte {} bit {}: {wrong}", bit / 8, bit % 8));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn no_bit_of_the_outboxs_header_keeps_it_from_being_used() {
    bits_of("user.db").await;
}

#[tokio::test]
async fn no_bit_of_the_caches_header_keeps_it_from_being_used() {
    bits_of("cache.db").await;
}
