//! What a server says that it can do beyond CONTRACT section 3. The server that is live says nothing yet, so
//! nothing of it may be taken for granted.

/// The header of an answer that lists capabilities, with commas between them.
pub const CAPABILITIES_HEADER: &str = "avvento-capabilities";

/// The field of `POST /support/messages` that makes it safe to send again: the same value from the same user is
/// the same message. Also the name of the capability.
pub const CLIENT_MESSAGE_ID: &str = "client_message_id";

/// The capabilities that this program makes use of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether the server takes [`CLIENT_MESSAGE_ID`].
    pub client_message_id: bool,
}

impl Capabilities {
    /// Reads the values of the header, of which there may be several; unknown words are skipped.
    pub fn from_header<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = values.into_iter().flat_map(|value| value.split(','));
        Self {
            client_message_id: words
                .any(|word| word.trim().eq_ignore_ascii_case(CLIENT_MESSAGE_ID)),
        }
    }
}
