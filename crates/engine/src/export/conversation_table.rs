//! The list of conversations as a table that spreadsheets read.

use csv::{QuoteStyle, Writer, WriterBuilder};
use jiff::tz::TimeZone;
use protocol::Participant;
use store::ConversationRow;

use crate::Error;
use crate::export::model::FileWords;
use crate::export::shown_message::{MessageReader, person_name};
use crate::export::typed_text::cell;

/// Excel takes a file for UTF-8 by this mark alone.
const BOM: &str = "\u{feff}";

/// A table of these conversations, whose cells are text and never formulas.
///
/// # Errors
/// [`Error::Internal`]: writing to memory failed.
pub(crate) fn write(rows: &[ConversationRow], words: &FileWords) -> Result<Vec<u8>, Error> {
    let failed = |error: csv::Error| Error::Internal(error.to_string());
    let mut writer: Writer<Vec<u8>> = WriterBuilder::new()
        .delimiter(b';')
        .quote_style(QuoteStyle::Always)
        .from_writer(BOM.as_bytes().to_vec());
    writer.write_record(&words.columns).map_err(failed)?;
    let zone = TimeZone::system();
    let reader = MessageReader {
        words,
        me: None,
        zone: &zone,
    };
    for row in rows {
        let cells = cells(row, &reader);
        writer
            .write_record(cells.map(|text| cell(&text)))
            .map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::Internal(error.to_string()))
}

fn cells(row: &ConversationRow, reader: &MessageReader<'_>) -> [String; 9] {
    let joined = |text: fn(&Participant) -> Option<&str>| {
        let all: Vec<&str> = row.people.iter().filter_map(text).collect();
        all.join(", ")
    };
    let someone = &reader.words.someone;
    let names: Vec<&str> = row
        .people
        .iter()
        .map(|person| person_name(person, someone))
        .collect();
    let time = |at: Option<protocol::UtcMs>| at.map(|at| reader.time(at)).unwrap_or_default();
    [
        row.id.to_string(),
        names.join(", "),
        joined(|person| person.phone.as_deref()),
        row.subject.clone().unwrap_or_default(),
        row.status.as_word().to_owned(),
        row.order_number.clone().unwrap_or_default(),
        row.unread.to_string(),
        time(row.unanswered_since),
        time(row.activity_at),
    ]
}
