//! What is news to a tail. A row is, when it changed after the tail had caught up, and its line is
//! another than before: what else changes in a row is nothing that scripts see.
//!
//! What was said earlier, in a chat that this computer had never looked into, is history and no
//! news. The session fetches it when the line is quiet, long after it has caught up.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use engine::{Engine, Error};
use protocol::{ConversationId, UtcMs};
use store::{ChangeSet, ConversationRow, InboxFilter, MessageRow, MessageWindow, Older};

use crate::{output::Output, problem::Problem};

/// How many messages are looked at in one go.
const STRIDE: u32 = 100;

/// What has been printed: up to which revision, and the last line of each row as a digest.
pub(super) struct News {
    from: u64,
    conversations: HashMap<ConversationId, u64>,
    messages: HashMap<ConversationId, u64>,
    lines: HashMap<String, u64>,
    /// Chats that were never looked into, with the time of their newest message on the server.
    history: HashMap<ConversationId, UtcMs>,
}

/// What a look at a chat's messages brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    OnlyHistory,
    News,
}

impl News {
    /// Everything that changes from here on.
    pub(super) async fn from_now(engine: &Engine) -> Result<Self, Problem> {
        let inbox = engine.inbox(InboxFilter::All, u32::MAX).await?;
        let mut news = Self {
            from: inbox.revision,
            conversations: HashMap::new(),
            messages: HashMap::new(),
            lines: HashMap::new(),
            history: HashMap::new(),
        };
        for row in inbox.rows {
            news.note(engine, row).await?;
        }
        Ok(news)
    }

    async fn note(&mut self, engine: &Engine, row: ConversationRow) -> Result<(), Problem> {
        let newest = engine
            .messages(&row.id, MessageWindow::Newest { limit: 1 })
            .await?;
        self.messages.insert(row.id.clone(), newest.revision);
        let said = row
            .last_message
            .and_then(|last| last.created_at)
            .or(row.activity_at);
        if let (None, Some(said)) = (newest.complete_until, said) {
            self.history.insert(row.id, said);
        }
        Ok(())
    }

    /// Prints what one transaction changed.
    pub(super) async fn change(
        &mut self,
        engine: &Engine,
        output: Output,
        change: &ChangeSet,
    ) -> Result<(), Problem> {
        let mut old = Vec::new();
        for id in &change.messages {
            if self.messages_of(engine, output, id).await? == Found::OnlyHistory {
                old.push(id);
            }
        }
        for id in &change.conversations {
            let Some((row, line)) = self.changed(engine, output, id).await? else {
                continue;
            };
            // Its row only learned more of what had been said before.
            if self.differs(id.as_str(), &line) && !old.contains(&id) {
                output.conversation(&row)?;
            }
        }
        Ok(())
    }

    /// Prints whatever changed, after changes were missed.
    pub(super) async fn everything(
        &mut self,
        engine: &Engine,
        output: Output,
    ) -> Result<(), Problem> {
        for row in engine.inbox(InboxFilter::All, u32::MAX).await?.rows {
            self.messages_of(engine, output, &row.id).await?;
            let Some((row, line)) = self.changed(engine, output, &row.id).await? else {
                continue;
            };
            if self.differs(row.id.as_str(), &line) {
                output.conversation(&row)?;
            }
        }
        Ok(())
    }

    /// The conversation and its line, if it changed since it was last looked at.
    async fn changed(
        &mut self,
        engine: &Engine,
        output: Output,
        id: &ConversationId,
    ) -> Result<Option<(ConversationRow, String)>, Problem> {
        let row = match engine.conversation(id).await {
            Ok(row) => row,
            // It left the cache again before it was looked at.
            Err(Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let before = self
            .conversations
            .insert(id.clone(), row.revision)
            .unwrap_or(self.from);
        let line = output.conversation_line(&row);
        Ok((row.revision > before).then_some((row, line)))
    }

    async fn messages_of(
        &mut self,
        engine: &Engine,
        output: Output,
        id: &ConversationId,
    ) -> Result<Found, Problem> {
        let before = self.messages.get(id).copied().unwrap_or(self.from);
        let (rows, revision) = newer_than(engine, id, before).await?;
        self.messages.insert(id.clone(), revision);
        let mut found = Found::Nothing;
        for row in rows {
            let first = !self.lines.contains_key(&row.key);
            if !self.differs(&row.key, &output.message_line(&row)) {
                continue;
            }
            if first && self.is_history(&row) {
                found = if found == Found::News {
                    found
                } else {
                    Found::OnlyHistory
                };
                continue;
            }
            found = Found::News;
            output.message(&row)?;
        }
        Ok(found)
    }

    fn is_history(&self, row: &MessageRow) -> bool {
        match (self.history.get(&row.conversation), row.created_at, &row.id) {
            (Some(said), Some(created), Some(_)) => created <= *said,
            _ => false,
        }
    }

    /// Whether this row's line differs from the last one; notes it.
    fn differs(&mut self, key: &str, line: &str) -> bool {
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
                    position: place,
                    limit: STRIDE,
                };
            }
            _ => return Ok((stretches.into_iter().rev().flatten().collect(), read)),
        }
    }
}
