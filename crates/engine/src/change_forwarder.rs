//! Forwards a store's change sets to listeners that outlive the profile, with nothing but news among the
//! new messages and conversations that they name.

use store::{ChangeSet, NewMessage};
use tokio::sync::{
    broadcast::{
        self,
        error::{RecvError, TryRecvError},
    },
    watch,
};

use crate::{
    CatchUps,
    context::Context,
    news::{News, server_time},
    sync::catch_up_pass::mark_told,
};

/// Forwards the change sets of one profile.
pub(crate) struct ChangeForwarder {
    context: Context,
    store_changes: broadcast::Receiver<ChangeSet>,
    changes: broadcast::Sender<ChangeSet>,
    /// A cache that was rebuilt: what comes into it again is no news.
    renewals: watch::Receiver<u64>,
    catch_ups: watch::Receiver<CatchUps>,
}

impl ChangeForwarder {
    /// Listens to the store from now on.
    pub(crate) fn new(context: Context, changes: broadcast::Sender<ChangeSet>) -> Self {
        let store_changes = context.store.changes();
        let renewals = context.store.renewals();
        let catch_ups = context.catch_ups.subscribe();
        Self {
            context,
            store_changes,
            changes,
            renewals,
            catch_ups,
        }
    }

    /// Forwards change sets until the store is gone.
    pub(crate) async fn run(&mut self) {
        loop {
            match self.next_change().await {
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

    /// The next change set. A pass of catching up is told once no change set is left that was there when it ended.
    async fn next_change(&mut self) -> Result<ChangeSet, RecvError> {
        loop {
            let passes = *self.catch_ups.borrow_and_update();
            match self.store_changes.try_recv() {
                Ok(change) => return Ok(change),
                Err(TryRecvError::Lagged(missed)) => return Err(RecvError::Lagged(missed)),
                Err(TryRecvError::Closed) => return Err(RecvError::Closed),
                Err(TryRecvError::Empty) => mark_told(&self.context.catch_ups, passes),
            }
            tokio::select! {
                biased;
                change = self.store_changes.recv() => return change,
                Ok(()) = self.catch_ups.changed() => {}
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
            if news.is_new_to_user(row.as_ref().and_then(server_time)) {
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
    message.unread && news.is_said_to_user(message.source, message.created_at)
}
