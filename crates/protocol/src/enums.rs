//! The wire's closed vocabularies, kept open: a word that this version does not know is carried as
//! the server wrote it, and must never break anything (CONTRACT section 4).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::visible::trim_invisible;

/// How many characters of a word that this version does not know are kept: twice the longest that is shown.
pub const MAX_WORD_CHARS: usize = 64;

/// The word without blank space around it, cut.
fn bounded_word(word: &str) -> &str {
    let word = trim_invisible(word);
    match word.char_indices().nth(MAX_WORD_CHARS) {
        Some((end, _)) => word.get(..end).unwrap_or_default(),
        None => word,
    }
}

macro_rules! words {
    (
        $(#[$doc:meta])*
        $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $word:literal $(| $alias:literal)* ),+ $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[$vdoc])* $variant, )+
            /// A word that this version does not know, as the server wrote it.
            Other(String),
        }

        impl $name {
            /// Reads the wire's word, in whatever case it is written, and whatever blank space is around it; of a
            /// longer one the first [`MAX_WORD_CHARS`] characters.
            #[must_use]
            pub fn from_word(word: &str) -> Self {
                let word = bounded_word(word);
                match word.to_lowercase().as_str() {
                    $( $word $(| $alias)* => Self::$variant, )+
                    _ => Self::Other(word.to_owned()),
                }
            }

            /// The word as the documentation writes it.
            #[must_use]
            pub fn as_word(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::Other(other) => other,
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_word())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map(|word| Self::from_word(&word))
            }
        }

        #[cfg(feature = "specta")]
        impl specta::Type for $name {
            fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
                <String as specta::Type>::definition(types)
            }
        }
    };
}

words! {
    /// What a person is on the platform.
    Role {
        /// A customer.
        User = "user",
        /// Avvento's own staff.
        Admin = "admin",
        /// A restaurant.
        Restaurant = "restaurant",
        /// A market.
        Market = "market",
        /// A pharmacy.
        Pharmacy = "pharmacy",
        /// A courier (live dialect).
        Delivery = "delivery",
        /// A driver (live dialect).
        Driver = "driver",
    }
}

words! {
    /// How far a conversation is.
    ConversationStatus {
        /// Being talked in.
        Open = "open",
        /// Waiting for somebody (live dialect).
        Pending = "pending",
        /// Settled; can be reopened.
        Resolved = "resolved",
        /// No more messages are taken.
        Closed = "closed",
    }
}

words! {
    /// What a conversation is about.
    SupportType {
        /// General support. The live dialect writes `admin` or `restaurant` for it.
        General = "general" | "admin" | "restaurant",
        /// An order's chat.
        Order = "order",
    }
}

words! {
    /// What a message carries.
    MessageKind {
        /// Plain text.
        Text = "text",
        /// An image; the message's content is its address.
        Image = "image",
        /// A file (live dialect).
        File = "file",
        /// A line written by the server, such as «تم إغلاق محادثة الطلب».
        System = "system",
    }
}
