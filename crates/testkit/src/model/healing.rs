//! The end of a walk: the server and the line work again, the user decides what there is to decide,
//! and then the account is made.

use anyhow::{Result, bail, ensure};
use store::{MessageWindow, Older, OutboxState};

use super::act::CHATS;
use super::desk::{Desk, id_of};
use super::plan::Plan;
use super::rules;

/// How often the outbox may need to be worked off: each entry may have to be looked for and sent again.
const ROUNDS: usize = 80;

/// Heals everything and makes the account.
///
/// # Errors
/// The first rule that is broken.
pub async fn heal(desk: &mut Desk, plan: &Plan) -> Result<()> {
    desk.server_heals();
    desk.time.set_clock_right();
    desk.hear_all().await?;
    desk.connect().await?;
    for _ in 0..ROUNDS {
        if !anything_waits(desk).await? {
            return account(desk, plan).await;
        }
        desk.let_it_work().await?;
        decide(desk).await?;
        rules::check(desk, plan).await?;
    }
    bail!(
        "what waits does not go out: {:?}",
        desk.store.outbox().await?
    )
}

async fn anything_waits(desk: &Desk) -> Result<bool> {
    let outbox = desk.store.outbox().await?;
    Ok(outbox
        .iter()
        .any(|entry| entry.state != OutboxState::Cancelled))
}

/// The user has what failed sent again, and takes for sent what may be.
async fn decide(desk: &mut Desk) -> Result<()> {
    for entry in desk.store.outbox().await? {
        let Some(number) = desk.book.number(&entry.local_id) else {
            continue;
        };
        match &entry.state {
            // After the cache was lost, none of those that it could be may be there to choose from.
            OutboxState::Failed { code, .. }
                if code == "ambiguous-send" && desk.confirm(number).await? => {}
            OutboxState::Failed { .. } => desk.retry(number).await?,
            _ => {}
        }
    }
    Ok(())
}

/// Everything that the server has is shown, in its order, and every promise became a message of its own.
async fn account(desk: &mut Desk, plan: &Plan) -> Result<()> {
    for chat in 0..CHATS {
        fetch_all(desk, chat).await?;
    }
    desk.cache_lost = false;
    rules::check(desk, plan).await?;
    for chat in 0..CHATS {
        let window = MessageWindow::Newest { limit: 100_000 };
        let shown = desk.store.messages(&id_of(chat)?, window).await?;
        let shown: Vec<&str> = shown
            .rows
            .iter()
            .filter_map(|row| Some(row.id.as_ref()?.as_str()))
            .collect();
        let server = desk.server();
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
    for (number, promise) in desk.book.promises.iter().enumerate() {
        ensure!(
            promise.cancelled || promise.became.is_some(),
            "entry {number} is neither sent nor cancelled"
        );
    }
    Ok(())
}

async fn fetch_all(desk: &mut Desk, chat: usize) -> Result<()> {
    for _ in 0..200 {
        let window = MessageWindow::Newest { limit: 100_000 };
        let shown = desk.store.messages(&id_of(chat)?, window).await?;
        if shown.rows.iter().any(|row| row.gap_before) {
            desk.fill_gap(chat).await?;
        } else if shown.older == Older::OnServer {
            desk.fetch_older(chat).await?;
        } else {
            return Ok(());
        }
    }
    bail!("chat {chat}: fetching comes to no end")
}
