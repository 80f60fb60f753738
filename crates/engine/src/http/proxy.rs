//! The proxy that the environment names, and who uses it. Only https goes through one, as a tunnel that the proxy cannot
//! look into: http is spoken with this computer and its own network alone, and no proxy lies between.

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

/// Whether the environment names a proxy for a server. The socket cannot use one.
pub(crate) fn is_named_for(origin: &Origin) -> bool {
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !origin.is_near() && names.iter().any(is_set)
}
