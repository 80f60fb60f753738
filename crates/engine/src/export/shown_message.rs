//! A message as every form of a chat's file tells it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::{MessageKind, Participant, UtcMs};
use store::{DeliveryState, MessageRow};

use crate::export::model::FileWords;

/// Who said what, and when.
pub(crate) struct ShownMessage<'a> {
    pub(crate) time: String,
    pub(crate) sender: &'a str,
    /// Where the text is no text but stands for a file.
    pub(crate) label: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) not_sent: bool,
    pub(crate) from_server: bool,
}

/// Reads rows for a file: the names, the words, the time zone.
pub(crate) struct MessageReader<'a> {
    pub(crate) words: &'a FileWords,
    pub(crate) me: Option<&'a Participant>,
    pub(crate) zone: &'a TimeZone,
}

impl MessageReader<'_> {
    pub(crate) fn read<'b>(&'b self, row: &'b MessageRow) -> ShownMessage<'b> {
        let mine = row.mine.then_some(self.me).flatten();
        let sender = row.sender.as_ref().or(mine);
        let (label, text) = match &row.kind {
            MessageKind::Image => (Some(self.words.image.as_str()), row.content.as_str()),
            MessageKind::File => (Some(self.words.file.as_str()), file_name(row)),
            _ => (None, row.content.as_str()),
        };
        ShownMessage {
            time: row.created_at.map(|at| self.time(at)).unwrap_or_default(),
            sender: sender.map_or(self.words.someone.as_str(), |person| {
                person_name(person, &self.words.someone)
            }),
            label,
            text,
            not_sent: is_unsent(&row.delivery),
            from_server: row.kind == MessageKind::System,
        }
    }

    /// A moment in the time zone of this computer.
    pub(crate) fn time(&self, at: UtcMs) -> String {
        let Ok(at) = Timestamp::from_millisecond(at.0) else {
            return String::new();
        };
        let local = at.to_zoned(self.zone.clone());
        local.strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// Whether the server is not known to have it.
pub(crate) fn is_unsent(delivery: &DeliveryState) -> bool {
    !matches!(
        delivery,
        DeliveryState::Received | DeliveryState::Sent | DeliveryState::Read
    )
}

/// A name, else the phone number.
pub(crate) fn person_name<'a>(person: &'a Participant, someone: &'a str) -> &'a str {
    let named = [person.name.as_deref(), person.phone.as_deref()];
    let mut named = named.into_iter().flatten();
    named
        .find(|name| !name.trim().is_empty())
        .unwrap_or(someone)
}

fn file_name(row: &MessageRow) -> &str {
    let name = row.file.as_ref().and_then(|file| file.name.as_deref());
    name.unwrap_or(&row.content)
}
