//! What goes to stdout and stderr. Every line is flushed as it is written: `tail` is read by
//! programs that wait for each one.

mod json;
mod plain;

use std::io::{self, Write as _};

use engine::Connection;
use store::{ConversationRow, MessageRow, OutboxRow};

use crate::problem::Problem;

/// How answers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    Json,
    /// Aligned text for people.
    Plain,
}

/// Writes answers to stdout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output(pub(crate) Format);

impl Output {
    pub(crate) fn message(self, row: &MessageRow) -> Result<(), Problem> {
        line(&self.message_line(row))
    }

    pub(crate) fn conversation(self, row: &ConversationRow) -> Result<(), Problem> {
        line(&self.conversation_line(row))
    }

    pub(crate) fn queued(self, row: &OutboxRow) -> Result<(), Problem> {
        line(&match self.0 {
            Format::Json => json::queued(row),
            Format::Plain => plain::queued(row),
        })
    }

    pub(crate) fn message_line(self, row: &MessageRow) -> String {
        match self.0 {
            Format::Json => json::message(row),
            Format::Plain => plain::message(row),
        }
    }

    pub(crate) fn conversation_line(self, row: &ConversationRow) -> String {
        match self.0 {
            Format::Json => json::conversation(row),
            Format::Plain => plain::conversation(row),
        }
    }

    pub(crate) fn connection(self, connection: &Connection) -> Result<(), Problem> {
        match self.0 {
            Format::Json => line(&json::connection(connection)),
            Format::Plain => line(&plain::connection(connection)),
        }
    }

    pub(crate) fn caught_up(self) -> Result<(), Problem> {
        match self.0 {
            Format::Json => line(&json::caught_up()),
            Format::Plain => line("caught up; following"),
        }
    }

    /// A sentence that only people want.
    pub(crate) fn aside(self, sentence: &str) -> Result<(), Problem> {
        match self.0 {
            Format::Json => Ok(()),
            Format::Plain => line(&plain::safe(sentence)),
        }
    }
}

fn line(text: &str) -> Result<(), Problem> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.write_all(b"\n")?;
    stdout.flush()?;
    Ok(())
}

/// A remark on stderr. Nobody reading it is no reason to stop.
pub(crate) fn remark(sentence: &str) {
    let mut stderr = io::stderr().lock();
    drop(writeln!(stderr, "desk: {}", plain::safe(sentence)));
}
