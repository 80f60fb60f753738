//! Fetching from an address that somebody wrote: from the account's own server, and from hosts that the user allowed. The
//! token goes with a request to the server's uploads alone, and never where a redirect leads.

use std::{net::SocketAddr, time::Duration};

use reqwest::{Client, StatusCode, header, redirect};
use url::{Host, Url};

use crate::{
    Error, Origin,
    http::{auth_token::AuthToken, certificates::tls_connector, proxy},
    limits::{MAX_IMAGE_BYTES, MAX_RECEIVED_BYTES, RECEIVED_WITHIN},
    media::{allowed_hosts::AllowedHosts, upload_path::UploadPath},
    network_address::is_public_address,
};

/// How many redirects are followed; each is checked as the first address was.
const REDIRECTS: usize = 3;

/// Fetches files.
pub(super) struct Fetcher {
    pub(super) origin: Origin,
    pub(super) auth_token: AuthToken,
    pub(super) uploads: UploadPath,
    pub(super) hosts: AllowedHosts,
    pub(super) timeout: Duration,
}

/// What is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// An image, to be decoded here.
    Image,
    /// A file that the user asked for, of whatever kind.
    File,
}

impl Wanted {
    fn accept(self) -> &'static str {
        match self {
            Self::Image => "image/*",
            Self::File => "*/*",
        }
    }

    fn most_bytes(self) -> usize {
        match self {
            Self::Image => MAX_IMAGE_BYTES,
            Self::File => MAX_RECEIVED_BYTES,
        }
    }
}

/// Who chose an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChosenBy {
    Message,
    Redirect,
}

/// What a request came to.
enum Step {
    Bytes(Vec<u8>),
    Redirect(Url),
}

impl Fetcher {
    /// What lies at an address.
    pub(super) async fn fetch(&self, url: &Url, wanted: Wanted) -> Result<Vec<u8>, Error> {
        let whole = async {
            let (mut url, mut chosen_by) = (url.clone(), ChosenBy::Message);
            for _ in 0..=REDIRECTS {
                match self.request_once(&url, chosen_by, wanted).await? {
                    Step::Bytes(bytes) => return Ok(bytes),
                    Step::Redirect(next) => (url, chosen_by) = (next, ChosenBy::Redirect),
                }
            }
            Err(Error::BadAddress(format!("{url}: redirects without end")))
        };
        let within = match wanted {
            Wanted::Image => self.timeout,
            Wanted::File => self.timeout.max(RECEIVED_WITHIN),
        };
        tokio::time::timeout(within, whole)
            .await
            .unwrap_or_else(|_| Err(Error::Unreachable("it takes too long".to_owned())))
    }

    async fn request_once(
        &self,
        url: &Url,
        chosen_by: ChosenBy,
        wanted: Wanted,
    ) -> Result<Step, Error> {
        let mine = self.origin.is_same_origin(url);
        let client = self.client_for(url, mine).await?;
        let mut request = client
            .get(url.clone())
            .header(header::ACCEPT, wanted.accept());
        if mine
            && chosen_by == ChosenBy::Message
            && self.uploads.contains(url)
            && let Some(token) = self.auth_token.valid_token()
        {
            request = request.bearer_auth(token.expose());
        }
        let mut response = request.send().await.map_err(|error| unreachable(&error))?;
        let status = response.status();
        if status.is_redirection() {
            return redirect_target(url, &response);
        }
        if !status.is_success() {
            return Err(status_error(status));
        }
        let most = wanted.most_bytes();
        let too_large = || Error::TooLarge(format!("more than {most} bytes"));
        if response
            .content_length()
            .is_some_and(|length| length > most as u64)
        {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| unreachable(&error))?
        {
            if bytes.len() + chunk.len() > most {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Step::Bytes(bytes))
    }

    /// A client that can only reach the addresses that were checked: the name is not looked up a
    /// second time, when it could mean another machine.
    async fn client_for(&self, url: &Url, mine: bool) -> Result<Client, Error> {
        let refused = |why: &str| Error::BadAddress(format!("{url}: {why}"));
        if !mine && url.scheme() != "https" {
            return Err(refused("only https is fetched"));
        }
        let host = url.host().ok_or_else(|| refused("no host"))?;
        // Asked before the name is looked up: that tells somebody too.
        if !mine && !self.hosts.contains(url) {
            return Err(Error::ImageHostNotAllowed(host.to_string()));
        }
        let mut builder = proxy::client_builder(&self.origin)
            .tls_backend_preconfigured(tls_connector()?)
            .redirect(redirect::Policy::none())
            .user_agent(concat!("avvento-desk/", env!("CARGO_PKG_VERSION")));
        if !mine {
            // A proxy would look the name up for itself.
            builder = builder.no_proxy();
            let port = url.port_or_known_default().unwrap_or(443);
            let found = resolve_host(&host, port).await?;
            if found.is_empty() || found.iter().any(|address| !is_public_address(address.ip())) {
                return Err(refused("an address of a private network"));
            }
            if let Host::Domain(name) = host {
                builder = builder.resolve_to_addrs(name, &found);
            }
        }
        builder
            .build()
            .map_err(|error| Error::Internal(error.to_string()))
    }
}

async fn resolve_host(host: &Host<&str>, port: u16) -> Result<Vec<SocketAddr>, Error> {
    match host {
        Host::Ipv4(ip) => Ok(vec![SocketAddr::from((*ip, port))]),
        Host::Ipv6(ip) => Ok(vec![SocketAddr::from((*ip, port))]),
        Host::Domain(name) => match tokio::net::lookup_host((*name, port)).await {
            Ok(found) => Ok(found.collect()),
            Err(error) => Err(Error::Unreachable(format!("{name}: {error}"))),
        },
    }
}

fn redirect_target(url: &Url, response: &reqwest::Response) -> Result<Step, Error> {
    response
        .headers()
        .get(header::LOCATION)
        .and_then(|location| location.to_str().ok())
        .and_then(|location| url.join(location).ok())
        .map(Step::Redirect)
        .ok_or_else(|| Error::BadAddress(format!("{url}: redirects to nowhere")))
}

fn status_error(status: StatusCode) -> Error {
    let message = status.canonical_reason().unwrap_or_default().to_owned();
    match status.as_u16() {
        404 | 410 => Error::NotFound(message),
        401 | 403 => Error::Forbidden(message),
        code @ 500.. => Error::ServerFailed {
            status: code,
            message,
        },
        code => Error::Refused {
            status: code,
            message,
        },
    }
}

fn unreachable(error: &reqwest::Error) -> Error {
    Error::Unreachable(error.to_string())
}
