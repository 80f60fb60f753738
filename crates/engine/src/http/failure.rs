//! What a failed call means: the error a person hears of, and whether the server may have acted.

use std::{
    error::Error as _,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use protocol::{CAPABILITIES_HEADER, Capabilities, UtcMs, decode};
use reqwest::{Response, StatusCode, header};

use crate::{Error, Origin, http::proxy};

/// Whether a request that failed can have been carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It failed before a byte of it left.
    NeverSent,
    /// The server answered: it was not carried out.
    Answered,
    /// Nobody can tell.
    Unknown,
}

/// A call that failed.
#[derive(Clone, Debug)]
pub(crate) struct CallFailure {
    /// What went wrong.
    pub(crate) error: Error,
    /// Whether it can have been carried out.
    pub(crate) certainty: Certainty,
    /// The HTTP status, where one came.
    pub(crate) status: Option<u16>,
}

impl CallFailure {
    pub(crate) fn never_sent(error: Error) -> Self {
        Self {
            error,
            certainty: Certainty::NeverSent,
            status: None,
        }
    }

    pub(crate) fn answered(error: Error) -> Self {
        Self {
            error,
            certainty: Certainty::Answered,
            status: None,
        }
    }

    /// The same failure, of a request that may have been carried out.
    pub(crate) fn uncertain(mut self) -> Self {
        self.certainty = Certainty::Unknown;
        self
    }

    /// Whether this is how a sleeping host answers (CONTRACT section 3).
    pub(crate) fn is_host_asleep(&self) -> bool {
        matches!(self.error, Error::HostAsleep(_)) || self.status == Some(503)
    }

    /// How long the server asks to wait, where it does.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self.error {
            Error::TooManyRequests { retry_after } => retry_after,
            _ => None,
        }
    }
}

impl From<CallFailure> for Error {
    fn from(failure: CallFailure) -> Self {
        failure.error
    }
}

/// What an answer's header tells beside the status.
pub(super) struct ResponseMeta {
    retry_after: Option<Duration>,
    location: Option<String>,
    page: bool,
    pub(super) capabilities: Capabilities,
    /// The server's time (UTC).
    pub(super) date: Option<UtcMs>,
}

impl ResponseMeta {
    pub(super) fn from_response(response: &Response) -> Self {
        let text = |name| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        // By the server's clock where it tells its time: this PC's may be wrong.
        let now = text(header::DATE)
            .and_then(|date| httpdate::parse_http_date(&date).ok())
            .unwrap_or_else(SystemTime::now);
        Self {
            retry_after: text(header::RETRY_AFTER).and_then(|value| parse_retry_after(&value, now)),
            location: text(header::LOCATION),
            capabilities: Capabilities::from_header(
                response
                    .headers()
                    .get_all(CAPABILITIES_HEADER)
                    .iter()
                    .filter_map(|value| value.to_str().ok()),
            ),
            page: text(header::CONTENT_TYPE)
                .is_some_and(|kind| kind.trim_start().to_lowercase().starts_with("text/html")),
            date: text(header::DATE)
                .and_then(|value| httpdate::parse_http_date(&value).ok())
                .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
                .and_then(|since| i64::try_from(since.as_millis()).ok())
                .map(UtcMs),
        }
    }

    /// Whether this is somebody else's answer: a web page where the server speaks JSON, or the way
    /// to another host. Of a status that a sleeping or failing host answers with, a page is normal;
    /// so is one for a path that the server does not know.
    pub(super) fn is_captive_portal(
        &self,
        status: StatusCode,
        body: &[u8],
        origin: &Origin,
    ) -> bool {
        let page = self.page || body.trim_ascii_start().starts_with(b"<");
        match status.as_u16() {
            200..=299 | 401 | 403 => page,
            300..=399 => self
                .location
                .as_deref()
                .and_then(|location| origin.resolve(location))
                .is_none_or(|target| !origin.is_same_host(&target)),
            511 => true,
            _ => false,
        }
    }

    /// The words for such an answer.
    pub(super) fn foreign_answer_text(&self, status: StatusCode) -> String {
        match &self.location {
            Some(location) => format!("{}: redirects to {location}", status.as_u16()),
            None => format!("{}: a web page", status.as_u16()),
        }
    }
}

/// The longest wait that a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// What `Retry-After` asks: whole seconds, or a date (RFC 9110, 10.2.3).
fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let seconds = value.parse().ok().map(Duration::from_secs);
    let wait = seconds.or_else(|| {
        let date = httpdate::parse_http_date(value).ok()?;
        Some(date.duration_since(now).unwrap_or_default())
    });
    wait.map(|wait| wait.min(LONGEST_WAIT))
}

