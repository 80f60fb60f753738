//! Replies as a table: the first line names the columns, in English or Arabic and in any order; the sign between
//! them is `;`, `,` or a tab.

use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use store::CannedReply;
use store::limits::MOST_REPLIES;

use crate::Error;
use crate::canned_replies::draft::{FileReply, ReplyDraft};
use crate::canned_replies::model::{FileFault, FileRefusal};

/// What stands between columns; the one that our own files have comes first.
const DELIMITERS: [u8; 3] = *b";,\t";

/// Excel takes a file for UTF-8 by this mark alone.
const BOM: &str = "\u{feff}";

/// The names of the columns: ours, then others that are understood.
const SHORTCUT: [&str; 4] = ["shortcut", "short_code", "الاختصار", "اختصار"];
const CATEGORY: [&str; 4] = ["category", "group", "التصنيف", "تصنيف"];
const TEXT: [&str; 5] = ["text", "content", "message", "النص", "نص"];

/// In which column what stands.
#[derive(Clone, Copy, Debug)]
struct Columns {
    shortcut: usize,
    category: Option<usize>,
    text: usize,
    count: usize,
}

impl Columns {
    fn find(head: &StringRecord) -> Option<Self> {
        let column = |names: &[&str]| {
            head.iter()
                .position(|name| names.contains(&name.trim().to_lowercase().as_str()))
        };
        Some(Self {
            shortcut: column(&SHORTCUT)?,
            category: column(&CATEGORY),
            text: column(&TEXT)?,
            count: head.len(),
        })
    }

    fn draft(self, row: &StringRecord) -> ReplyDraft {
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        ReplyDraft {
            shortcut: cell(self.shortcut),
            category: self.category.map(cell).unwrap_or_default(),
            text: cell(self.text),
        }
    }
}

/// The replies of a table.
///
/// # Errors
/// What is wrong with it, and on which line.
pub(crate) fn read(text: &str) -> Result<Vec<FileReply>, FileRefusal> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let tables = DELIMITERS.map(|delimiter| rows(text, delimiter));
    let named = tables.iter().find_map(|rows| {
        let (_, head) = rows.first()?;
        Some((Columns::find(head)?, rows))
    });
    let Some((columns, rows)) = named else {
        return Err(FileRefusal::on_line(FileFault::ColumnsUnnamed, 1));
    };
    if let Some((line, row)) = rows.last()
        && leaves_quote_open(text, row)
    {
        return Err(FileRefusal::on_line(FileFault::QuoteOpen, *line));
    }
    rows.iter()
        .skip(1)
        .map(|(line, row)| {
            let rest = row.iter().skip(columns.count);
            if rest.into_iter().any(|cell| !cell.trim().is_empty()) {
                return Err(FileRefusal::on_line(FileFault::ColumnsTooMany, *line));
            }
            Ok(FileReply {
                draft: columns.draft(row),
                line: *line,
            })
        })
        .collect()
}

/// Every row with the line on which it begins.
fn rows(text: &str, delimiter: u8) -> Vec<(u32, StringRecord)> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    // Text that is UTF-8, with rows of any length, cannot fail to be read. More rows than there may be replies are too
    // many already, and a file of short lines would fill the memory.
    let filled = |row: &StringRecord| row.iter().any(|cell| !cell.trim().is_empty());
    let wanted = reader.records().flatten().filter(filled);
    for row in wanted.take(MOST_REPLIES + 2) {
        let line = row.position().map_or(0, csv::Position::line);
        rows.push((u32::try_from(line).unwrap_or(u32::MAX), row));
    }
    rows
}

/// Whether the last row takes in all that follows a quotation mark which is never closed.
fn leaves_quote_open(text: &str, last: &StringRecord) -> bool {
    let odd = text.matches('"').count() % 2 == 1;
    odd && last.iter().any(|cell| cell.trim_end().contains('\n'))
}

/// A table of replies, as spreadsheets read it.
///
/// # Errors
/// [`Error::Internal`]: writing to memory failed.
pub(crate) fn write(replies: &[CannedReply]) -> Result<Vec<u8>, Error> {
    let failed = |error: csv::Error| Error::Internal(error.to_string());
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .from_writer(BOM.as_bytes().to_vec());
    writer
        .write_record(["shortcut", "category", "text"])
        .map_err(failed)?;
    for reply in replies {
        writer
            .write_record([&reply.shortcut, &reply.category, &reply.text])
            .map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::Internal(error.to_string()))
}

#[cfg(test)]
#[path = "../../tests/unit/csv_file.rs"]
mod tests;
