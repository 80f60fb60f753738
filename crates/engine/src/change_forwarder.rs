//! Passes a store's change sets on to listeners that outlive the profile, and tells news from
//! history: what a first sign-in fetches, or what is found on scrolling back, arrived in the cache
//! just now but is nothing to notify anybody of.

use protocol::UtcMs;
use store::{ChangeSet, InboxFilter, NewMessage};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    watch,
};

use crate::{Error, context::Context};

/// Passes change sets on.
pub(crate) struct ChangeForwarder {
    context: Context,
    store_changes: broadcast::Receiver<ChangeSet>,
    changes: broadcast::Sender<ChangeSet>,
    /// A cache that was begun anew: what comes into it again is no news.
    renewals: watch::Receiver<u64>,
    /// The newest activity when the profile was opened. A profile with an empty cache has none
    /// until it has caught up: all that comes before is history.
    news_since: Option<UtcMs>,
}

impl ChangeForwarder {
    /// Listens to the store from now on.
    pub(crate) async fn new(
        context: Context,
        changes: broadcast::Sender<ChangeSet>,
    ) -> Result<Self, Error> {
        let store_changes = context.store.changes();
        let renewals = context.store.renewals();
        let news_since = newest_activity(&context).await?;
        Ok(Self {
            context,
            store_changes,
            changes,
            renewals,
            news_since,
        })
    }

    /// Passes change sets on until the store is gone.
    pub(crate) async fn run(mut self) {
        let mut connection = self.context.connection.subscribe();
        loop {
            tokio::select! {
                change = self.store_changes.recv() => match change {
                    Ok(change) => self.forward(change).await,
                    // What was missed is not known any more: whoever listens asks again.
                    Err(RecvError::Lagged(_)) => {
                        let revision = self.context.store.revision();
                        self.publish(ChangeSet { revision, resync: true, ..ChangeSet::default() });
                    }
                    Err(RecvError::Closed) => return,
                },
                _ = connection.changed(), if self.news_since.is_none() => {
                    if self.context.is_up() {
                        self.begin_news().await;
                    }
                }
            }
        }
    }

    async fn begin_news(&mut self) {
        match newest_activity(&self.context).await {
            Ok(newest) => self.news_since = Some(newest.unwrap_or_default()),
            Err(error) => tracing::warn!(%error, "the newest activity cannot be read"),
        }
    }

    async fn forward(&mut self, mut change: ChangeSet) {
        if self.renewals.has_changed().unwrap_or(false) {
            self.renewals.mark_unchanged();
            self.news_since = Some(self.context.now());
        }
        match self.news_since {
            None => {
                change.new_messages.clear();
                change.new_conversations.clear();
            }
            Some(since) => {
                let mut news = Vec::with_capacity(change.new_messages.len());
                for arrived in change.new_messages {
                    if self.is_news(&arrived, since).await {
                        news.push(arrived);
                    }
                }
                change.new_messages = news;
            }
        }
        self.publish(change);
    }

    async fn is_news(&self, arrived: &NewMessage, since: UtcMs) -> bool {
        match self.context.store.message(&arrived.id).await {
            Ok(Some(row)) => row.created_at.is_none_or(|at| at > since),
            Ok(None) | Err(_) => false,
        }
    }

    fn publish(&self, change: ChangeSet) {
        // Nobody may be listening; then nobody misses it.
        drop(self.changes.send(change));
    }
}

async fn newest_activity(context: &Context) -> Result<Option<UtcMs>, Error> {
    let inbox = context.store.inbox(InboxFilter::All, 1).await?;
    Ok(inbox.rows.first().and_then(|row| row.activity_at))
}
