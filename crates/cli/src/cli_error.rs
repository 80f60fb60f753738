//! The error that ends a run, and the exit code that scripts see:
//! 1 this computer (disk, keyring, a profile in use, a fault of the program); 2 usage;
//! 3 not signed in or token refused; 4 server out of reach; 5 refused by the server.

use std::{io, process::ExitCode};

use engine::Error;

/// The error that ended the run.
#[derive(Debug)]
pub(crate) enum CliError {
    /// An error of the engine.
    Engine(Error),
    /// A message came back as failed, with the engine's code for it and the server's words.
    SendFailed {
        code: String,
        detail: Option<String>,
    },
    /// A message is on disk and the server cannot be reached.
    StillQueued { code: String },
    /// A message is on disk and waits until its closed conversation is reopened.
    WaitsForReopening,
    /// The reader of stdout closed it: no error to report.
    OutputClosed,
}

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExitStatus {
    LocalFault = 1,
    Usage = 2,
    NotSignedIn = 3,
    Unreachable = 4,
    Refused = 5,
}

impl CliError {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Engine(error) => ExitCode::from(exit_status(error.code()) as u8),
            Self::SendFailed { code, .. } => ExitCode::from(exit_status(code) as u8),
            Self::WaitsForReopening => ExitCode::from(ExitStatus::Refused as u8),
            Self::StillQueued { .. } => ExitCode::from(ExitStatus::Unreachable as u8),
            Self::OutputClosed => ExitCode::SUCCESS,
        }
    }

    /// The sentence for the user: what failed, and what to do about it.
    pub(crate) fn sentence(&self) -> Option<String> {
        match self {
            Self::Engine(error) => Some(sentence(error.code(), error.detail().as_deref())),
            Self::SendFailed { code, detail } => Some(format!(
                "the message was not sent; its text is kept. {}",
                sentence(code, detail.as_deref())
            )),
            Self::StillQueued { code } => Some(format!(
                "{}; the message is kept and goes out when the engine next runs and reaches it",
                sentence(code, None)
            )),
            Self::WaitsForReopening => Some(
                "the conversation is closed; the message is kept and goes out when it is opened again"
                    .to_owned(),
            ),
            Self::OutputClosed => None,
        }
    }
}

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Engine(error.into()),
        }
    }
}

/// Whether the server cannot be reached, so that the cache must answer.
pub(crate) fn is_unreachable(error: &Error) -> bool {
    exit_status(error.code()) == ExitStatus::Unreachable
}

/// Classifies by the engine's code, because a failed message carries nothing else.
fn exit_status(code: &str) -> ExitStatus {
    match code {
        "bad-address"
        | "message-empty"
        | "message-too-long"
        | "query-too-long"
        | "file-empty"
        | "file-too-large"
        | "bad-upload-endpoint" => ExitStatus::Usage,
        "sign-in-needed"
        | "saved-sign-in-missing"
        | "bad-token"
        | "expired-token"
        | "wrong-password"
        | "phone-not-verified"
        | "keyring-unavailable" => ExitStatus::NotSignedIn,
        "unreachable"
        | "unstable-connection"
        | "proxy-unreachable"
        | "proxy-sign-in-needed"
        | "proxy-refused"
        | "no-such-host"
        | "captive-portal"
        | "wrong-clock"
        | "host-asleep"
        | "not-avvento"
        | "bad-certificate"
        | "server-failed" => ExitStatus::Unreachable,
        "refused"
        | "forbidden"
        | "not-found"
        | "conversation-closed"
        | "invalid-input"
        | "too-many-requests"
        | "ambiguous-send"
        | "unsettled-send"
        | "too-late"
        | "bad-time"
        | "no-upload-endpoint"
        | "file-too-large-for-server"
        | "file-type-refused"
        | "unsent-remains" => ExitStatus::Refused,
        _ => ExitStatus::LocalFault,
    }
}

fn sentence(code: &str, detail: Option<&str>) -> String {
    let said = match code {
        "bad-address" => "the server's address is not usable",
        "message-empty" => "there is nothing to send",
        "unsent-remains" => {
            "messages or drafts are not sent: send or delete them first (`desk outbox`), or use `desk sign-out`, which keeps them"
        }
        "message-too-long" => "the message is too long",
        "file-empty" => "the file is empty",
        "file-too-large" => "the file is larger than 25 MB",
        "too-many-files" => "too many files wait: send or cancel some first (`desk outbox`)",
        "file-missing" => "the file's copy is missing or was changed: cancel it and send it again",
        "no-upload-endpoint" => "the server takes no files there: set --upload-endpoint",
        "bad-upload-endpoint" => {
            "files are not uploaded to such an address: a path on the server, or an https address"
        }
        "file-too-large-for-server" => "the server takes no file of this size",
        "file-type-refused" => "the server does not take this kind of file",
        "query-too-long" => "what is searched for is too long: a few words are enough",
        "sign-in-needed" => "not signed in: run `desk sign-in`, or set DESK_TOKEN",
        "saved-sign-in-missing" => {
            "the keyring has no saved sign-in of this account any more: run `desk sign-in`, or set DESK_TOKEN"
        }
        "bad-token" => "the token was refused: run `desk sign-in` again, or set another DESK_TOKEN",
        "expired-token" => {
            "the token has expired: run `desk sign-in` again, or set another DESK_TOKEN"
        }
        "wrong-password" => "wrong user name or password",
        "phone-not-verified" => "the account's phone number is not verified yet",
        "unreachable" => "the server is out of reach",
        "unstable-connection" => "the connection keeps breaking off",
        "proxy-unreachable" => {
            "the proxy is out of reach: check HTTPS_PROXY, or ask whoever runs the proxy"
        }
        "proxy-sign-in-needed" => {
            "the proxy wants a sign-in: put it into HTTPS_PROXY as http://user:password@host:port"
        }
        "proxy-refused" => {
            "the proxy gives no way to the server: it forbids it, or the server is down"
        }
        "no-such-host" => "the server's name cannot be found: check the network and the address",
        "captive-portal" => "the network answers in the server's place: sign in to it first",
        "wrong-clock" => "this computer's date or time is wrong: set it, then try again",
        "host-asleep" => "the server does not wake up: try again in a minute",
        "not-avvento" => "something else than an Avvento server answers at this address",
        "bad-certificate" => "the server's certificate is not trusted by this computer",
        "server-failed" => "the server failed",
        "refused" => "the server refused",
        "forbidden" => "not allowed for this account",
        "not-found" => "not found",
        "conversation-closed" => "the conversation is closed",
        "invalid-input" => "the server finds fault with the input",
        "too-many-requests" => "the server asks for patience: try again later",
        "ambiguous-send" => "several messages could be this one: look whether it arrived",
        "unsettled-send" => "cannot tell whether it arrived: look into the conversation",
        "too-late" => "the message is no longer as it was: look at the outbox",
        "bad-time" => "the time has passed, or lies more than a year ahead",
        "draft-too-long" | "note-too-long" | "tag-too-long" | "too-many-tags" => {
            "more than can be kept there"
        }
        "disk-full" => "the disk is full",
        "disk-failed" => "the disk refuses to read or write",
        "cache-damaged" => "the cache is damaged",
        "profile-in-use" => "the profile is in use: close Avvento Desk or the other `desk` first",
        "keyring-unavailable" => "the system's keyring cannot be used: set DESK_TOKEN instead",
        "unreadable-answer" => "the server's answer cannot be read",
        _ => code,
    };
    match detail {
        Some(detail) => format!("{said} ({detail})"),
        None => said.to_owned(),
    }
}
