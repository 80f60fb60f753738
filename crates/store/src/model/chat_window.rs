//! A part of a chat: how it is asked for, and what the answer says beside its rows.

use protocol::UtcMs;
use serde::{Deserialize, Serialize};

use crate::model::rows::{MessageRow, Position};

/// Which range of a chat is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "window")]
pub enum MessageWindow {
    /// The newest messages.
    Newest {
        /// At most this many of the server's; those not sent yet come on top.
        limit: u32,
    },
    /// Around the first unread message; the newest ones where nothing is unread, or where it is not known here.
    FirstUnread {
        /// At least this many where there are as many.
        limit: u32,
    },
    /// Some before a place, and what follows it: to the newest, where that is not much more than `limit`.
    Around {
        /// The place.
        position: Position,
        /// At least this many where there are as many.
        limit: u32,
    },
    /// Those just before a place.
    Before {
        /// The place; not itself included.
        position: Position,
        /// At most this many.
        limit: u32,
    },
    /// Those just after a place.
    After {
        /// The place; not itself included.
        position: Position,
        /// At most this many.
        limit: u32,
    },
    /// Everything from a place on, to another one or to the newest.
    From {
        /// The place; included.
        position: Position,
        /// The last place, included; `None` for the newest.
        until: Option<Position>,
    },
}

/// A range of a chat, oldest message first; those not on the server yet come last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Messages {
    /// The rows, oldest first.
    pub rows: Vec<MessageRow>,
    /// Where the range begins: what `Before` and `From` take. `None` when it is empty.
    pub start: Option<Position>,
    /// What lies before the range.
    pub older: Older,
    /// Where the range ends, if something follows it: what `After` and `From` take. `None` where it reaches the newest.
    pub end: Option<Position>,
    /// The first message I have not read, in a window that is asked for by it.
    pub first_unread: FirstUnread,
    /// Up to when (UTC) nothing that was said can be missing at the chat's end: now, while it is
    /// followed and the line is up. `None` when it was never fetched, or is known to have more.
    pub complete_until: Option<UtcMs>,
    /// The store's revision that this answer reflects.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

/// What lies before a range of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Older {
    /// More in the cache.
    Cached,
    /// Perhaps more on the server: fetch it.
    OnServer,
    /// Nothing: the chat begins here.
    Nothing,
}

/// Where the unread messages of a chat begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum FirstUnread {
    /// Nothing is unread, or nothing was asked.
    Nothing,
    /// With this message.
    Here {
        /// Its place.
        position: Position,
    },
    /// With a message that is not in the cache yet.
    NotFetched {
        /// The first one after it that is.
        known: Option<Position>,
        /// Where the newest messages that are here without a gap begin: what lies before it is to be fetched. `None`
        /// where the newest ones are not here.
        before: Option<Position>,
    },
}
