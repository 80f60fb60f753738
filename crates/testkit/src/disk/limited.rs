//! Without a small disk: the store alone, on files that may not grow beyond some pages. SQLite answers
//! there as it does on a full disk.

use anyhow::{Result, bail, ensure};
use protocol::ConversationId;
use rand::{Rng as _, rngs::StdRng};
use store::{DiskLimit, MessageWindow, Store, StoreError, StorePaths, system_clock};

use crate::outcome::Outcome;

/// How much may be written before it has to be refused.
const MOST: usize = 10_000;

/// Fills an outbox up, opens it once more, gives it room.
pub(crate) async fn case(random: &mut StdRng) -> Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let paths = StorePaths::in_folder(&folder.path().join("profile"));
    let limit = DiskLimit {
        cache_pages: None,
        outbox_pages: Some(random.random_range(40..120)),
    };
    let Some(chat) = ConversationId::new("chat") else {
        bail!("an id that is empty");
    };
    let mut acknowledged = Vec::new();
    for limit in [limit, limit, DiskLimit::default()] {
        let opened = Store::open_limited(paths.clone(), system_clock(), limit).await?;
        let store = opened.store;
        let bounded = limit.outbox_pages.is_some();
        for number in 0..if bounded { MOST } else { 1 } {
            let text = format!("{number} {}", "و".repeat(random.random_range(0..3000)));
            match store.queue_message(&chat, &text).await {
                Ok(id) => acknowledged.push(id),
                Err(StoreError::DiskFull) if bounded => break,
                Err(error) => return Err(error.into()),
            }
            ensure!(number + 1 < MOST, "the limit is never reached");
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
    Ok(Outcome {
        lost: lost as u64,
        out_of_order: u64::from(lost == 0 && kept != acknowledged),
        ..Outcome::default()
    })
}
