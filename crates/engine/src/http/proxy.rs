//! The proxy that the environment names, and who uses it. Only https goes through one, as a tunnel that the proxy cannot
//! look into: http is spoken with this computer and its own network alone, and no proxy lies between.

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Client, ClientBuilder};

use crate::Origin;

/// A client for one server: with the proxy of the environment, unless the server is near.
pub(crate) fn client_builder(origin: &Origin) -> ClientBuilder {
    if origin.is_near() {
        Client::builder().no_proxy()
    } else {
        Client::builder()
    }
}

/// Whether the environment names a proxy for a server, by the same rules as the client (`NO_PROXY` too). The socket
/// cannot use one.
pub(crate) fn is_named_for(origin: &Origin) -> bool {
    if origin.is_near() {
        return false;
    }
    let address = origin.url(&[]);
    address
        .as_str()
        .parse()
        .is_ok_and(|address| Matcher::from_env().intercept(&address).is_some())
}
