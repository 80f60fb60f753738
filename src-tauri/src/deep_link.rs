//! Links into the application, which the system hands to it when somebody clicks one elsewhere:
//! `avvento-desk://conversation/ID` and `avvento-desk://order/ID`. The system gives one to a new process as
//! its last word on the command line; where one runs already, that one is told.
//!
//! Any web page may hold such a link, so it only ever shows a chat: nothing is sent, begun or changed.

use percent_encoding::percent_decode_str;
use protocol::{ConversationId, OrderId};
use url::Url;

/// The links' scheme, as the packages register it with the system (`tauri.conf.json`).
pub const SCHEME: &str = "avvento-desk";

/// The longest id that is looked up, in bytes. The live server's have 24.
const LONGEST_ID: usize = 256;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeepLink {
    /// To a conversation.
    Conversation(ConversationId),
    /// To the chat of an order.
    Order(OrderId),
}

/// A link that leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a link to a conversation or an order")]
pub struct BadLink;

/// Whether a word of the command line is meant as such a link, good or bad.
#[must_use]
pub fn is_meant(word: &str) -> bool {
    word.split_once(':')
        .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case(SCHEME))
}

/// Reads a link. A slash at its end is allowed, since some systems add one; what follows `?` and `#` is
/// left to later versions.
///
/// # Errors
/// [`BadLink`] for everything but the two forms, each with one id.
pub fn parse(raw: &str) -> Result<DeepLink, BadLink> {
    let raw = raw.trim();
    // An address's parser passes over more than white space around it, and over line breaks within.
    if !is_meant(raw) {
        return Err(BadLink);
    }
    let url = Url::parse(raw).map_err(|_| BadLink)?;
    let named = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    if url.scheme() != SCHEME || !named {
        return Err(BadLink);
    }
    let mut parts = url.path().trim_start_matches('/').splitn(2, '/');
    let id = percent_decode_str(parts.next().unwrap_or_default());
    let id = id.decode_utf8().map_err(|_| BadLink)?;
    // A step of a path must not become one of the server's.
    let is_step = matches!(&*id, "." | "..") || id.contains(['/', '\\']);
    let rest = parts.next().unwrap_or_default();
    if is_step || !rest.is_empty() || id.len() > LONGEST_ID || id.contains(char::is_control) {
        return Err(BadLink);
    }
    let kind = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let found = match kind.as_str() {
        "conversation" => ConversationId::new(&*id).map(DeepLink::Conversation),
        "order" => OrderId::new(&*id).map(DeepLink::Order),
        _ => None,
    };
    found.ok_or(BadLink)
}
