//! Damaged `user.db` and journal: with one of them whole, the store opens and has every entry; with both damaged,
//! it sends nothing that the journal can still tell was written otherwise.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result, ensure};
use protocol::{ConversationId, UtcMs};
use store::{OutboxState, Store, StoreError, StorePaths};
use tokio::runtime::Runtime;

use crate::quick_folder::quick_folder;

/// How many messages the file holds before it is damaged: several pages of them.
const MESSAGES: usize = 60;

static WHOLE: OnceLock<Option<Files>> = OnceLock::new();

/// `user.db` and its journal.
#[derive(Clone)]
struct Files {
    database: Vec<u8>,
    journal: Vec<u8>,
}

/// Damages the database, the journal or both, as the first byte says, at the places that the input names: three
/// bytes a change, of which two tell the place and one what is wrong there. An odd first byte cuts the file off
/// as well.
pub(super) fn journal(changes: &[u8]) {
    let Some(whole) = WHOLE.get_or_init(|| make_whole().ok()) else {
        return;
    };
    let mut files = whole.clone();
    let which = changes.first().map_or(0, |first| first / 2 % 3);
    if which != 1 {
        damage_file(&mut files.database, changes);
    }
    if which != 0 {
        damage_file(&mut files.journal, changes);
    }
    if let Err(error) = open_damaged(&files, which < 2) {
        let full = error.downcast_ref::<StoreError>();
        let full = full.is_some_and(|error| matches!(error, StoreError::DiskFull));
        assert!(full, "{error:#}");
    }
}

fn damage_file(file: &mut Vec<u8>, changes: &[u8]) {
    let length = file.len();
    for change in changes.chunks_exact(3) {
        let [high, low, wrong] = change else { continue };
        let place = usize::from(u16::from_be_bytes([*high, *low])) * length / 65_536;
        if let Some(byte) = file.get_mut(place) {
            *byte ^= wrong;
        }
    }
    if let [first, second, ..] = changes
        && first % 2 == 1
    {
        file.truncate(length * usize::from(*second) / 256);
    }
}

fn text(number: usize) -> String {
    format!("رسالة رقم {number} {}", "نص ".repeat(40))
}

fn make_whole() -> Result<Files> {
    let folder = quick_folder()?;
    let paths = StorePaths::in_folder(&folder.path().join("profile"));
    runtime()?.block_on(async {
        let store = Store::open(paths.clone(), clock()).await?.store;
        for number in 0..MESSAGES {
            let chat = ConversationId::new(format!("chat-{}", number % 7)).context("an id")?;
            store.queue_message(&chat, &text(number)).await?;
        }
        store.close().await?;
        anyhow::Ok(())
    })?;
    let journal = std::fs::read(paths.user.with_extension("journal"))?;
    Ok(Files {
        database: std::fs::read(paths.user)?,
        journal,
    })
}

fn open_damaged(files: &Files, all: bool) -> Result<()> {
    let folder = quick_folder()?;
    let profile = folder.path().join("profile");
    std::fs::create_dir_all(&profile)?;
    let paths = StorePaths::in_folder(&profile);
    std::fs::write(&paths.user, &files.database)?;
    std::fs::write(paths.user.with_extension("journal"), &files.journal)?;
    let kept = runtime()?.block_on(open(&profile, files))?;
    ensure!(
        !all || kept == MESSAGES,
        "{kept} of {MESSAGES} messages are left"
    );
    Ok(())
}

/// The texts whose lines the journal still has whole.
fn told_by(journal: &[u8]) -> HashSet<String> {
    let is_told = |number: &usize| {
        let text = text(*number);
        let whole = WHOLE.get().and_then(Option::as_ref);
        let mut lines = whole.map(|files| files.journal.split(|byte| *byte == b'\n'));
        let line = lines
            .as_mut()
            .and_then(|lines| lines.find(|line| holds(line, text.as_bytes())));
        line.is_some_and(|line| holds(journal, line))
    };
    (0..MESSAGES).filter(is_told).map(text).collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn open(profile: &Path, files: &Files) -> Result<usize> {
    let written: HashSet<String> = (0..MESSAGES).map(text).collect();
    let store = Store::open(StorePaths::in_folder(profile), clock())
        .await?
        .store;
    let kept = match store.outbox().await {
        // Found while running: the next opening sets the file aside.
        Err(StoreError::Damaged(_)) => {
            drop(store);
            let store = Store::open(StorePaths::in_folder(profile), clock())
                .await?
                .store;
            store.outbox().await?
        }
        kept => kept?,
    };
    let mut ids = HashSet::new();
    let mut altered = Vec::new();
    let mut left = written.clone();
    for entry in kept.entries {
        left.remove(&entry.text);
        // What is not as it was written comes back for the user to look at, and never goes out by itself.
        let shown_only = matches!(entry.state, OutboxState::Failed { .. });
        if !shown_only && !written.contains(&entry.text) {
            altered.push(entry.text);
        }
        ensure!(ids.insert(entry.local_id), "a message was saved twice");
    }
    if let Some(text) = altered.first() {
        // With its own line damaged as well, nothing tells that a text is another one.
        let told = told_by(&files.journal);
        let untold = left.difference(&told).count();
        ensure!(altered.len() <= untold, "nobody wrote {text:?}");
    }
    Ok(ids.len())
}

fn clock() -> store::Clock {
    Arc::new(|| UtcMs(1_700_000_000_000))
}

fn runtime() -> Result<Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?)
}
