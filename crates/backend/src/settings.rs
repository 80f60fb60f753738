//! What the backend can be told when it starts.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Which of the contract's two dialects the payloads are in (CONTRACT section 4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Dialect {
    /// As the event documentation writes it.
    #[default]
    Documented,
    /// As the server that is live writes it.
    Live,
}

/// How often the simulated customers do something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// As people do: something every 5 to 25 seconds, answers after 3 to 8.
    #[default]
    Human,
    /// For tests: something every 0.2 to 1 seconds, answers after as much.
    Brisk,
    /// Nobody does anything: only the data.
    Still,
}

/// Demo data and simulated customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demo {
    /// The same seed gives the same people, conversations and messages; their times are relative to
    /// the start.
    pub seed: u64,
    /// How lively it is.
    pub pace: Pace,
}

/// How many failed sign-ins are borne before 429. An address has 5 times as many as an account, and all
/// together 50 times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginLimit {
    /// Failed attempts at an account, from wherever, in whatever spelling of its name.
    pub attempts: u32,
    /// The time in which they are counted.
    pub within: Duration,
}

impl Default for LoginLimit {
    fn default() -> Self {
        Self {
            attempts: 10,
            within: Duration::from_secs(60),
        }
    }
}

/// So many in a second, and so many at once after a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// In a second, in the long run.
    pub per_second: u32,
    /// At once.
    pub burst: u32,
}

/// How much a user may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserRates {
    /// REST calls; more are refused with 429.
    pub calls: Rate,
    /// Socket events; more wait.
    pub events: Rate,
}

impl Default for UserRates {
    /// A client that comes back after an outage fetches hundreds of chats at once and joins thousands.
    fn default() -> Self {
        Self {
            calls: Rate {
                per_second: 50,
                burst: 1_000,
            },
            events: Rate {
                per_second: 500,
                burst: 10_000,
            },
        }
    }
}

/// How many connections there may be, and how long they may take for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// For a request's header, and between two requests. Longer than clients keep a connection that is idle.
    pub header: Duration,
    /// For a request's body.
    pub body: Duration,
    /// How long a connection is kept that takes nothing of what is sent.
    pub stalled_write: Duration,
    /// Connections in all.
    pub in_all: usize,
    /// Connections from one address.
    pub per_address: usize,
    /// Sockets of one user; the oldest is cut for one more.
    pub sockets_per_user: usize,
    /// Bytes that may wait for a socket, beside the packets that are on their way to it; it is cut then.
    pub socket_queue: usize,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(60),
            body: Duration::from_secs(20),
            stalled_write: Duration::from_secs(30),
            in_all: 4_096,
            per_address: 512,
            sockets_per_user: 20,
            socket_queue: 4 * 1024 * 1024,
        }
    }
}

/// What signing out does with the tokens of the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignOut {
    /// All of them end, and its sockets are cut.
    #[default]
    EndsTokens,
    /// They are good until they expire: for those who sign in again with the same token.
    KeepsTokens,
}

/// Whether addresses, subjects and file names are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContentRules {
    /// Addresses are https or uploads; subjects and file names hold no control or bidirectional characters.
    #[default]
    Checked,
    /// As the server that is live: for those who prove that a client can bear it.
    Unchecked,
}

/// Whether sending is safe to repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Idempotency {
    /// `client_message_id` is taken and advertised: the same id of the same sender is the same message.
    #[default]
    ClientMessageId,
    /// As the server that is live: a message sent again is another message.
    None,
}

/// What people may upload, and how much of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadLimits {
    /// The most bytes of a file.
    pub file_bytes: u64,
    /// Uploads under way at a time; one more is refused with 429.
    pub at_once: usize,
    /// Files in all; one more is refused with 507.
    pub kept: usize,
}

impl Default for UploadLimits {
    /// Photographs as phones take them, and a day of them.
    fn default() -> Self {
        Self {
            file_bytes: 25 * 1024 * 1024,
            at_once: 8,
            kept: 4_000,
        }
    }
}

/// What [`crate::start`] needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where the state lies; `None`: a temporary folder that goes with the backend.
    pub data: Option<PathBuf>,
    /// Demo data and simulated customers, if wanted.
    pub demo: Option<Demo>,
    /// The shape of the payloads.
    pub dialect: Dialect,
    /// How often the server pings a socket.
    pub ping_interval: Duration,
    /// How long it waits for the pong.
    pub ping_timeout: Duration,
    /// How long a token is good; whole seconds, rounded down.
    pub token_ttl: Duration,
    /// The limit on failed sign-ins; `None`: no limit.
    pub login_limit: Option<LoginLimit>,
    /// How much a user may ask for; `None`: whatever they like.
    pub user_rates: Option<UserRates>,
    /// How many connections there may be, and how long they may take.
    pub connections: ConnectionLimits,
    /// Whether addresses, subjects and file names are looked at.
    pub content: ContentRules,
    /// What signing out does.
    pub sign_out: SignOut,
    /// Whether sending is safe to repeat.
    pub idempotency: Idempotency,
    /// `POST /uploads`, which the contract does not have; `None`: there is no such route.
    pub uploads: Option<UploadLimits>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data: None,
            demo: None,
            dialect: Dialect::Documented,
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(20),
            token_ttl: Duration::from_secs(7 * 24 * 60 * 60),
            login_limit: Some(LoginLimit::default()),
            user_rates: Some(UserRates::default()),
            connections: ConnectionLimits::default(),
            content: ContentRules::default(),
            sign_out: SignOut::default(),
            idempotency: Idempotency::default(),
            uploads: None,
        }
    }
}
