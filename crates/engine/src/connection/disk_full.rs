//! A disk without room for the cache. That is no fault of the connection: it is kept, what waits to be sent goes on,
//! and what could not be kept is fetched again as soon as there is room. Until then nothing tells what
//! the chats lack.

use protocol::UtcMs;

use crate::{Connection, Error, clock::millis, connection::session::Session};

impl Session {
    /// What was heard or fetched could not be kept. A session that has not caught up yet says why it cannot.
    pub(super) fn disk_full(&mut self, error: Error) {
        tracing::warn!(%error, "what the server says cannot be kept");
        let code = error.code().to_owned();
        self.context.record_disk::<()>(&Err(error));
        self.context.store.connection_lost();
        self.context.synced_chats.clear();
        if self.context.is_up() {
            return;
        }
        let now = self.context.now();
        let wait = millis(self.context.timing.disk_retry_every);
        self.context.set_connection(Connection::Offline {
            since: *self.lost_since.get_or_insert(now),
            next_try: UtcMs(now.0.saturating_add(wait)),
            code,
        });
    }
}
