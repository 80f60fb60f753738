//! The rules that hold after every step of a walk. The error of a broken rule is a sentence.

use std::collections::HashSet;

use anyhow::{Result, bail, ensure};
use store::{MessageRow, MessageWindow, Messages, Older, OutboxEntry, OutboxState};

use super::ack_log::AckLog;
use super::action::{CHATS, TEXTS};
use super::reference::Reference;
use super::server::{Author, Stored};
use super::system::{System, id_of};

/// More than a walk can say.
const EVERYTHING: MessageWindow = MessageWindow::Newest { limit: 100_000 };

/// Holds everything that is shown against everything that is known.
pub async fn check_all(system: &mut System, reference: &Reference) -> Result<()> {
    let outbox = system.store.outbox().await?.entries;
    let revision = system.store.revision();
    ensure!(
        revision >= system.revision,
        "the revision fell from {} to {revision}",
        system.revision
    );
    system.revision = revision;
    for chat in 0..CHATS {
        let shown = system.store.messages(&id_of(chat)?, EVERYTHING).await?;
        rows_are_the_servers(system, chat, &shown.rows)?;
        rows_are_in_order(system, chat, &shown.rows)?;
        holes_are_known(system, chat, &shown)?;
        promises_are_kept(system, chat, &shown.rows, &outbox)?;
        nobody_elses_words_are_taken(system, chat)?;
        one_at_a_time(&mut system.ack_log, chat, &outbox)?;
        draft_is_kept(system, reference, chat).await?;
    }
    nothing_is_doubled(system)?;
    order_is_kept(system)
}

fn rows_are_the_servers(system: &System, chat: usize, rows: &[MessageRow]) -> Result<()> {
    let mut ids = HashSet::new();
    let mut keys = HashSet::new();
    for row in rows {
        ensure!(
            keys.insert(&row.key),
            "chat {chat}: two rows have the key {}",
            row.key
        );
        let Some(id) = &row.id else {
            ensure!(
                row.local_id
                    .as_ref()
                    .is_some_and(|id| system.ack_log.number(id).is_some()),
                "chat {chat}: a row waits that nobody wrote: {row:?}"
            );
            continue;
        };
        ensure!(ids.insert(id), "chat {chat}: message {id} is shown twice");
        let server = system.server();
        let stored = server
            .chats
            .get(chat)
            .into_iter()
            .flat_map(|chat| &chat.messages);
        let Some(stored) = stored.into_iter().find(|stored| stored.id == id.as_str()) else {
            bail!("chat {chat}: {id} is shown and not stored");
        };
        ensure!(
            stored.text == row.content.trim(),
            "chat {chat}: {id} says {:?} on the server and {:?} here",
            stored.text,
            row.content
        );
        ensure!(
            row.mine == (stored.author != Author::Customer),
            "chat {chat}: whose {id} is was mistaken"
        );
    }
    Ok(())
}

fn rows_are_in_order(system: &System, chat: usize, rows: &[MessageRow]) -> Result<()> {
    let places: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row.created_at, row.id.as_ref()?.as_str())))
        .collect();
    ensure!(places.is_sorted(), "chat {chat}: out of order: {places:?}");
    let waiting = rows.iter().skip_while(|row| row.id.is_some());
    let waiting: Vec<&MessageRow> = waiting.collect();
    // One that is only provisionally there still stands at its place among the server's.
    ensure!(
        waiting.iter().all(|row| row.id.is_none()),
        "chat {chat}: a message of the server stands after one that waits"
    );
    let numbers: Vec<usize> = waiting
        .iter()
        .filter_map(|row| system.ack_log.number(row.local_id.as_ref()?))
        .collect();
    let queue: Vec<usize> = system
        .ack_log
        .queue
        .iter()
        .copied()
        .filter(|number| numbers.contains(number))
        .collect();
    ensure!(
        numbers == queue,
        "chat {chat}: what waits is shown as {numbers:?} and was queued as {queue:?}"
    );
    Ok(())
}

