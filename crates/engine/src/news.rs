//! What is news: what an event brings that was not known, and what is younger than everything that the first
//! catch-up of this run listed. What a first sign-in
//! fetches, or scrolling back, is new to the cache and history to the user.

use parking_lot::Mutex;
use protocol::UtcMs;
use store::{ConversationRow, InboxFilter, Source, Store};

use crate::Error;

/// How many conversations are searched for the newest time: the list is sorted by it.
const LISTED: u32 = 50;

/// Tells news from history, for one open profile.
#[derive(Default)]
pub(crate) struct News {
    /// The server's time of the newest history; none before the first catch-up has ended.
    history_until: Mutex<Option<UtcMs>>,
}

impl News {
    /// The first catch-up has ended: all that the list shows by now is history. Later calls change nothing.
    pub(crate) async fn begin(&self, store: &Store, now: UtcMs) -> Result<(), Error> {
        if self.history_until.lock().is_some() {
            return Ok(());
        }
        let inbox = store.inbox(InboxFilter::All, LISTED).await?;
        let newest = inbox.rows.iter().filter_map(server_time).max();
        // A time that lies ahead must not make history of what will be said until then.
        let newest = newest.unwrap_or_default().min(now);
        *self.history_until.lock() = Some(newest);
        Ok(())
    }

    /// The cache was rebuilt: what comes into it again is history.
    pub(crate) fn begin_anew(&self, now: UtcMs) {
        *self.history_until.lock() = Some(now);
    }

    /// Whether a message that was not in the cache before is news. One that an event brings has just been said,
    /// whatever time it bears; a page brings history too.
    pub(crate) fn is_news_by(&self, source: Source, said: UtcMs) -> bool {
        match source {
            Source::Event => self.history_until.lock().is_some(),
            Source::Rest => self.is_news(Some(said)),
        }
    }

    /// Whether something that has just come into the cache is news. Without a time it is.
    pub(crate) fn is_news(&self, said: Option<UtcMs>) -> bool {
        let history_until = *self.history_until.lock();
        history_until.is_some_and(|until| said.is_none_or(|said| said > until))
    }
}

/// When something last happened in a conversation, by the server's clock: an unsent message of this
/// computer has this computer's time.
pub(crate) fn server_time(row: &ConversationRow) -> Option<UtcMs> {
    let said = row
        .last_message
        .as_ref()
        .filter(|last| !last.mine)
        .and_then(|last| last.created_at);
    said.max(row.created_at)
}
