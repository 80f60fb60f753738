//! Identifiers. The server's ids are usually Mongo ObjectIds in hex, but its own documentation
//! shows others, so an id is any non-empty string (CONTRACT section 4).

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a non-empty string; `None` when it is empty or only white space.
            #[must_use]
            pub fn new(raw: impl Into<String>) -> Option<Self> {
                let raw = raw.into();
                (!raw.trim().is_empty()).then_some(Self(raw))
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

/// An id was empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id must not be empty")]
pub struct EmptyId;

id!(/** Names one conversation. */ ConversationId);
id!(/** Names one message that the server has. */ MessageId);
id!(/** Names one person: customer, restaurant, admin. */ UserId);
id!(/** Names one order of the platform. */ OrderId);
