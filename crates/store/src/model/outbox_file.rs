//! A file that a message of the outbox carries.

use protocol::{Attachment, MessageKind};

/// The types of pictures that every client shows in a chat; other files are sent as files.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// A file that is to be sent, before the store has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its name, as the other side sees it.
    pub name: String,
    /// Its MIME type.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The file of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxFile {
    /// Its name, as the other side sees it.
    pub name: String,
    /// How many bytes it has; `None` where only the address of a picture is sent.
    pub size: Option<u64>,
    /// Its MIME type.
    pub content_type: String,
    /// Where the server keeps it, once it was uploaded.
    pub url: Option<String>,
}

impl OutboxFile {
    /// As what it is sent.
    #[must_use]
    pub fn message_kind(&self) -> MessageKind {
        match PICTURES.contains(&self.content_type.as_str()) || self.size.is_none() {
            true => MessageKind::Image,
            false => MessageKind::File,
        }
    }

    /// As a row shows it.
    pub(crate) fn into_attachment(self) -> Attachment {
        Attachment {
            url: self.url.unwrap_or_default(),
            name: Some(self.name),
            size: self.size,
        }
    }
}
