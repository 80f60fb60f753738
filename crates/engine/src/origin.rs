//! Server addresses as people write them, brought into one form: the origin.

use std::fmt;

use url::Url;

use crate::{Error, network_address::is_near_host};

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
            "http" if is_near_host(&host) => {}
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

    /// Whether the server is this computer or on its own network: then no proxy lies between.
    #[must_use]
    pub fn is_near(&self) -> bool {
        self.0.host().is_some_and(|host| is_near_host(&host))
    }

    /// Where to connect to, as `host:port`.
    pub(crate) fn host_and_port(&self) -> Option<String> {
        let host = self.0.host_str()?;
        Some(format!("{host}:{}", self.0.port_or_known_default()?))
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
