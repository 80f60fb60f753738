//! What an engine is started with: where data lies, where tokens are kept, which clock and which
//! patience it has. Tests bring their own clock, vault and [`Timing`].

use std::{path::PathBuf, sync::Arc, time::Duration};

use protocol::UserId;
use store::Clock;

use crate::{
    KeyringVault, TokenVault,
    clock::{MonotonicClock, system_monotonic_clock},
    model::{OtherAccounts, Retention},
    network::{Network, system_network},
};

/// How much images take on the disk at most: some thousand photographs as phones send them.
const IMAGE_CACHE_BYTES: u64 = 256 * 1024 * 1024;

/// Where the server keeps what people uploaded, unless told otherwise.
pub const DEFAULT_UPLOAD_PATH: &str = "/uploads/";

/// What an engine is started with.
#[derive(Clone)]
pub struct Config {
    /// The folder that holds `profiles.json` and one folder per server and user. Made if missing.
    pub data_dir: PathBuf,
    /// Where tokens are kept.
    pub vault: Arc<dyn TokenVault>,
    /// This PC's wall clock, right or wrong.
    pub clock: Clock,
    /// A clock that is never set, for waiting times that count across steps.
    pub monotonic_clock: MonotonicClock,
    /// Asks which of its addresses this PC reaches the network by.
    pub network: Network,
    /// All waiting times.
    pub timing: Timing,
    /// How long messages are kept, until [`crate::Engine::set_retention`] says otherwise.
    pub retention: Retention,
    /// Whether signing in forgets who else is remembered, until [`crate::Engine::set_other_accounts`] says otherwise.
    pub other_accounts: OtherAccounts,
    /// How much images may take on the disk, in bytes.
    pub image_cache_bytes: u64,
    /// The path below which the server keeps what people uploaded: with a request for an image there, and for no
    /// other, goes the token.
    pub upload_path: String,
    /// Where files are uploaded, until [`crate::Engine::set_upload_endpoint`] says otherwise: a path on the account's
    /// server, or an https address. Empty for nowhere: the documented server has no such endpoint.
    pub upload_endpoint: String,
    /// Which profile to open.
    pub profile: ProfileChoice,
    /// Whether a session runs in the background.
    pub session_mode: SessionMode,
}

/// Which profile a start opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProfileChoice {
    /// The one that was used last, unless its user signed out.
    #[default]
    Last,
    /// The one last used on a server, unless its user signed out. The address as people write it.
    LastOnServer(String),
    /// That of a user on a server; made if there is none. For scripts that bring a token.
    User {
        /// The address, as people write it.
        server: String,
        /// Who.
        user: UserId,
    },
}

/// Whether a session runs in the background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SessionMode {
    /// The socket, the outbox and the read receipts are at work.
    #[default]
    Background,
    /// Nothing goes to the server but what is asked for. The connection's state says nothing then.
    OnRequest,
}

impl Config {
    /// The configuration of a real installation: the system's keyring and clock.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        let timing = Timing::default();
        Self {
            data_dir: data_dir.into(),
            vault: Arc::new(KeyringVault::new(timing.keyring_timeout)),
            clock: store::system_clock(),
            monotonic_clock: system_monotonic_clock(),
            network: system_network(),
            timing,
            retention: Retention::default(),
            other_accounts: OtherAccounts::default(),
            image_cache_bytes: IMAGE_CACHE_BYTES,
            upload_path: DEFAULT_UPLOAD_PATH.to_owned(),
            upload_endpoint: String::new(),
            profile: ProfileChoice::default(),
            session_mode: SessionMode::default(),
        }
    }
}

