//! A chat on its way into a file: as many messages at a time as one read of the store gives.

use jiff::tz::TimeZone;
use protocol::UtcMs;
use store::{ConversationRow, MessageRow, MessageWindow, Messages, Older, Position, Store};

use crate::Error;
use crate::export::model::{ChatFileFormat, FileWords};
use crate::export::shown_message::{MessageReader, person_name};
use crate::export::{html_file, json_file, text_file};
use crate::limits::EXPORTED_AT_ONCE;

/// Where the file is.
#[derive(Debug)]
enum Progress {
    Head,
    Messages { after: Position },
    Done,
}

/// What is not in the file yet.
#[derive(Debug)]
pub struct ChatExport {
    store: Store,
    row: ConversationRow,
    format: ChatFileFormat,
    words: FileWords,
    zone: TimeZone,
    now: UtcMs,
    progress: Progress,
    messages: usize,
}

impl ChatExport {
    pub(crate) fn new(
        store: Store,
        row: ConversationRow,
        (format, words): (ChatFileFormat, FileWords),
        now: UtcMs,
    ) -> Self {
        Self {
            store,
            row,
            format,
            words,
            zone: TimeZone::system(),
            now,
            progress: Progress::Head,
            messages: 0,
        }
    }

    /// The next piece of the file; `None` at its end.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn next_piece(&mut self) -> Result<Option<String>, Error> {
        match &self.progress {
            Progress::Done => Ok(None),
            Progress::Head => {
                let head = self.head()?;
                let after = Position {
                    created_at: UtcMs(i64::MIN),
                    id: String::new(),
                };
                self.progress = Progress::Messages { after };
                Ok(Some(head))
            }
            Progress::Messages { after } => {
                let window = MessageWindow::After {
                    position: after.clone(),
                    limit: EXPORTED_AT_ONCE,
                };
                let page = self.store.messages(&self.row.id, window).await?;
                let piece = self.page(&page)?;
                self.progress = match page.end {
                    Some(end) => Progress::Messages { after: end },
                    None => Progress::Done,
                };
                Ok(Some(piece))
            }
        }
    }

    fn head(&self) -> Result<String, Error> {
        let named = self.row.people.first();
        let name = named.map(|person| person_name(person, &self.words.someone));
        let subject = self.row.subject.as_deref();
        let title = match (name, subject) {
            (Some(name), Some(subject)) => format!("{name} — {subject}"),
            (one, other) => one.or(other).unwrap_or(&self.words.untitled).to_owned(),
        };
        let time = self.reader(None).time(self.now);
        Ok(match self.format {
            ChatFileFormat::Text => text_file::head(&title, &time),
            ChatFileFormat::Html => html_file::head(self.words.language, &title, &time),
            ChatFileFormat::Json => json_file::head(&self.row)?,
        })
    }

    fn page(&mut self, page: &Messages) -> Result<String, Error> {
        let me = self.store.me();
        let reader = self.reader(me.as_ref());
        let mut piece = String::new();
        let mut written = self.messages;
        if written == 0 && page.older == Older::OnServer {
            piece.push_str(&self.gap());
        }
        for row in &page.rows {
            if row.gap_before {
                piece.push_str(&self.gap());
            }
            piece.push_str(&self.message(&reader, row, written)?);
            written += 1;
        }
        if page.end.is_none() {
            piece.push_str(match self.format {
                ChatFileFormat::Text => "",
                ChatFileFormat::Html => html_file::foot(),
                ChatFileFormat::Json => json_file::foot(),
            });
        }
        self.messages = written;
        Ok(piece)
    }

    fn message(
        &self,
        reader: &MessageReader<'_>,
        row: &MessageRow,
        written: usize,
    ) -> Result<String, Error> {
        let not_sent = &self.words.not_sent;
        Ok(match self.format {
            ChatFileFormat::Text => text_file::message(&reader.read(row), not_sent),
            ChatFileFormat::Html => html_file::message(&reader.read(row), not_sent),
            ChatFileFormat::Json => {
                let comma = if written == 0 { "" } else { ",\n" };
                format!("{comma}{}", json_file::message(row)?)
            }
        })
    }

    /// JSON says it of the message that follows.
    fn gap(&self) -> String {
        match self.format {
            ChatFileFormat::Text => text_file::gap(&self.words.gap),
            ChatFileFormat::Html => html_file::gap(&self.words.gap),
            ChatFileFormat::Json => String::new(),
        }
    }

    fn reader<'a>(&'a self, me: Option<&'a protocol::Participant>) -> MessageReader<'a> {
        MessageReader {
            words: &self.words,
            me,
            zone: &self.zone,
        }
    }
}
