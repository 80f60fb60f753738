//! What the engine says of itself: the connection, the account, and what is asked of it.

use protocol::{OrderId, Participant, UserId, UtcMs};
use serde::{Deserialize, Serialize};
use store::{ConversationRow, OutboxRow};

/// Whether the engine hears the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    tag = "state"
)]
pub enum Connection {
    /// Nobody is signed in.
    SignedOut {
        /// Since when (UTC).
        since: UtcMs,
    },
    /// A first or new connection is being made.
    Connecting {
        /// Since when (UTC).
        since: UtcMs,
        /// The host seems to be asleep and is being waited for (CONTRACT section 3).
        waking: bool,
    },
    /// Connected, joined, caught up.
    Online {
        /// Since when (UTC).
        since: UtcMs,
    },
    /// The socket is blocked; REST is asked every few seconds instead.
    Polling {
        /// Since when (UTC).
        since: UtcMs,
    },
    /// The server is out of reach. Cached content stays readable.
    Offline {
        /// Since when (UTC).
        since: UtcMs,
        /// When the next try begins (UTC).
        next_try: UtcMs,
        /// Why, as a code that `locales/` has a sentence for.
        code: String,
    },
    /// The token is missing or no longer good. Nothing that was written is lost.
    SignInNeeded {
        /// Since when (UTC).
        since: UtcMs,
        /// Why, as a code that `locales/` has a sentence for.
        code: String,
    },
}

/// How many passes of catching up have begun and ended, and of how many everything that they brought has been told
/// (`Engine::subscribe_changes`). Catching up is under way while more have begun than were told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CatchUps {
    /// Passes that have begun.
    pub begun: u64,
    /// Passes that have ended.
    pub ended: u64,
    /// Of all passes up to this one everything has been told.
    pub told: u64,
}

/// How far the background fetch is of chats that were never opened here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Prefetch {
    /// How many chats are done.
    pub done: u32,
    /// Of how many.
    pub total: u32,
}

impl Connection {
    /// Whether the server is being heard, so that sending makes sense.
    #[must_use]
    pub fn is_up(&self) -> bool {
        matches!(self, Self::Online { .. } | Self::Polling { .. })
    }
}

/// Who is signed in, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The server's origin, such as `https://avvento-server.onrender.com`.
    pub server: String,
    /// Me: id, name, role.
    pub me: Participant,
    /// Whether the token could be kept in the system's keyring; otherwise it is gone on exit.
    pub remembered: bool,
}

/// How somebody signs out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SignOut {
    /// Who is signed out.
    pub scope: SignOutScope,
    /// What stays on this computer.
    pub left_behind: LeftBehind,
}

/// Who is signed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SignOutScope {
    /// Who is signed in.
    #[default]
    Me,
    /// Everybody who is remembered on this computer.
    Everybody,
}

/// What stays on this computer after signing out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LeftBehind {
    /// Chats, images, drafts and what is not sent.
    #[default]
    Everything,
    /// Nothing; refused while something is not sent.
    Nothing,
}

/// Whether signing in forgets who else is remembered on this computer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum OtherAccounts {
    /// One account is signed in at a time.
    #[default]
    Forget,
    /// The others stay signed in.
    Keep,
}

/// How somebody signs in (CONTRACT section 1).
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "with")]
pub enum Credentials {
    /// `POST /auth/login`.
    Password {
        /// The user's name.
        username: String,
        /// The password; never logged, never stored.
        password: String,
    },
    /// A token that an administrator issued.
    Token {
        /// The token; never logged, stored in the keyring only.
        token: String,
    },
}

/// Whom a new conversation is with (CONTRACT section 3).
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "with")]
pub enum NewConversation {
    /// A person; for admins and restaurants.
    Person {
        /// Who.
        participant: UserId,
        /// What it is about.
        subject: Option<String>,
    },
    /// An admin; for everybody else.
    Admin {
        /// What it is about.
        subject: Option<String>,
    },
}

/// What became of a search for an order's chat.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "found")]
pub enum OrderLookup {
    /// The one chat that was meant.
    Chat {
        /// It.
        chat: Box<ConversationRow>,
    },
    /// Chats of orders with the same number, or whose subjects name it: the user chooses.
    Several {
        /// The most active first.
        chats: Vec<ConversationRow>,
    },
    /// The order has no chat; one can be made.
    NoChat {
        /// The order.
        order: OrderId,
    },
    /// No known order has this number, and it can be no order's id: no chat can be made for it.
    NoOrder,
}

impl OrderLookup {
    pub(crate) fn chat(chat: ConversationRow) -> Self {
        Self::Chat {
            chat: Box::new(chat),
        }
    }
}

/// What became of a request for older messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Fetched {
    /// More came into the cache.
    More,
    /// The chat's beginning is reached.
    Beginning,
}

/// What was written here and is not known to be on the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Outbox {
    /// The rows, oldest first; cancelled ones that can be restored are among them.
    pub rows: Vec<OutboxRow>,
    /// The store's revision that this answer reflects: an answer with a lower one is older.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub revision: u64,
}

/// How many days count as a month: never less is kept than a calendar says.
const DAYS_PER_MONTH: i64 = 31;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// How long messages are kept in the cache. What the user wrote, starred or has not read is kept in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Retention {
    /// Everything that was fetched is kept.
    #[default]
    Everything,
    /// Those of the last 24 months.
    TwoYears,
    /// Those of the last 12 months.
    OneYear,
    /// Those of the last 6 months.
    SixMonths,
    /// Those of the last 3 months.
    ThreeMonths,
}

impl Retention {
    /// From when on messages are kept; `None`: all are.
    pub(crate) fn kept_since(self, now: UtcMs) -> Option<UtcMs> {
        let months = match self {
            Self::Everything => return None,
            Self::TwoYears => 24,
            Self::OneYear => 12,
            Self::SixMonths => 6,
            Self::ThreeMonths => 3,
        };
        Some(UtcMs(now.0.saturating_sub(months * DAYS_PER_MONTH * DAY)))
    }
}

/// How much room a profile takes on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct StorageSizes {
    /// What the server said, in bytes.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub cache_bytes: u64,
    /// How much of that is free for new messages.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub free_bytes: u64,
    /// What the user wrote, in bytes.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub user_bytes: u64,
    /// The room in reserve for a full disk, in bytes.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub reserve_bytes: u64,
    /// The images, in bytes.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub image_bytes: u64,
    /// How much the images may take at most.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub image_limit_bytes: u64,
    /// How many conversations are kept.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub conversations: u64,
    /// How many messages are kept.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub messages: u64,
}
