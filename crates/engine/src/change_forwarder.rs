//! Forwards a store's change sets to listeners that outlive the profile, with nothing but news among the
//! new messages and conversations that they name.

use store::{ChangeSet, NewMessage};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    watch,
};

use crate::{
    context::Context,
    news::{News, server_time},
};

/// Forwards the change sets of one profile.
pub(crate) struct ChangeForwarder {
    context: Context,
    store_changes: broadcast::Receiver<ChangeSet>,
    changes: broadcast::Sender<ChangeSet>,
    /// A cache that was rebuilt: what comes into it again is no news.
    renewals: watch::Receiver<u64>,
}

impl ChangeForwarder {
    /// Listens to the store from now on.
    pub(crate) fn new(context: Context, changes: broadcast::Sender<ChangeSet>) -> Self {
        let store_changes = context.store.changes();
        let renewals = context.store.renewals();
        Self {
            context,
            store_changes,
            changes,
            renewals,
        }
    }

    /// Forwards change sets until the store is gone.
    pub(crate) async fn run(&mut self) {
        loop {
            match self.store_changes.recv().await {
                Ok(change) => {
                    fail::fail_point!("panic/forwarder");
                    let change = self.retain_news(change).await;
                    self.publish(change);
                }
                // What was missed is not known any more: whoever listens asks again.
                Err(RecvError::Lagged(_)) => {
                    self.publish(ChangeSet::resync(self.context.store.revision()));
                }
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// What was in hand when the forwarder broke off is not known any more: whoever listens asks again.
    pub(crate) fn broke_off(&mut self) {
        self.publish(ChangeSet::resync(self.context.store.revision()));
    }

    async fn retain_news(&mut self, mut change: ChangeSet) -> ChangeSet {
        if self.renewals.has_changed().unwrap_or(false) {
            self.renewals.mark_unchanged();
            self.context.news.begin_anew(self.context.now());
        }
        let news = &self.context.news;
        change
            .new_messages
            .retain(|message| is_news_to_somebody(news, message));
        for id in std::mem::take(&mut change.new_conversations) {
            let row = self.context.store.conversation(&id).await.ok().flatten();
            if news.is_news(row.as_ref().and_then(server_time)) {
                change.new_conversations.push(id);
            }
        }
        change
    }

    fn publish(&self, change: ChangeSet) {
        // Nobody may be listening; then nobody misses it.
        drop(self.changes.send(change));
    }
}

fn is_news_to_somebody(news: &News, message: &NewMessage) -> bool {
    message.unread && news.is_news_by(message.source, message.created_at)
}
