//! `tail`: the live session, a line for each change after it is in the cache.
//!
//! Lifecycle: nothing is printed before the session has caught up; then `caught-up`, then a line
//! for each changed conversation and message, and for each state of the connection. Rows carry the
//! store's revision of their last change, so a tail that fell behind the changes asks for everything
//! that is newer than its last line. A row whose line is the same as before is not printed again:
//! what changed then is nothing that scripts see.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use engine::{Connection, Engine, Error};
use protocol::ConversationId;
use store::{ChangeSet, InboxFilter, MessageRow, MessageWindow, Older};
use tokio::sync::{broadcast::error::RecvError, watch};

use crate::{
    output::{self, Output},
    problem::Problem,
    signals::Stop,
};

/// How many messages are looked at in one go.
const STRIDE: u32 = 100;

pub(super) async fn follow(engine: &Engine, output: Output, mut stop: Stop) -> Result<(), Problem> {
    super::session::require(engine)?;
    let mut changes = engine.changes();
    let mut connection = engine.connection();
    tokio::select! {
        () = stop.asked() => return Ok(()),
        caught_up = caught_up(&mut connection) => caught_up?,
    }
    let mut printed = Printed::until(engine.inbox(InboxFilter::Open, 1).await?.revision);
    output.caught_up()?;
    loop {
        tokio::select! {
            () = stop.asked() => return Ok(()),
            change = changes.recv() => match change {
                Ok(change) if change.resync => printed.everything(engine, output).await?,
                Ok(change) => printed.change(engine, output, &change).await?,
                Err(RecvError::Lagged(_)) => printed.everything(engine, output).await?,
                Err(RecvError::Closed) => return Err(ended()),
            },
            change = connection.changed() => {
                change.map_err(|_| ended())?;
                let state = connection.borrow_and_update().clone();
                output.connection(&state)?;
                give_up_without_sign_in(&state)?;
            }
        }
    }
}

/// Waits until the session hears everything, remarking on what it waits for.
async fn caught_up(connection: &mut watch::Receiver<Connection>) -> Result<(), Problem> {
    loop {
        let state = connection.borrow_and_update().clone();
        give_up_without_sign_in(&state)?;
        match state {
            Connection::Online { .. } | Connection::Polling { .. } => return Ok(()),
            Connection::Offline { code, .. } => {
                output::remark(&format!(
                    "the server is out of reach ({code}); trying again"
                ));
            }
            Connection::Connecting { waking: true, .. } => {
                output::remark("the server seems to be asleep; waiting for it");
            }
            _ => {}
        }
        connection.changed().await.map_err(|_| ended())?;
    }
}

fn give_up_without_sign_in(state: &Connection) -> Result<(), Problem> {
    match state {
        Connection::SignedOut { .. } | Connection::SignInNeeded { .. } => {
            Err(Error::SignInNeeded.into())
        }
        _ => Ok(()),
    }
}

fn ended() -> Problem {
    Error::Internal("the engine ended".to_owned()).into()
}

/// What has been printed: up to which revision, and the last line of each row as a digest.
struct Printed {
    from: u64,
    conversations: HashMap<ConversationId, u64>,
    messages: HashMap<ConversationId, u64>,
    lines: HashMap<String, u64>,
}

impl Printed {
    fn until(revision: u64) -> Self {
        Self {
            from: revision,
            conversations: HashMap::new(),
            messages: HashMap::new(),
            lines: HashMap::new(),
        }
    }

    async fn change(
        &mut self,
        engine: &Engine,
        output: Output,
        change: &ChangeSet,
    ) -> Result<(), Problem> {
        for id in &change.messages {
            self.messages_of(engine, output, id).await?;
        }
        for id in &change.conversations {
            self.conversation(engine, output, id).await?;
        }
        Ok(())
    }

    async fn everything(&mut self, engine: &Engine, output: Output) -> Result<(), Problem> {
        for row in engine.inbox(InboxFilter::All, u32::MAX).await?.rows {
            self.messages_of(engine, output, &row.id).await?;
            self.conversation(engine, output, &row.id).await?;
        }
        Ok(())
    }

    async fn conversation(
        &mut self,
        engine: &Engine,
        output: Output,
        id: &ConversationId,
    ) -> Result<(), Problem> {
        let row = match engine.conversation(id).await {
            Ok(row) => row,
            // It left the cache again before it was looked at.
            Err(Error::NotFound(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let before = self
            .conversations
            .insert(id.clone(), row.revision)
            .unwrap_or(self.from);
        if row.revision > before && self.is_news(id.as_str(), &output.conversation_line(&row)) {
            return output.conversation(&row);
        }
        Ok(())
    }

    async fn messages_of(
        &mut self,
        engine: &Engine,
        output: Output,
        id: &ConversationId,
    ) -> Result<(), Problem> {
        let before = self.messages.get(id).copied().unwrap_or(self.from);
        let (rows, revision) = newer_than(engine, id, before).await?;
        self.messages.insert(id.clone(), revision);
        for row in rows {
            if self.is_news(&row.key, &output.message_line(&row)) {
                output.message(&row)?;
            }
        }
        Ok(())
    }

    /// Whether this row's line differs from the last one.
    fn is_news(&mut self, key: &str, line: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        let digest = hasher.finish();
        self.lines.insert(key.to_owned(), digest) != Some(digest)
    }
}

/// The rows that changed after a revision, oldest message first, and the revision that was read.
/// Looks back for as long as a stretch holds any.
async fn newer_than(
    engine: &Engine,
    id: &ConversationId,
    revision: u64,
) -> Result<(Vec<MessageRow>, u64), Problem> {
    let mut window = MessageWindow::Newest { limit: STRIDE };
    let mut stretches = Vec::new();
    let mut read = None;
    loop {
        let stretch = engine.messages(id, window).await?;
        // The first answer's: what changes while the others are read is looked at again.
        let read = *read.get_or_insert(stretch.revision);
        let changed: Vec<MessageRow> = stretch
            .rows
            .into_iter()
            .filter(|row| row.revision > revision)
            .collect();
        let any = !changed.is_empty();
        stretches.push(changed);
        match (stretch.start, stretch.older) {
            (Some(place), Older::Cached) if any => {
                window = MessageWindow::Before {
                    place,
                    limit: STRIDE,
                };
            }
            _ => return Ok((stretches.into_iter().rev().flatten().collect(), read)),
        }
    }
}
