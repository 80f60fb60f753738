//! Which rows `tail` prints: a row that changed after the tail had caught up, and whose line differs from
//! the last one printed. Scripts see nothing of other changes.
//!
//! What the engine calls history, in a conversation that this computer had never fetched, is not printed:
//! the session fetches it when the connection is idle, long after it has caught up.

mod printed_lines;

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use engine::Engine;
use protocol::ConversationId;
use store::{ChangeSet, InboxFilter, MessageRow};

use crate::{
    cli_error::CliError,
    output::{Lines, Output},
};
use printed_lines::PrintedLines;

/// Up to where rows were printed, and a digest of each row's last line.
pub(super) struct News {
    printed_until: u64,
    lines: PrintedLines,
    /// Conversations of which nothing was fetched when the tail began.
    never_fetched: HashSet<ConversationId>,
}

/// What was found among a conversation's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    OnlyHistory,
    News,
}

impl News {
    /// Prints nothing that changed before this call.
    pub(super) async fn from_now(engine: &Engine) -> Result<Self, CliError> {
        let printed_until = engine.inbox(InboxFilter::All, 1).await?.revision;
        Ok(Self {
            printed_until,
            lines: PrintedLines::default(),
            never_fetched: engine
                .never_fetched_conversations()
                .await?
                .into_iter()
                .collect(),
        })
    }

    /// Prints what changed, however many transactions that was.
    pub(super) async fn print_change(
        &mut self,
        engine: &Engine,
        output: Output,
        change: &ChangeSet,
    ) -> Result<(), CliError> {
        let mut seen = HashSet::new();
        let named = change.conversations.iter().chain(&change.messages);
        let named: Vec<ConversationId> = named.filter(|id| seen.insert(*id)).cloned().collect();
        self.print_changed_rows(engine, output, &named).await
    }

    /// Prints all rows that changed, after change sets were missed.
    pub(super) async fn print_all_changes(
        &mut self,
        engine: &Engine,
        output: Output,
    ) -> Result<(), CliError> {
        let inbox = engine.inbox(InboxFilter::All, u32::MAX).await?;
        let all: Vec<ConversationId> = inbox.rows.into_iter().map(|row| row.id).collect();
        self.print_changed_rows(engine, output, &all).await
    }

    async fn print_changed_rows(
        &mut self,
        engine: &Engine,
        output: Output,
        conversations: &[ConversationId],
    ) -> Result<(), CliError> {
        let mut found = HashMap::new();
        let mut lines = Lines::default();
        let began = self.printed_until;
        loop {
            let since = self.printed_until;
            let changed = engine.changed_rows(conversations, since).await?;
            self.printed_until = changed.revision.max(since);
            for row in changed.messages.iter().filter(|row| row.revision > since) {
                if let Some(line) = self.message_line(engine, output, row, &mut found) {
                    lines.push(&line)?;
                }
            }
            if changed.more {
                lines.write()?;
                continue;
            }
            for row in changed
                .conversations
                .iter()
                .filter(|row| row.revision > began)
            {
                // Only history was added to the row.
                let is_old = found.get(&row.id) == Some(&Found::OnlyHistory);
                let line = output.conversation_line(row);
                if self.line_changed(row.id.as_str(), &line) && !is_old {
                    lines.push(&line)?;
                }
            }
            return lines.write();
        }
    }

    /// The message's line, where it is news.
    fn message_line(
        &mut self,
        engine: &Engine,
        output: Output,
        row: &MessageRow,
        found: &mut HashMap<ConversationId, Found>,
    ) -> Option<String> {
        let first = !self.lines.contains(&row.key);
        let line = output.message_line(row);
        if !self.line_changed(&row.key, &line) {
            return None;
        }
        if first && self.is_history(engine, row) {
            found
                .entry(row.conversation.clone())
                .or_insert(Found::OnlyHistory);
            return None;
        }
        found.insert(row.conversation.clone(), Found::News);
        Some(line)
    }

    fn is_history(&self, engine: &Engine, row: &MessageRow) -> bool {
        self.never_fetched.contains(&row.conversation)
            && row.id.is_some()
            && !engine.is_of_this_run(row)
    }

    /// Whether this row's line differs from the last one printed; remembers it.
    fn line_changed(&mut self, key: &str, line: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        let digest = hasher.finish();
        self.lines.insert(key, digest) != Some(digest)
    }
}
