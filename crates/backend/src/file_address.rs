//! Which addresses of files and pictures are taken: https, and what this server serves itself. Whoever reads the
//! message fetches it, so nothing else may be put there: no plain http, no file, no script, no neighbour's router.

use url::{Host, Url};

use crate::demo::pictures;
use crate::payloads::IMAGES;
use crate::uploads::UPLOADS;
use crate::validation::is_unseen;

/// The address as it is kept, or `None` if it is none that is taken. One of our own is kept without the origin,
/// since the port may change.
pub(crate) fn accepted(raw: &str, origin: &str) -> Option<String> {
    let own = raw.strip_prefix(origin).unwrap_or(raw);
    if let Some(name) = own.strip_prefix(IMAGES) {
        return pictures::find(name).map(|_| own.to_owned());
    }
    if let Some(path) = own.strip_prefix(UPLOADS) {
        return is_plain_path(path).then(|| own.to_owned());
    }
    // The parser drops line ends and takes a backslash for a slash: what is read would not be what was checked.
    if raw
        .chars()
        .any(|c| c.is_whitespace() || c == '\\' || is_unseen(c))
    {
        return None;
    }
    // Nor is a host that is missing or comes after too many slashes.
    let (scheme, rest) = raw.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") || rest.starts_with('/') {
        return None;
    }
    let address = Url::parse(raw).ok()?;
    let named = matches!(address.host(), Some(Host::Domain(name)) if is_public_name(name));
    let plain = address.username().is_empty() && address.password().is_none();
    (named && plain).then(|| raw.to_owned())
}

/// A path that leads down, whoever resolves it.
fn is_plain_path(path: &str) -> bool {
    path.split('/').all(|name| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
    })
}

/// A name on the internet: not an address, which has no certificate that says whose it is, and no name of the
/// local network.
fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let local = ["localhost", "local", "internal", "lan", "home.arpa"];
    name.contains('.')
        && !local.iter().any(|suffix| {
            name.strip_suffix(suffix)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
}
