//! Links into the application, `avvento-desk://conversation/ID` and `avvento-desk://order/ID`. The system
//! passes a clicked link to a new process as the last argument; where the application runs already, that
//! process passes it on.
//!
//! Any web page may hold such a link, so a link only ever shows a chat: nothing is sent, created or changed.

use percent_encoding::percent_decode_str;
use protocol::{ConversationId, OrderId};
use url::Url;

/// The links' scheme, as the packages register it with the system (`tauri.conf.json`).
pub const SCHEME: &str = "avvento-desk";

/// The notice for a link that leads nowhere.
pub const BAD_LINK_NOTICE: &str = "bad-link";

/// The longest id that is looked up, in bytes. The live server's ids have 24.
const LONGEST_ID: usize = 256;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeepLink {
    /// To a conversation.
    Conversation(ConversationId),
    /// To the chat of an order.
    Order(OrderId),
}

/// The link is none of the two kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a link to a conversation or an order")]
pub struct BadLink;

/// Whether a word of the command line has the links' scheme, in whatever form.
#[must_use]
pub fn is_deep_link(word: &str) -> bool {
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
    // The URL parser ignores more than the white space around a link, and line breaks within it.
    if !is_deep_link(raw) {
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
    // The id becomes a segment of the server's path and must not act as one that leads elsewhere.
    let is_path_segment = matches!(&*id, "." | "..") || id.contains(['/', '\\']);
    let rest = parts.next().unwrap_or_default();
    if is_path_segment || !rest.is_empty() || id.len() > LONGEST_ID || id.contains(char::is_control)
    {
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
