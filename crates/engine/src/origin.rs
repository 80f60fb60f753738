//! Server addresses as people write them, brought into one form: the origin.

use std::{fmt, net::IpAddr};

use url::{Host, Url};

use crate::Error;

/// The server of the customer's own document, which a sign-in form begins with.
pub const DEFAULT_SERVER: &str = "https://avvento-server.onrender.com";

/// A server's origin: scheme, host and port, nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(Url);

impl Origin {
    /// Reads an address as a person writes it: with or without scheme, with trailing slashes, with
    /// the namespace `/support`, with `wss://` in place of `https://`.
    ///
    /// # Errors
    /// [`Error::BadAddress`] for anything else, and for `http://` to a host that is not on this
    /// computer or its own network: a token must not cross the internet unencrypted.
    pub fn parse(written: &str) -> Result<Self, Error> {
        let bad = |why: &str| Error::BadAddress(format!("{written}: {why}"));
        let trimmed = written.trim();
        if trimmed.is_empty() {
            return Err(bad("empty"));
        }
        let text = if trimmed.contains("://") {
            trimmed.to_owned()
        } else {
            format!("https://{trimmed}")
        };
        let swapped = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("wss") => format!("https://{rest}"),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("ws") => format!("http://{rest}"),
            _ => text,
        };
        let mut url = Url::parse(&swapped).map_err(|error| bad(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("holds a user name or a password"));
        }
        if !matches!(url.path().trim_matches('/'), "" | "support") {
            return Err(bad("holds a path"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad("holds a query or a fragment"));
        }
        let host = url.host().ok_or_else(|| bad("no host"))?;
        match url.scheme() {
            "https" => {}
            "http" if is_local_host(&host) => {}
            "http" => return Err(bad("http is only for this computer and its own network")),
            _ => return Err(bad("not https")),
        }
        url.set_path("/");
        Ok(Self(url))
    }

    /// The address of a path on this server. `segments` are encoded.
    #[must_use]
    pub fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.clear().extend(segments);
        }
        url
    }

    /// Whether an address lies on this server.
    #[must_use]
    pub fn is_same_origin(&self, url: &Url) -> bool {
        url.origin() == self.0.origin()
    }

    /// Whether an address lies on this server's host, by whatever scheme and port.
    #[must_use]
    pub fn is_same_host(&self, url: &Url) -> bool {
        url.host() == self.0.host()
    }

    /// Resolves an address that may be relative to this server.
    #[must_use]
    pub fn resolve(&self, written: &str) -> Option<Url> {
        self.0.join(written.trim()).ok()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// Whether a host is this computer or on its own network.
fn is_local_host(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local")
        }
        Host::Ipv4(ip) => is_private_address(IpAddr::V4(*ip)),
        Host::Ipv6(ip) => is_private_address(IpAddr::V6(*ip)),
    }
}

/// Whether an IP address is not one of the public internet's.
#[must_use]
pub(crate) fn is_private_address(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            ip.is_loopback()
                || ip.is_private()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_multicast()
                || ip.is_documentation()
                || first == 0
                || first >= 240
                || (first == 100 && (64..128).contains(&second))
                || (first == 192 && second == 0)
                || (first == 198 && (second == 18 || second == 19))
        }
        IpAddr::V6(ip) => {
            if let Some(mapped) = ip.to_ipv4_mapped() {
                return is_private_address(IpAddr::V4(mapped));
            }
            let [first, second, ..] = ip.segments();
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || (first & 0xfe00) == 0xfc00
                || (first & 0xffc0) == 0xfe80
                || first == 0x64
                || first == 0x2002
                || (first == 0x2001 && (second == 0 || second == 0xdb8))
                || ip.to_ipv4().is_some()
        }
    }
}
