//! The end of a walk: the server and the line work again, the user decides what there is to decide,
//! and then the account is made.

use anyhow::{Result, bail, ensure};
use store::{MessageWindow, Older, OutboxState};

use super::action::CHATS;
use super::invariants;
use super::reference::Reference;
use super::system::{System, id_of};

/// How often the outbox may need to be worked off: each entry may have to be looked for and sent again.
const ROUNDS: usize = 80;

/// Ends all faults and compares what is shown with what the server has.
pub async fn recover(system: &mut System, reference: &Reference) -> Result<()> {
    system.restore_server();
    system.time.set_clock_right();
    system.deliver_all().await?;
    system.connect().await?;
    for _ in 0..ROUNDS {
        if !anything_waits(system).await? {
            return account(system, reference).await;
        }
        system.let_it_work().await?;
        decide(system).await?;
        invariants::check_all(system, reference).await?;
    }
    bail!(
        "what waits does not go out: {:?}",
        system.store.outbox().await?.entries
    )
}

async fn anything_waits(system: &System) -> Result<bool> {
    let outbox = system.store.outbox().await?.entries;
    Ok(outbox
        .iter()
        .any(|entry| !matches!(entry.state, OutboxState::Cancelled { .. })))
}

/// The user has what failed sent again, and takes for sent what may be.
async fn decide(system: &mut System) -> Result<()> {
    for entry in system.store.outbox().await?.entries {
        let Some(number) = system.ack_log.number(&entry.local_id) else {
            continue;
        };
        match &entry.state {
            // After the cache was lost, none of those that it could be may be there to choose from.
            OutboxState::Failed { code, .. }
                if code == "ambiguous-send" && system.confirm(number).await? => {}
            OutboxState::Failed { .. } => system.retry(number).await?,
            _ => {}
        }
    }
    Ok(())
}

/// Everything that the server has is shown, in its order, and every acknowledged text became a message of its own.
async fn account(system: &mut System, reference: &Reference) -> Result<()> {
    for chat in 0..CHATS {
        fetch_all(system, chat).await?;
    }
    system.cache_lost = false;
    invariants::check_all(system, reference).await?;
    for chat in 0..CHATS {
        let window = MessageWindow::Newest { limit: 100_000 };
        let shown = system.store.messages(&id_of(chat)?, window).await?;
        let shown: Vec<&str> = shown
            .rows
            .iter()
            .filter_map(|row| Some(row.id.as_ref()?.as_str()))
            .collect();
        let server = system.server();
        let stored = server
            .chats
            .get(chat)
            .into_iter()
            .flat_map(|chat| &chat.messages);
        let stored: Vec<&str> = stored
            .into_iter()
            .map(|stored| stored.id.as_str())
            .collect();
        ensure!(
            shown == stored,
            "chat {chat}: the server has {stored:?}, shown is {shown:?}"
        );
    }
    for (number, acked) in system.ack_log.acked.iter().enumerate() {
        ensure!(
            acked.cancelled || acked.became.is_some(),
            "entry {number} is neither sent nor cancelled"
        );
    }
    Ok(())
}

async fn fetch_all(system: &mut System, chat: usize) -> Result<()> {
    for _ in 0..200 {
        let window = MessageWindow::Newest { limit: 100_000 };
        let shown = system.store.messages(&id_of(chat)?, window).await?;
        if shown.rows.iter().any(|row| row.gap_before) {
            system.fill_gap(chat).await?;
        } else if shown.older == Older::OnServer {
            system.fetch_older(chat).await?;
        } else {
            return Ok(());
        }
    }
    bail!("chat {chat}: fetching comes to no end")
}