/// A request to which no answer began. Where a proxy lies between, it is the proxy that says nothing.
pub(super) fn from_opening(error: &reqwest::Error, origin: &Origin) -> CallFailure {
    let failure = from_transport(error);
    if error.is_connect() && error.is_timeout() && proxy::is_named_for(origin) {
        return CallFailure::never_sent(Error::ProxyUnreachable(failure.error.to_string()));
    }
    failure
}

/// A request that got no whole answer.
pub(super) fn from_transport(error: &reqwest::Error) -> CallFailure {
    let words = error_chain(error);
    if error.is_connect() {
        let lower = words.to_lowercase();
        let kind = if let Some(error) = proxy_error(&lower, &words) {
            error
        } else if mentions_certificate(&lower) {
            Error::BadCertificate(words)
        } else if lower.contains("dns error") {
            Error::NoSuchHost(words)
        } else {
            // Nobody takes the call, at once or for ever: before a host that sleeps, somebody does.
            Error::Unreachable(words)
        };
        return CallFailure::never_sent(kind);
    }
    if error.is_timeout() {
        return CallFailure::never_sent(Error::HostAsleep(words)).uncertain();
    }
    if error.is_builder() {
        return CallFailure::never_sent(Error::Internal(words));
    }
    CallFailure::never_sent(Error::Unreachable(words)).uncertain()
}

/// What the tunnel through a proxy came to, where that is what failed: the HTTP client says it in words alone.
fn proxy_error(lower: &str, words: &str) -> Option<Error> {
    let (_, tunnels) = lower.split_once("tunnel error: ")?;
    let words = words.to_owned();
    Some(if tunnels.starts_with("proxy authorization required") {
        Error::ProxySignInNeeded(words)
    } else if tunnels.starts_with("unsuccessful") {
        Error::ProxyRefused(words)
    } else {
        Error::ProxyUnreachable(words)
    })
}

/// What schannel says in the system's language, by its number: a certificate that ran out, is not
/// trusted, or is another's.
const SCHANNEL: [&str; 7] = [
    "-2146893016",
    "-2146893017",
    "-2146893019",
    "-2146893022",
    "-2146762495",
    "-2146762487",
    "-2146762481",
];

fn mentions_certificate(words: &str) -> bool {
    words.contains("certificate")
        || words.contains("self-signed")
        || SCHANNEL.iter().any(|number| words.contains(number))
}

/// An error and its causes in one line, without the address (which `reqwest` repeats).
fn error_chain(error: &reqwest::Error) -> String {
    let mut words = String::from("no answer");
    let mut cause = error.source();
    while let Some(next) = cause {
        words.push_str(": ");
        words.push_str(&next.to_string());
        cause = next.source();
    }
    words
}

/// An answer whose status is not 2xx.
pub(super) fn from_status(status: StatusCode, meta: &ResponseMeta, body: &[u8]) -> CallFailure {
    let code = status.as_u16();
    let told = decode::api_error(body);
    let message = told.as_ref().map_or_else(
        || status.canonical_reason().unwrap_or_default().to_owned(),
        |told| told.messages.join("; "),
    );
    let (error, certainty) = match code {
        300..=399 => {
            let target = meta.location.as_deref().unwrap_or("somewhere else");
            (
                Error::NotAvvento(format!("{code}: redirects to {target}")),
                Certainty::Unknown,
            )
        }
        407 => (
            Error::ProxySignInNeeded(format!("{code}: {message}")),
            Certainty::Unknown,
        ),
        429 => (
            Error::TooManyRequests {
                retry_after: meta.retry_after,
            },
            Certainty::Answered,
        ),
        // A host that says how long it needs is no riddle, but whether it has acted still is.
        503 if meta.retry_after.is_some() => (
            Error::TooManyRequests {
                retry_after: meta.retry_after,
            },
            Certainty::Unknown,
        ),
        502..=504 => (
            Error::HostAsleep(format!("{code}: {message}")),
            Certainty::Unknown,
        ),
        408 | 500.. => (
            Error::ServerFailed {
                status: code,
                message,
            },
            Certainty::Unknown,
        ),
        // A proxy or a portal on the way, or no Avvento server at all.
        _ if told.is_none() && code != 401 => (
            Error::NotAvvento(format!("{code} without the server's words")),
            Certainty::Unknown,
        ),
        _ => (refusal_error(code, message), Certainty::Answered),
    };
    CallFailure {
        error,
        certainty,
        status: Some(code),
    }
}

fn refusal_error(code: u16, message: String) -> Error {
    let lower = message.to_lowercase();
    let closed = lower.contains("closed") || lower.contains("مغلق");
    match code {
        401 => Error::BadToken(message),
        400 | 403 | 409 | 422 if closed => Error::ConversationClosed(message),
        403 => Error::Forbidden(message),
        404 => Error::NotFound(message),
        400 | 422 => Error::InvalidInput(message),
        413 => Error::TooLarge(message),
        _ => Error::Refused {
            status: code,
            message,
        },
    }
}
