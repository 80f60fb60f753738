//! Which addresses leave the window, and which pages the window itself may show. Only https and mailto links and phone
//! numbers are opened, by the system and after parsing; the window stays on its own page.

use url::Url;

// The fuzz targets read this file without the shell around it.
use super::mail_link;

/// The longest link that is opened, in bytes: what every browser takes.
const LONGEST_LINK: usize = 8_192;

/// A link was not opened.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Not an address, or not one of the kinds that may be opened.
    #[error("only https and mailto links and phone numbers are opened")]
    Refused,
    /// The system could not open it.
    #[error("the system could not open the link: {0}")]
    System(#[from] std::io::Error),
}

/// Parses a link that the user clicked.
///
/// # Errors
/// `Refused` for everything but https with a host and no credentials in it, mailto, and `tel` with digits; for what is
/// longer than 8 KiB.
pub fn parse_link(raw: &str) -> Result<Url, LinkError> {
    if raw.len() > LONGEST_LINK {
        return Err(LinkError::Refused);
    }
    let url = Url::parse(raw.trim()).map_err(|_| LinkError::Refused)?;
    let allowed = match url.scheme() {
        // A name before the host (`https://bank.example@evil.example`) is only ever there to deceive.
        "https" => url.has_host() && url.username().is_empty() && url.password().is_none(),
        // With slashes it names a host, and somebody before it.
        "mailto" if url.cannot_be_a_base() => {
            return within_length(mail_link::plain_mail_link(&url));
        }
        "tel" => is_phone_number(url.as_str()),
        _ => false,
    };
    within_length(allowed.then_some(url))
}

/// An address grows when it is encoded.
fn within_length(url: Option<Url>) -> Result<Url, LinkError> {
    url.filter(|url| url.as_str().len() <= LONGEST_LINK)
        .ok_or(LinkError::Refused)
}

/// A plus, then digits, and nothing that a program for calls could take for a command.
fn is_phone_number(link: &str) -> bool {
    let number = link.strip_prefix("tel:").unwrap_or_default();
    let digits = number.strip_prefix('+').unwrap_or(number);
    (3..=17).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// A link's host in ASCII, where the link does not show it so: letters of other scripts can look like Latin ones, and
/// more than one way of writing leads to the same host.
#[must_use]
pub fn unusual_host(raw: &str, url: &Url) -> Option<String> {
    if url.scheme() == "mailto" {
        return mail_link::unusual_mail_host(url);
    }
    let host = url.host_str()?;
    let is_encoded = host.split('.').any(|label| label.starts_with("xn--"));
    let written = raw.trim().split_once(':').map_or("", |(_, rest)| rest);
    let written = written.trim_start_matches(['/', '\\']);
    let written = written
        .split(['/', '\\', '?', '#'])
        .next()
        .unwrap_or_default();
    let shown = written.to_ascii_lowercase();
    let is_as_shown = shown == host
        || shown
            .split_once(host)
            .is_some_and(|(before, port)| before.is_empty() && port.starts_with(':'));
    (is_encoded || !is_as_shown).then(|| host.to_owned())
}

/// The page on which a captive network asks for a sign-in of its own: the server's name over plain http,
/// which such a network answers in the server's place. No third party is asked, and where no network
/// interferes the server itself answers.
///
/// # Errors
/// `Refused` when the server's address has no host.
pub fn network_login_page(server: &str) -> Result<Url, LinkError> {
    let server = Url::parse(server).map_err(|_| LinkError::Refused)?;
    let host = server.host_str().ok_or(LinkError::Refused)?;
    Url::parse(&format!("http://{host}/")).map_err(|_| LinkError::Refused)
}

/// Opens the page of [`network_login_page`] in the system's browser.
///
/// # Errors
/// As [`network_login_page`], and `System` where nothing takes it.
pub fn open_network_login_page(server: &str) -> Result<(), LinkError> {
    Ok(open::that_detached(network_login_page(server)?.as_str())?)
}

/// Whether an address is the window's own page.
#[must_use]
pub fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // WebView2's address of the same page.
        "http" | "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}
