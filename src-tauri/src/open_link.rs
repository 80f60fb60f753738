//! Opening a link that the user clicked, once they were asked where that is needed.

use serde::{Deserialize, Serialize};

use crate::external_links::{LinkError, parse_link, unusual_host};

/// Whether the user was asked about a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum LinkConsent {
    /// They clicked it, and saw what the message shows.
    Unasked,
    /// They saw its host in ASCII too, and want it opened.
    Confirmed,
}

/// What became of a click on a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum LinkOutcome {
    /// The system opens it.
    Opened,
    /// The user is asked first: its host is not written in ASCII, or not as it is shown.
    Question {
        /// The host in ASCII.
        host: String,
    },
}

/// Opens a link with what the system has for it, once the user was asked where that is needed.
///
/// # Errors
/// As [`parse_link`], and `System` where nothing takes it.
pub fn open_link(raw: &str, consent: LinkConsent) -> Result<LinkOutcome, LinkError> {
    let url = parse_link(raw)?;
    if consent == LinkConsent::Unasked
        && let Some(host) = unusual_host(raw, &url)
    {
        return Ok(LinkOutcome::Question { host });
    }
    open::that_detached(url.as_str())?;
    Ok(LinkOutcome::Opened)
}