/// Between two rows without a gap between them the server has nothing that the client could know of; nor
/// before the first, where the chat is said to begin.
fn holes_are_known(system: &System, chat: usize, shown: &Messages) -> Result<()> {
    let server = system.server();
    let Some(kept) = server.chats.get(chat) else {
        return Ok(());
    };
    let all: Vec<Stored> = kept.messages.clone();
    drop(server);
    let rows: Vec<&MessageRow> = shown.rows.iter().filter(|row| row.id.is_some()).collect();
    let place_of = |row: &MessageRow| {
        let id = row.id.as_ref()?.as_str();
        all.iter().position(|stored| stored.id == id)
    };
    let mut next = match (shown.older, rows.first()) {
        (Older::Nothing, _) => 0,
        (_, Some(first)) => place_of(first).unwrap_or(0),
        (_, None) => return Ok(()),
    };
    for row in rows {
        let Some(here) = place_of(row) else { continue };
        if !row.gap_before {
            let between = all.get(next..here).unwrap_or_default();
            let hidden = between
                .iter()
                .find(|stored| !system.is_unheard(chat, &stored.id));
            if let Some(hidden) = hidden {
                bail!(
                    "chat {chat}: {} is missing before {} and no gap is shown",
                    hidden.id,
                    row.key
                );
            }
        }
        next = here + 1;
    }
    Ok(())
}

/// Each text that was acknowledged is exactly one of: waiting or failed, shown with its text; sent and
/// shown; cancelled.
fn promises_are_kept(
    system: &mut System,
    chat: usize,
    rows: &[MessageRow],
    outbox: &[OutboxEntry],
) -> Result<()> {
    let cache_lost = system.cache_lost;
    let mut taken: HashSet<String> = HashSet::new();
    for (number, acked) in system.ack_log.acked.iter_mut().enumerate() {
        if acked.chat != chat {
            continue;
        }
        let entry = outbox.iter().find(|entry| entry.local_id == acked.local);
        let entry = entry.filter(|entry| !matches!(entry.state, OutboxState::Cancelled { .. }));
        let key = &acked.local.0;
        let row = rows.iter().find(|row| row.key == *key);
        if acked.cancelled {
            ensure!(entry.is_none(), "entry {number} was cancelled and waits");
            ensure!(row.is_none(), "entry {number} was cancelled and is shown");
            continue;
        }
        if let Some(entry) = entry {
            ensure!(
                entry.text == acked.text,
                "entry {number} says {:?} and not {:?}",
                entry.text,
                acked.text
            );
            ensure!(
                acked.became.is_none(),
                "entry {number} was sent and waits again"
            );
            let Some(row) = row else {
                bail!("entry {number} waits ({:?}) and is not shown", entry.state);
            };
            ensure!(
                row.content.trim() == acked.text.trim(),
                "entry {number} is shown with another text"
            );
            if matches!(entry.state, OutboxState::Failed { .. }) {
                acked.out_of_line = true;
            }
            continue;
        }
        let Some(row) = row else {
            // A cache that was thrown away has to be fetched again first.
            ensure!(
                cache_lost && acked.became.is_some(),
                "entry {number} ({:?}) is lost: neither in the outbox, nor shown, nor cancelled",
                acked.text
            );
            continue;
        };
        let Some(id) = &row.id else {
            bail!("entry {number} is shown as waiting and is not in the outbox");
        };
        ensure!(
            row.content.trim() == acked.text.trim(),
            "entry {number} is shown as sent with another text"
        );
        ensure!(taken.insert(id.to_string()), "{id} settled two entries");
        let became = acked.became.get_or_insert_with(|| id.to_string());
        ensure!(
            became == id.as_str(),
            "entry {number} became {became} first and {id} now"
        );
    }
    Ok(())
}

