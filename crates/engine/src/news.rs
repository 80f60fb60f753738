//! What is news to the user: what an event brings that was not known, and what is younger than everything that was
//! known when the profile was opened, also what was said while the program did not run. With nothing known before,
//! it is what is younger than everything that the first catch-up listed: what a first sign-in fetches, or scrolling
//! back, is new to the cache and history to the user.

use parking_lot::Mutex;
use protocol::UtcMs;
use store::{ConversationRow, InboxFilter, Source, Store};

use crate::Error;

/// How many conversations are searched for the newest time: the list is sorted by it.
const LISTED: u32 = 50;

/// Tells news from history, for one open profile.
#[derive(Default)]
pub(crate) struct News(Mutex<History>);

/// The server's time of the newest history.
#[derive(Clone, Copy, Default)]
struct History {
    /// When the profile was opened; none where nothing was known then.
    at_opening: Option<UtcMs>,
    /// After the first catch-up of this run; none before.
    first_listed: Option<UtcMs>,
}

impl History {
    fn until(self) -> Option<UtcMs> {
        self.at_opening.or(self.first_listed)
    }
}

impl News {
    /// The session begins: what the cache holds by now was known before, and was said by when the server was last heard.
    pub(crate) async fn open(&self, store: &Store, heard: UtcMs) -> Result<(), Error> {
        let known = newest_time(store, heard).await?;
        let mut history = self.0.lock();
        history.at_opening = history.at_opening.or(known);
        Ok(())
    }

    /// The first catch-up has ended. Later calls change nothing.
    pub(crate) async fn begin(&self, store: &Store, now: UtcMs) -> Result<(), Error> {
        if self.0.lock().first_listed.is_some() {
            return Ok(());
        }
        let newest = newest_time(store, now).await?;
        self.0.lock().first_listed = Some(newest.unwrap_or_default());
        Ok(())
    }

    /// The cache was rebuilt: what comes into it again is history.
    pub(crate) fn begin_anew(&self, now: UtcMs) {
        *self.0.lock() = History {
            at_opening: Some(now),
            first_listed: Some(now),
        };
    }

    /// Whether a message that was not in the cache before is news. One that an event brings has just been said,
    /// whatever time it bears; a page brings history too.
    pub(crate) fn is_said_to_user(&self, source: Source, said: UtcMs) -> bool {
        match source {
            Source::Event => self.0.lock().until().is_some(),
            Source::Rest => self.is_new_to_user(Some(said)),
        }
    }

    /// Whether something that was not in the cache before is news. Without a time it is, once the first catch-up
    /// has ended.
    pub(crate) fn is_new_to_user(&self, said: Option<UtcMs>) -> bool {
        let history = *self.0.lock();
        match said {
            Some(said) => history.until().is_some_and(|until| said > until),
            None => history.first_listed.is_some(),
        }
    }

    /// Whether something was said after the first catch-up of this run.
    pub(crate) fn is_of_this_run(&self, said: Option<UtcMs>) -> bool {
        let first_listed = self.0.lock().first_listed;
        first_listed.is_some_and(|until| said.is_none_or(|said| said > until))
    }
}

/// The newest time that the cache knows. One that lies ahead must not make history of what will be said until then.
async fn newest_time(store: &Store, by: UtcMs) -> Result<Option<UtcMs>, Error> {
    let inbox = store.inbox(InboxFilter::All, LISTED).await?;
    let newest = inbox.rows.iter().filter_map(server_time).max();
    Ok(newest.map(|newest| newest.min(by)))
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
