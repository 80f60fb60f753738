//! Which rows `tail` prints: a row that changed after the tail had caught up, and whose line differs from
//! the last one printed. Scripts see nothing of other changes.
//!
//! What the engine calls history, in a conversation that this computer had never fetched, is not printed:
//! the session fetches it when the connection is idle, long after it has caught up.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use engine::{Engine, Error};
use protocol::ConversationId;
use store::{ChangeSet, ConversationRow, InboxFilter, MessageRow, MessageWindow, Older};

use crate::{cli_error::CliError, output::Output};

/// How many messages one page has.
const PAGE_SIZE: u32 = 100;

/// The revision up to which rows were printed, and a digest of each row's last line.
pub(super) struct News {
    from: u64,
    conversations: HashMap<ConversationId, u64>,
    messages: HashMap<ConversationId, u64>,
    lines: HashMap<String, u64>,
    /// Conversations of which nothing was fetched when the tail began.
    never_fetched: HashSet<ConversationId>,
}

/// What was found among a conversation's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    OnlyHistory,
    News,
}

impl News {
    /// Prints nothing that changed before this call.
    pub(super) async fn from_now(engine: &Engine) -> Result<Self, CliError> {
        let inbox = engine.inbox(InboxFilter::All, u32::MAX).await?;
        let mut news = Self {
            from: inbox.revision,
            conversations: HashMap::new(),
            messages: HashMap::new(),
            lines: HashMap::new(),
            never_fetched: HashSet::new(),
        };
        for row in inbox.rows {
            news.track_conversation(engine, row).await?;
        }
        Ok(news)
    }

    async fn track_conversation(
        &mut self,
        engine: &Engine,
        row: ConversationRow,
    ) -> Result<(), CliError> {
        let newest = engine
            .messages(&row.id, MessageWindow::Newest { limit: 1 })
            .await?;
        self.messages.insert(row.id.clone(), newest.revision);
        if newest.complete_until.is_none() {
            self.never_fetched.insert(row.id);
        }
        Ok(())
    }

    /// Prints what one transaction changed.
    pub(super) async fn print_change(
        &mut self,
        engine: &Engine,
        output: Output,
        change: &ChangeSet,
    ) -> Result<(), CliError> {
        let mut old = Vec::new();
        for id in &change.messages {
            if self.print_new_messages(engine, output, id).await? == Found::OnlyHistory {
                old.push(id);
            }
        }
        for id in &change.conversations {
            let Some((row, line)) = self.changed_conversation(engine, output, id).await? else {
                continue;
            };
            // Only history was added to the row.
            if self.line_changed(id.as_str(), &line) && !old.contains(&id) {
                output.conversation(&row)?;
            }
        }
        Ok(())
    }

    /// Prints all rows that changed, after change sets were missed.
    pub(super) async fn print_all_changes(
        &mut self,
        engine: &Engine,
        output: Output,
    ) -> Result<(), CliError> {
        for row in engine.inbox(InboxFilter::All, u32::MAX).await?.rows {
            self.print_new_messages(engine, output, &row.id).await?;
            let Some((row, line)) = self.changed_conversation(engine, output, &row.id).await?
            else {
                continue;
            };
            if self.line_changed(row.id.as_str(), &line) {
                output.conversation(&row)?;
            }
        }
        Ok(())
    }

    /// The conversation and its line, if it changed since it was last read.
    async fn changed_conversation(
        &mut self,
        engine: &Engine,
        output: Output,
        id: &ConversationId,
    ) -> Result<Option<(ConversationRow, String)>, CliError> {
        let row = match engine.conversation(id).await {
            Ok(row) => row,
            // The conversation left the cache again before it was read.
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

    async fn print_new_messages(
        &mut self,
        engine: &Engine,
        output: Output,
        id: &ConversationId,
    ) -> Result<Found, CliError> {
        let before = self.messages.get(id).copied().unwrap_or(self.from);
        let (rows, revision) = messages_newer_than(engine, id, before).await?;
        self.messages.insert(id.clone(), revision);
        let mut found = Found::Nothing;
        for row in rows {
            let first = !self.lines.contains_key(&row.key);
            if !self.line_changed(&row.key, &output.message_line(&row)) {
                continue;
            }
            if first && self.is_history(engine, &row) {
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

    fn is_history(&self, engine: &Engine, row: &MessageRow) -> bool {
        self.never_fetched.contains(&row.conversation) && row.id.is_some() && !engine.is_news(row)
    }

    /// Whether this row's line differs from the last one printed; remembers it.
    fn line_changed(&mut self, key: &str, line: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        let digest = hasher.finish();
        self.lines.insert(key.to_owned(), digest) != Some(digest)
    }
}

/// The rows that changed after a revision, oldest message first, and the revision that was read. Pages
/// back until a page holds no changed row.
async fn messages_newer_than(
    engine: &Engine,
    id: &ConversationId,
    revision: u64,
) -> Result<(Vec<MessageRow>, u64), CliError> {
    let mut window = MessageWindow::Newest { limit: PAGE_SIZE };
    let mut pages = Vec::new();
    let mut read = None;
    loop {
        let page = engine.messages(id, window).await?;
        // The first page's revision: a change while the other pages are read is found again later.
        let read = *read.get_or_insert(page.revision);
        let changed: Vec<MessageRow> = page
            .rows
            .into_iter()
            .filter(|row| row.revision > revision)
            .collect();
        let any = !changed.is_empty();
        pages.push(changed);
        match (page.start, page.older) {
            (Some(position), Older::Cached) if any => {
                window = MessageWindow::Before {
                    position,
                    limit: PAGE_SIZE,
                };
            }
            _ => return Ok((pages.into_iter().rev().flatten().collect(), read)),
        }
    }
}