/// What another device said after a lookup had found nothing is an entry's message only where the user said so.
fn nobody_elses_words_are_taken(system: &System, chat: usize) -> Result<()> {
    let server = system.server();
    let Some(kept) = server.chats.get(chat) else {
        return Ok(());
    };
    for (number, acked) in system.ack_log.acked.iter().enumerate() {
        let (Some(became), Some(absent_at)) = (&acked.became, acked.absent_at) else {
            continue;
        };
        let later = kept.messages.iter().skip(absent_at);
        let anothers = later
            .filter(|stored| stored.author == Author::OtherDevice)
            .any(|stored| stored.id == *became);
        ensure!(
            acked.chat != chat || acked.confirmed || !anothers,
            "entry {number} was not there, and counts as what another device said later"
        );
    }
    Ok(())
}

/// One that was restored is looked for at the end of the queue, whatever goes out before it.
fn one_at_a_time(ack_log: &mut AckLog, chat: usize, outbox: &[OutboxEntry]) -> Result<()> {
    let id = id_of(chat)?;
    let mut looked_for_again = |entry: &OutboxEntry| {
        let acked = ack_log.number(&entry.local_id);
        let Some(acked) = acked.and_then(|number| ack_log.of(number)) else {
            return false;
        };
        acked.restored &= entry.state == OutboxState::Checking;
        acked.restored
    };
    let flying = outbox.iter().filter(|entry| {
        entry.conversation == id
            && matches!(entry.state, OutboxState::Sending | OutboxState::Checking)
            && !looked_for_again(entry)
    });
    let flying: Vec<_> = flying.map(|entry| &entry.local_id.0).collect();
    ensure!(
        flying.len() <= 1,
        "chat {chat}: several on their way: {flying:?}"
    );
    Ok(())
}

async fn draft_is_kept(system: &System, reference: &Reference, chat: usize) -> Result<()> {
    let row = system.store.conversation(&id_of(chat)?).await?;
    let draft = row.and_then(|row| row.draft);
    let word = reference.drafts.get(chat).copied().flatten();
    let wanted = word.and_then(|word| TEXTS.get(word)).copied();
    ensure!(
        draft.as_deref() == wanted,
        "chat {chat}: the draft is {draft:?} and should be {wanted:?}"
    );
    Ok(())
}

/// The server has nothing of mine twice, but what the promise excludes.
fn nothing_is_doubled(system: &System) -> Result<()> {
    let server = system.server();
    for (number, acked) in system.ack_log.acked.iter().enumerate() {
        let messages = server.chats.iter().flat_map(|chat| &chat.messages);
        let count = messages
            .filter(|stored| stored.author == Author::Entry(number))
            .count();
        ensure!(
            count <= 1 + acked.spare,
            "entry {number} ({:?}) is on the server {count} times",
            acked.text
        );
    }
    Ok(())
}

/// What went its way undisturbed is on the server in the order of its queueing. Where the same words from
/// another device were taken for an entry that the server was late with, the two cannot be told apart.
fn order_is_kept(system: &System) -> Result<()> {
    let server = system.server();
    for (chat, kept) in server.chats.iter().enumerate() {
        let numbers = kept
            .messages
            .iter()
            .filter_map(|stored| match stored.author {
                Author::Entry(number) => Some((number, stored.id.as_str())),
                _ => None,
            });
        let undisturbed = |(number, id): (usize, &str)| {
            let acked = system.ack_log.acked.get(number)?;
            let another = acked.became.as_deref().is_some_and(|became| became != id);
            let disturbed = acked.out_of_line || acked.cancelled || acked.spare > 0;
            (!disturbed && !another).then_some(number)
        };
        let numbers: Vec<usize> = numbers.filter_map(undisturbed).collect();
        ensure!(
            numbers.is_sorted(),
            "chat {chat}: sent out of order: {numbers:?}"
        );
    }
    Ok(())
}
