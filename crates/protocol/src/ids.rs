//! Identifiers. The server's ids are usually Mongo ObjectIds in hex, but its own documentation
//! shows others, so an id is any non-empty string (CONTRACT section 4) that can stand in an address and in a line.

use serde::{Deserialize, Serialize};

/// How many bytes an id may have: seven times a UUID. Ids stand in every row, in sets and in addresses.
pub const MAX_ID_BYTES: usize = 256;

/// Whether a text can be an id. As a part of an address `.` and `..` would name another one.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() <= MAX_ID_BYTES
        && !text.trim().is_empty()
        && !text.contains(char::is_control)
        && !matches!(text, "." | "..")
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a string; `None` when it is blank, longer than [`MAX_ID_BYTES`], or nothing that an address
            /// could name.
            #[must_use]
            pub fn new(raw: impl Into<String>) -> Option<Self> {
                let raw = raw.into();
                is_id(&raw).then_some(Self(raw))
            }

            /// The id as the server wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The id as the server wrote it, owned.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = EmptyId;
            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                Self::new(raw).ok_or(EmptyId)
            }
        }
    };
}

/// An id was empty, too long, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id must be a short text that is not empty")]
pub struct EmptyId;

id!(/** Names one conversation. */ ConversationId);
id!(/** Names one message that the server has. */ MessageId);
id!(/** Names one person: customer, restaurant, admin. */ UserId);
id!(/** Names one order of the platform. */ OrderId);