/// Every waiting time of the engine. The defaults are those of a counter PC (CONTRACT section 2,
/// ARCHITECTURE.md); tests shorten them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long one attempt to open the socket may take, its namespace included.
    pub connect_timeout: Duration,
    /// How long a first call looks whether anybody takes calls at the server's address, before it reads the certificates;
    /// zero for not at all, where somebody stays for the answer in any case.
    pub knock: Duration,
    /// How long an acknowledgement is waited for.
    pub ack_timeout: Duration,
    /// How long a connection that may be dead is given to answer.
    pub probe_timeout: Duration,
    /// How long a socket may be silent before it is asked whether it lives: the server's ping interval and timeout (25 s and 20 s unless it
    /// was told otherwise).
    pub silence: Duration,
    /// How often what is heard is taken in at most. The first of a burst is taken at once; what comes within this time of
    /// it is one transaction: a frame of the window, which is told no sooner.
    pub take_every: Duration,
    /// How long after an event its chat's newest page is asked for at the latest, while nobody opens the chat.
    pub confirm_after: Duration,
    /// How much lies between two such calls.
    pub confirm_every: Duration,
    /// How long one REST call may take once the host is known to be awake.
    pub call_timeout: Duration,
    /// How long a sleeping host is waited for before it counts as out of reach.
    pub wake_timeout: Duration,
    /// The pause between two tries to wake a host.
    pub wake_pause: Duration,
    /// When a first call that has no answer yet is shown as «waking».
    pub waking_after: Duration,
    /// The first pause after a lost connection.
    pub backoff_first: Duration,
    /// The longest pause.
    pub backoff_longest: Duration,
    /// How long a connection must have lasted for the pause to start at the first again.
    pub stable_after: Duration,
    /// How often the list of conversations is asked for while the socket is up.
    pub list_every: Duration,
    /// How often heads are compared and rooms joined again.
    pub sweep_every: Duration,
    /// How often REST is asked in polling mode.
    pub poll_every: Duration,
    /// How often polling mode tries the socket again at the longest; it begins with
    /// `backoff_longest` and doubles.
    pub socket_retry_every: Duration,
    /// How many sockets must fail, with REST working, before polling begins.
    pub sockets_before_polling: u32,
    /// How often is tried again what a full disk did not take.
    pub disk_retry_every: Duration,
    /// How often the session looks after itself (lost tasks, a computer that slept).
    pub heartbeat: Duration,
    /// How long a lost answer is looked for before the message is sent again.
    pub settle_after: Duration,
    /// The pause between two looks.
    pub settle_every: Duration,
    /// The first pause before a message is tried again.
    pub resend_first: Duration,
    /// The longest such pause.
    pub resend_longest: Duration,
    /// How long a keyring call may take: a locked keyring blocks for ever.
    pub keyring_timeout: Duration,
    /// When a keyring that could not be used is tried again; it doubles from time to time.
    pub keyring_retry_after: Duration,
    /// How long tasks get to end by themselves at shutdown.
    pub shutdown_timeout: Duration,
    /// How long fetching one image may take.
    pub media_timeout: Duration,
    /// How long after the start, and after a change of the choice, old messages begin to be removed.
    pub retention_after: Duration,
    /// How often old messages are removed after that.
    pub retention_every: Duration,
    /// The pause between two steps of that.
    pub retention_pause: Duration,
    /// How long after a change the heap's free pages go back to the system: the changes until then share it.
    pub free_pages_after: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            knock: Duration::ZERO,
            ack_timeout: Duration::from_secs(10),
            probe_timeout: Duration::from_secs(3),
            silence: Duration::from_secs(45),
            take_every: Duration::from_millis(16),
            confirm_after: Duration::from_secs(5 * 60),
            confirm_every: Duration::from_secs(1),
            call_timeout: Duration::from_secs(30),
            wake_timeout: Duration::from_secs(60),
            wake_pause: Duration::from_secs(2),
            waking_after: Duration::from_secs(4),
            backoff_first: Duration::from_secs(1),
            backoff_longest: Duration::from_secs(5),
            stable_after: Duration::from_secs(30),
            list_every: Duration::from_secs(60),
            sweep_every: Duration::from_secs(300),
            poll_every: Duration::from_secs(5),
            socket_retry_every: Duration::from_secs(60),
            sockets_before_polling: 1,
            disk_retry_every: Duration::from_secs(15),
            heartbeat: Duration::from_secs(2),
            settle_after: Duration::from_secs(15),
            settle_every: Duration::from_secs(3),
            resend_first: Duration::from_secs(1),
            resend_longest: Duration::from_secs(30),
            keyring_timeout: Duration::from_secs(3),
            keyring_retry_after: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(3),
            media_timeout: Duration::from_secs(30),
            retention_after: Duration::from_secs(60),
            retention_every: Duration::from_secs(24 * 60 * 60),
            retention_pause: Duration::from_millis(100),
            free_pages_after: Duration::from_secs(60),
        }
    }
}
