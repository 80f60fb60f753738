//! Without a small disk: the store alone, and a failpoint in the place of the disk's end.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail, ensure};
use protocol::ConversationId;
use rand::{Rng as _, rngs::StdRng};
use store::{MessageWindow, Store, StoreError, StorePaths, system_clock};
use tokio::sync::Mutex;

use crate::outcome::{Finding, Outcome};
use crate::quick_folder::quick_folder;

/// How much may be written before it has to be refused.
const MOST: usize = 10_000;

/// How much the disk has free at each opening, in bytes; the last time it has no end.
const FREE: std::ops::Range<u64> = 50_000..500_000;

/// The failpoint that gives the disk of this process a size, in bytes.
const DISK_SIZE: &str = "store.disk-size";

/// The disk is the whole process's.
static DISK: Mutex<()> = Mutex::const_new(());

/// Fills an outbox up, opens it once more, gives it room.
pub(crate) async fn case(random: &mut StdRng) -> Result<Outcome> {
    let _disk = DISK.lock().await;
    let outcome = fill_and_reopen(random).await;
    fail::remove(DISK_SIZE);
    outcome
}

async fn fill_and_reopen(random: &mut StdRng) -> Result<Outcome> {
    let folder = quick_folder()?;
    let profile = folder.path().join("profile");
    let paths = StorePaths::in_folder(&profile);
    let Some(chat) = ConversationId::new("chat") else {
        bail!("an id that is empty");
    };
    let mut acknowledged = Vec::new();
    for bounded in [true, true, false] {
        fail::remove(DISK_SIZE);
        let store = Store::open(paths.clone(), system_clock()).await?.store;
        store.run_maintenance().await;
        if bounded {
            leave_free(&profile, random.random_range(FREE))?;
        }
        for number in 0..if bounded { MOST } else { 1 } {
            let text = format!("{number} {}", "و".repeat(random.random_range(0..3000)));
            match store.queue_message(&chat, &text).await {
                Ok(id) => acknowledged.push(id),
                Err(StoreError::DiskFull) if bounded => break,
                Err(error) => return Err(error.into()),
            }
            ensure!(number + 1 < MOST, "the end is never reached");
        }
        let window = MessageWindow::Newest { limit: 1 };
        let shown = store.messages(&chat, window).await?.rows;
        ensure!(shown.len() == acknowledged.len(), "reading does not go on");
        store.close().await?;
    }
    let store = Store::open(paths, system_clock()).await?.store;
    let kept = store.outbox().await?.entries;
    let kept: Vec<_> = kept.into_iter().map(|entry| entry.local_id).collect();
    let lost = acknowledged.iter().filter(|id| !kept.contains(id)).count();
    store.close().await?;
    let mut outcome = Outcome::default();
    if lost > 0 {
        outcome.add_finding(Finding::Lost, format!("{lost} messages"));
    } else if kept != acknowledged {
        outcome.add_finding(Finding::OutOfOrder, "the outbox");
    }
    Ok(outcome)
}

/// Has the disk end so many bytes beyond what is in the folder now.
fn leave_free(folder: &Path, bytes: u64) -> Result<()> {
    let mut size = bytes;
    for file in fs::read_dir(folder)? {
        size += file?.metadata()?.len();
    }
    fail::cfg(DISK_SIZE, &format!("return({size})"))
        .map_err(anyhow::Error::msg)
        .context("a failpoint")
}
