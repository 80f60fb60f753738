//! What goes to stdout and stderr. Every line is flushed as it is written, or with those that came at once: `tail` is
//! read by programs that wait for each one.

mod json;
pub(crate) mod labels;
mod plain;

use std::io::{self, Write as _};

use engine::{Account, Connection, StorageSizes};
use protocol::Participant;
use store::{ConversationRow, FoundMessage, MessageRow, OutboxRow, Today};

use crate::cli_error::CliError;

/// How answers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    Json,
    /// Aligned text for people.
    Plain,
}

/// From how many bytes on [`Lines`] are written before all of them are there.
const WRITTEN_AT_ONCE: usize = 64 * 1024;

/// Lines that are there at once, and are written together: each write wakes whoever reads.
#[derive(Default)]
pub(crate) struct Lines(String);

impl Lines {
    pub(crate) fn push(&mut self, line: &str) -> Result<(), CliError> {
        self.0.push_str(line);
        self.0.push('\n');
        if self.0.len() >= WRITTEN_AT_ONCE {
            self.write()?;
        }
        Ok(())
    }

    /// Writes those that have not been written.
    pub(crate) fn write(&mut self) -> Result<(), CliError> {
        write_flushed(&std::mem::take(&mut self.0))
    }
}

/// Writes answers to stdout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output(pub(crate) Format);

impl Output {
    pub(crate) fn message(self, row: &MessageRow) -> Result<(), CliError> {
        print_line(&self.message_line(row))
    }

    pub(crate) fn conversation(self, row: &ConversationRow) -> Result<(), CliError> {
        print_line(&self.conversation_line(row))
    }

    pub(crate) fn found_message(self, found: &FoundMessage) -> Result<(), CliError> {
        print_line(&match self.0 {
            Format::Json => json::found_message(found),
            Format::Plain => plain::found_message(found),
        })
    }

    pub(crate) fn person(self, person: &Participant) -> Result<(), CliError> {
        print_line(&match self.0 {
            Format::Json => json::found_person(person),
            Format::Plain => plain::found_person(person),
        })
    }

    pub(crate) fn outbox_row(self, row: &OutboxRow) -> Result<(), CliError> {
        print_line(&match self.0 {
            Format::Json => json::outbox_row(row),
            Format::Plain => plain::outbox_row(row),
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

    pub(crate) fn connection(self, connection: &Connection) -> Result<(), CliError> {
        match self.0 {
            Format::Json => print_line(&json::connection(connection)),
            Format::Plain => print_line(&plain::connection(connection)),
        }
    }

    pub(crate) fn storage(self, storage: &StorageSizes) -> Result<(), CliError> {
        print_line(&match self.0 {
            Format::Json => json::storage(storage),
            Format::Plain => plain::storage(storage),
        })
    }

    pub(crate) fn today(self, today: &Today) -> Result<(), CliError> {
        print_line(&match self.0 {
            Format::Json => json::today(today),
            Format::Plain => plain::today(today),
        })
    }

    pub(crate) fn account(self, account: &Account) -> Result<(), CliError> {
        print_line(&match self.0 {
            Format::Json => json::account(account),
            Format::Plain => plain::escape(&labels::account(account)),
        })
    }

    pub(crate) fn caught_up(self) -> Result<(), CliError> {
        match self.0 {
            Format::Json => print_line(&json::caught_up()),
            Format::Plain => print_line("caught up; following"),
        }
    }

    /// Prints a sentence for people; JSON output leaves it out.
    pub(crate) fn remark(self, sentence: &str) -> Result<(), CliError> {
        match self.0 {
            Format::Json => Ok(()),
            Format::Plain => print_line(&plain::escape(sentence)),
        }
    }
}

fn print_line(text: &str) -> Result<(), CliError> {
    write_flushed(&format!("{text}\n"))
}

fn write_flushed(lines: &str) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(lines.as_bytes())?;
    stdout.flush()?;
    Ok(())
}

/// Writes a sentence to stderr. A closed stderr is no reason to stop.
pub(crate) fn warn(sentence: &str) {
    let mut stderr = io::stderr().lock();
    drop(writeln!(stderr, "desk: {}", plain::escape(sentence)));
}
