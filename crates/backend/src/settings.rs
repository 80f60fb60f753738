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

/// What signing out does with the tokens of the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignOut {
    /// All of them end, and its sockets are cut.
    #[default]
    EndsTokens,
    /// They are good until they expire: for those who sign in again with the same token.
    KeepsTokens,
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
    /// What signing out does.
    pub sign_out: SignOut,
    /// Whether sending is safe to repeat.
    pub idempotency: Idempotency,
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
            sign_out: SignOut::default(),
            idempotency: Idempotency::default(),
        }
    }
}
