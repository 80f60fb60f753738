//! What can go wrong, told apart as far as a person can do something different about it.
//!
//! Every kind has a code; `locales/` holds a sentence for each as `error-CODE`. The detail is the
//! server's or the system's own words, for support calls, and never holds a token.

mod conversions;
mod file_error;

use std::time::Duration;

use crate::limits::DETAIL_CHARS;

pub use file_error::FileError;

/// What went wrong. [`Error::code`] names it for the user's language, [`Error::detail`] holds the server's or the system's
/// words. Written out, for the log, it holds none of the server's: they may repeat what somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The server knows no such user name and password (CONTRACT section 1).
    #[error("wrong user name or password")]
    WrongPassword,
    /// The user did not want to wait for the sign-in any longer.
    #[error("the sign-in was cancelled")]
    SignInCancelled,
    /// The account's phone number is not verified yet (CONTRACT section 1).
    #[error("the account's phone number is not verified")]
    PhoneNotVerified,
    /// The text is no token, or the server does not take it.
    #[error("the token is not good: {0}")]
    BadToken(String),
    /// The token was good once, and has run out.
    #[error("the token has expired")]
    ExpiredToken,
    /// No way to the server: no network, no such host, nobody listening.
    #[error("the server is out of reach: {0}")]
    Unreachable(String),
    /// The proxy that the environment names cannot be reached, or says nothing.
    #[error("the proxy is out of reach: {0}")]
    ProxyUnreachable(String),
    /// The proxy wants a sign-in of its own (407).
    #[error("the proxy wants a sign-in: {0}")]
    ProxySignInNeeded(String),
    /// The proxy answers, and gives no way to the server.
    #[error("the proxy gives no way to the server: {0}")]
    ProxyRefused(String),
    /// The server's name cannot be looked up: no network, or a wrong address.
    #[error("no such host: {0}")]
    NoSuchHost(String),
    /// Something on the way answers in the place of a server that is known: a network that wants a
    /// sign-in of its own, or that lets nothing through.
    #[error("the network answers in the server's place: {0}")]
    CaptivePortal(String),
    /// The host did not wake up in time (CONTRACT section 3).
    #[error("the host does not wake up: {0}")]
    HostAsleep(String),
    /// The address answers, but not as an Avvento server does.
    #[error("not an Avvento server: {0}")]
    NotAvvento(String),
    /// The text is no address that the application may use.
    #[error("not a usable address: {0}")]
    BadAddress(String),
    /// The server's certificate is not trusted by this computer.
    #[error("the certificate is not trusted: {0}")]
    BadCertificate(String),
    /// The server's certificate is not trusted, and this computer's clock is certainly wrong.
    #[error("this computer's clock is wrong: {0}")]
    WrongClock(String),
    /// A refusal that has no kind of its own.
    #[error("refused ({status})")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's words.
        message: String,
    },
    /// Not allowed for this account.
    #[error("forbidden")]
    Forbidden(String),
    /// The server, or the cache, knows no such thing.
    #[error("not found")]
    NotFound(String),
    /// The conversation takes no more messages.
    #[error("the conversation is closed")]
    ConversationClosed(String),
    /// The server finds fault with what was entered.
    #[error("invalid input")]
    InvalidInput(String),
    /// The server asks for patience: too many requests (429), or not ready and it says for how long
    /// (503 with `Retry-After`). Worth another try later.
    #[error("the server asks for patience")]
    TooManyRequests {
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// The server failed (5xx).
    #[error("the server failed ({status})")]
    ServerFailed {
        /// The HTTP status; 0 when the answer never came.
        status: u16,
        /// The server's words.
        message: String,
    },
    /// Nobody is signed in, or the token is no longer good.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The keyring works and has no token of the account: somebody removed it, or it was never kept.
    #[error("the keyring has no saved sign-in")]
    SavedSignInMissing,
    /// The disk is full.
    #[error("the disk is full: {0}")]
    DiskFull(String),
    /// A file of the cache cannot be read.
    #[error("the cache is damaged: {0}")]
    CacheDamaged(String),
    /// The disk refused to read or write.
    #[error("the disk failed: {0}")]
    DiskFailed(String),
    /// Another process works with this profile.
    #[error("the profile is in use by another process: {0}")]
    ProfileInUse(String),
    /// The system's keyring cannot be used.
    #[error("the keyring is unavailable: {0}")]
    KeyringUnavailable(String),
    /// Several messages could be the one whose answer was lost: only the user can tell.
    #[error("cannot tell whether the message was sent")]
    AmbiguousSend,
    /// The answer to a message was lost, and its chat cannot be looked into: only the user can tell.
    #[error("cannot look whether the message was sent: {0}")]
    UnsettledSend(String),
    /// Something else happened to the message before that was carried out.
    #[error("the message is no longer as it was")]
    TooLate,
    /// A message is to leave at a time that has passed, or that lies further ahead than any.
    #[error("no time at which a message can leave")]
    BadTime,
    /// More bytes than are taken.
    #[error("too large: {0}")]
    TooLarge(String),
    /// The content is none of the images that are shown.
    #[error("not an image: {0}")]
    NotAnImage(String),
    /// The user has not allowed images from this host.
    #[error("images from {0} are not allowed yet")]
    ImageHostNotAllowed(String),
    /// The connection was lost several times within moments.
    #[error("the connection keeps breaking off: {0}")]
    UnstableConnection(String),
    /// The server's answer cannot be read.
    #[error("unreadable answer: {0}")]
    UnreadableAnswer(String),
    /// A fault of this program.
    #[error("internal: {0}")]
    Internal(String),
    /// Messages and drafts lie only on this computer: they are not removed with the rest.
    #[error("{0} messages and drafts are not sent")]
    UnsentRemains(u32),
    /// There is nothing to send.
    #[error("the message is empty")]
    MessageEmpty,
    /// The text is longer than [`store::LONGEST_MESSAGE`].
    #[error("the message is too long")]
    MessageTooLong,
    /// A draft is longer than [`store::limits::LONGEST_DRAFT`]. The one that was saved before stays.
    #[error("the draft is too long")]
    DraftTooLong,
    /// A file is not sent.
    #[error("a file is not sent: {0}")]
    File(FileError),
    /// A private note longer than one may be.
    #[error("the note is too long")]
    NoteTooLong,
    /// A tag longer than one may be.
    #[error("the tag is too long")]
    TagTooLong,
    /// More tags than a conversation may have.
    #[error("too many tags")]
    TooManyTags,
    /// More is searched for than anybody types.
    #[error("more cannot be searched for at once")]
    QueryTooLong,
}

