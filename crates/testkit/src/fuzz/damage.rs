//! A damaged outbox: whatever is left of the file, the store opens, and what it saves was written.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result, ensure};
use protocol::{ConversationId, UtcMs};
use store::{OutboxState, Store, StoreError, StorePaths};
use tokio::runtime::Runtime;

use crate::model::environment::quick_folder;

/// How many messages the file holds before it is damaged: several pages of them.
const MESSAGES: usize = 60;

static WHOLE: OnceLock<Option<Vec<u8>>> = OnceLock::new();

/// Damages the file where the input says: three bytes an injury, of which two tell the place and one
/// what is wrong there. An odd first byte cuts the file off as well.
pub(super) fn salvage(injuries: &[u8]) {
    let Some(whole) = WHOLE.get_or_init(|| make_whole().ok()) else {
        return;
    };
    let mut file = whole.clone();
    for injury in injuries.chunks_exact(3) {
        let [high, low, wrong] = injury else { continue };
        let place = usize::from(u16::from_be_bytes([*high, *low])) * whole.len() / 65_536;
        if let Some(byte) = file.get_mut(place) {
            *byte ^= wrong;
        }
    }
    if let [first, second, ..] = injuries
        && first % 2 == 1
    {
        file.truncate(whole.len() * usize::from(*second) / 256);
    }
    if let Err(error) = open_damaged(&file) {
        let full = error.downcast_ref::<StoreError>();
        let full = full.is_some_and(|error| matches!(error, StoreError::DiskFull));
        assert!(full, "{error:#}");
    }
}

fn text(number: usize) -> String {
    format!("رسالة رقم {number} {}", "نص ".repeat(40))
}

fn make_whole() -> Result<Vec<u8>> {
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
    Ok(std::fs::read(paths.user)?)
}

fn open_damaged(file: &[u8]) -> Result<()> {
    let folder = quick_folder()?;
    let profile = folder.path().join("profile");
    std::fs::create_dir_all(&profile)?;
    let paths = StorePaths::in_folder(&profile);
    std::fs::write(&paths.user, file)?;
    runtime()?.block_on(open(&profile))
}

async fn open(profile: &Path) -> Result<()> {
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
    for entry in kept {
        // What is not as it was written comes back for the user to look at, and never goes out by itself.
        let shown_only = matches!(entry.state, OutboxState::Failed { .. });
        ensure!(
            shown_only || written.contains(&entry.text),
            "nobody wrote {:?}",
            entry.text
        );
        ensure!(ids.insert(entry.local_id), "a message was saved twice");
    }
    Ok(())
}

fn clock() -> store::Clock {
    Arc::new(|| UtcMs(1_700_000_000_000))
}

fn runtime() -> Result<Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?)
}
