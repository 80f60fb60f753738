//! What answers of the server have confirmed of a chat.

/// When answers confirmed a chat (UTC, ms).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Confirmed {
    /// Its newest page.
    pub(crate) fetched: i64,
    /// The list, in which its newest message was one that is here.
    pub(crate) listed: i64,
}

impl Confirmed {
    /// Up to when the chat is complete. Where events brought something since the page, the list proves nothing: what
    /// came before an event may be lost.
    pub(crate) fn until(self, has_events: bool) -> i64 {
        if has_events {
            self.fetched
        } else {
            self.fetched.max(self.listed)
        }
    }
}