impl Error {
    /// The code that `locales/` has a sentence for, as `error-CODE`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong-password",
            Self::SignInCancelled => "sign-in-cancelled",
            Self::PhoneNotVerified => "phone-not-verified",
            Self::BadToken(_) => "bad-token",
            Self::ExpiredToken => "expired-token",
            Self::Unreachable(_) => "unreachable",
            Self::ProxyUnreachable(_) => "proxy-unreachable",
            Self::ProxySignInNeeded(_) => "proxy-sign-in-needed",
            Self::ProxyRefused(_) => "proxy-refused",
            Self::NoSuchHost(_) => "no-such-host",
            Self::UnstableConnection(_) => "unstable-connection",
            Self::CaptivePortal(_) => "captive-portal",
            Self::HostAsleep(_) => "host-asleep",
            Self::NotAvvento(_) => "not-avvento",
            Self::BadAddress(_) => "bad-address",
            Self::BadCertificate(_) => "bad-certificate",
            Self::WrongClock(_) => "wrong-clock",
            Self::Refused { .. } => "refused",
            Self::Forbidden(_) => "forbidden",
            Self::NotFound(_) => "not-found",
            Self::ConversationClosed(_) => "conversation-closed",
            Self::InvalidInput(_) => "invalid-input",
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::ServerFailed { .. } => "server-failed",
            Self::SignInNeeded => "sign-in-needed",
            Self::SavedSignInMissing => "saved-sign-in-missing",
            Self::DiskFull(_) => "disk-full",
            Self::CacheDamaged(_) => "cache-damaged",
            Self::DiskFailed(_) => "disk-failed",
            Self::ProfileInUse(_) => "profile-in-use",
            Self::KeyringUnavailable(_) => "keyring-unavailable",
            Self::AmbiguousSend => "ambiguous-send",
            Self::UnsettledSend(_) => "unsettled-send",
            Self::TooLate => "too-late",
            Self::BadTime => "bad-time",
            Self::TooLarge(_) => "too-large",
            Self::NotAnImage(_) => "not-an-image",
            Self::ImageHostNotAllowed(_) => "image-host-not-allowed",
            Self::UnreadableAnswer(_) => "unreadable-answer",
            Self::Internal(_) => "internal",
            Self::UnsentRemains(_) => "unsent-remains",
            Self::MessageEmpty => "message-empty",
            Self::MessageTooLong => "message-too-long",
            Self::DraftTooLong => "draft-too-long",
            Self::File(why) => why.code(),
            Self::NoteTooLong => "note-too-long",
            Self::TagTooLong => "tag-too-long",
            Self::TooManyTags => "too-many-tags",
            Self::QueryTooLong => "query-too-long",
        }
    }

    /// The beginning of the server's or the system's own words, where there are any. Not for the log.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        let detail = self.words()?;
        Some(match detail.char_indices().nth(DETAIL_CHARS) {
            Some((end, _)) => format!("{}…", detail.get(..end).unwrap_or_default()),
            None => detail,
        })
    }

    fn words(&self) -> Option<String> {
        match self {
            Self::WrongPassword
            | Self::SignInCancelled
            | Self::PhoneNotVerified
            | Self::ExpiredToken
            | Self::SignInNeeded
            | Self::SavedSignInMissing
            | Self::AmbiguousSend
            | Self::TooLate
            | Self::BadTime
            | Self::MessageEmpty
            | Self::MessageTooLong
            | Self::DraftTooLong
            | Self::File(_)
            | Self::NoteTooLong
            | Self::TagTooLong
            | Self::TooManyTags
            | Self::QueryTooLong => None,
            Self::TooManyRequests { retry_after } => {
                retry_after.map(|wait| format!("retry after {} s", wait.as_secs()))
            }
            Self::Refused { status, message } | Self::ServerFailed { status, message } => {
                Some(format!("{status}: {message}"))
            }
            Self::UnsentRemains(count) => Some(count.to_string()),
            Self::BadToken(detail)
            | Self::Unreachable(detail)
            | Self::ProxyUnreachable(detail)
            | Self::ProxySignInNeeded(detail)
            | Self::ProxyRefused(detail)
            | Self::NoSuchHost(detail)
            | Self::UnstableConnection(detail)
            | Self::CaptivePortal(detail)
            | Self::HostAsleep(detail)
            | Self::NotAvvento(detail)
            | Self::BadAddress(detail)
            | Self::BadCertificate(detail)
            | Self::WrongClock(detail)
            | Self::Forbidden(detail)
            | Self::NotFound(detail)
            | Self::ConversationClosed(detail)
            | Self::InvalidInput(detail)
            | Self::DiskFull(detail)
            | Self::CacheDamaged(detail)
            | Self::DiskFailed(detail)
            | Self::ProfileInUse(detail)
            | Self::KeyringUnavailable(detail)
            | Self::UnsettledSend(detail)
            | Self::TooLarge(detail)
            | Self::NotAnImage(detail)
            | Self::ImageHostNotAllowed(detail)
            | Self::UnreadableAnswer(detail)
            | Self::Internal(detail) => Some(detail.clone()),
        }
    }

    /// What the error asks of whoever made the call.
    pub(crate) fn class(&self) -> ErrorClass {
        match self {
            Self::SignInNeeded
            | Self::SavedSignInMissing
            | Self::ExpiredToken
            | Self::BadToken(_) => ErrorClass::Auth,
            Self::NotFound(_)
            | Self::Forbidden(_)
            | Self::InvalidInput(_)
            | Self::ConversationClosed(_)
            | Self::Refused { .. } => ErrorClass::Refused,
            Self::UnreadableAnswer(_) | Self::TooLarge(_) => ErrorClass::Unreadable,
            Self::ServerFailed { .. } => ErrorClass::ServerFailed,
            Self::TooManyRequests { .. } => ErrorClass::RateLimited,
            Self::Unreachable(_)
            | Self::ProxyUnreachable(_)
            | Self::ProxySignInNeeded(_)
            | Self::ProxyRefused(_)
            | Self::NoSuchHost(_)
            | Self::UnstableConnection(_)
            | Self::CaptivePortal(_)
            | Self::WrongClock(_)
            | Self::HostAsleep(_) => ErrorClass::Transient,
            Self::DiskFull(_) => ErrorClass::DiskFull,
            Self::WrongPassword
            | Self::SignInCancelled
            | Self::PhoneNotVerified
            | Self::NotAvvento(_)
            | Self::BadAddress(_)
            | Self::BadCertificate(_)
            | Self::CacheDamaged(_)
            | Self::DiskFailed(_)
            | Self::ProfileInUse(_)
            | Self::KeyringUnavailable(_)
            | Self::AmbiguousSend
            | Self::UnsettledSend(_)
            | Self::TooLate
            | Self::BadTime
            | Self::NotAnImage(_)
            | Self::ImageHostNotAllowed(_)
            | Self::Internal(_)
            | Self::UnsentRemains(_)
            | Self::MessageEmpty
            | Self::MessageTooLong
            | Self::DraftTooLong
            | Self::File(_)
            | Self::NoteTooLong
            | Self::TagTooLong
            | Self::TooManyTags
            | Self::QueryTooLong => ErrorClass::Permanent,
        }
    }
}

/// What an error asks of whoever made the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorClass {
    /// The token stands in the way: somebody has to sign in.
    Auth,
    /// The server refuses this request, however often it is asked.
    Refused,
    /// The answer to this request cannot be read; that of another one may.
    Unreadable,
    /// The server failed at this request; it may do better later, or at another one.
    ServerFailed,
    /// The server asks for patience, of all requests alike.
    RateLimited,
    /// The network or the host stands in the way of all requests: waiting may help.
    Transient,
    /// This computer's disk is full.
    DiskFull,
    /// Nothing that another attempt would change.
    Permanent,
}

impl ErrorClass {
    /// Whether the error says something of one conversation only, so that the others go on.
    pub(crate) fn concerns_one_conversation(self) -> bool {
        matches!(self, Self::Refused | Self::Unreadable | Self::ServerFailed)
    }

    /// Whether the same request may succeed later by itself.
    pub(crate) fn is_temporary(self) -> bool {
        matches!(
            self,
            Self::Transient | Self::RateLimited | Self::ServerFailed
        )
    }
}
