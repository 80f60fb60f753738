//! Catching up after a connect, and keeping up while connected: join, fetch, merge.
//!
//! What has something to send comes first, then the chat on screen, then what the list shows to have
//! changed. A room that is joined late vouches for nothing before it: such a chat is fetched again.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::{TryStreamExt, stream};
use protocol::{ConversationId, UtcMs};

use crate::{
    Error,
    connection::rooms::Rooms,
    context::Context,
    outbox::unsent,
    sync::{fetch_guard::Vouching, latest::catch_up_chat, list, synced_chats::Round},
};

/// How many chats are fetched at a time.
const CHATS_AT_ONCE: usize = 4;

/// How thorough a pass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// The list, and the chats whose newest message is not cached.
    Heads,
    /// The same, with every room joined once more.
    Sweep,
}

/// What to do when the server asks for patience (429).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Wait, and ask again.
    Waits,
    /// Say so.
    Reports,
}

/// Catching up over one connection; a cheap clone. Without rooms: by asking alone.
#[derive(Clone)]
pub(crate) struct CatchUp {
    context: Context,
    rooms: Option<Arc<Rooms>>,
    round: Round,
    manner: Manner,
    /// Chats that the server did not give: they are not asked for over and over.
    withheld: Arc<Mutex<HashSet<ConversationId>>>,
    /// Chats that are being fetched because somebody spoke in them.
    vouching: Vouching,
}

impl CatchUp {
    /// That of a connection that begins. It waits while the server asks for patience.
    pub(crate) fn new(context: Context, rooms: Option<Arc<Rooms>>) -> Self {
        let round = context.caught_up.begin(rooms.as_ref());
        Self {
            context,
            rooms,
            round,
            manner: Manner::Waits,
            withheld: Arc::default(),
            vouching: Vouching::default(),
        }
    }

    /// That of the connection at hand, or of none. It waits for nobody.
    pub(crate) fn at_hand(context: &Context) -> Self {
        let (round, rooms) = context.caught_up.current();
        Self {
            context: context.clone(),
            rooms,
            round,
            manner: Manner::Reports,
            withheld: Arc::default(),
            vouching: Vouching::default(),
        }
    }

    /// The first pass of a connection: rooms first, then the list, then what changed.
    pub(crate) async fn begin(&self) -> Result<(), Error> {
        let open = self.context.store.open_conversations().await?;
        self.join(&open).await?;
        // What was fetched before the rooms were joined vouches for nothing that follows.
        self.context.store.line_lost_after(UtcMs(0));
        self.context.caught_up.begin_anew();
        self.pass().await
    }

    /// The cache was damaged and begun anew: all of it is fetched again, first what is on screen.
    pub(crate) async fn begin_anew(&self) -> Result<(), Error> {
        self.context.caught_up.begin_anew();
        self.context.forget_reached();
        self.fetch(self.context.shown().into_iter().collect())
            .await?;
        self.pass().await
    }

    /// A later pass.
    pub(crate) async fn again(&self, depth: Depth) -> Result<(), Error> {
        if depth == Depth::Sweep {
            self.sweep_rooms().await?;
        }
        self.pass().await
    }

    async fn pass(&self) -> Result<(), Error> {
        let context = &self.context;
        self.patiently(|| list::refresh_list(context)).await?;
        let waiting = unsent::conversations(context).await?;
        let shown = context.shown();
        self.join(&self.wanted_rooms(&waiting).await?).await?;
        let unsure = waiting.iter().filter(|id| !context.caught_up.holds(id));
        self.fetch(unsure.cloned().collect()).await?;
        if !waiting.is_empty() {
            context.ring();
        }
        let mut wanted: Vec<ConversationId> = Vec::new();
        wanted.extend(shown.filter(|id| !waiting.contains(id)));
        for id in context.store.stale_heads().await? {
            // Chats never looked into wait for the quiet after: they are many on the first day.
            if context.store.complete_until(&id).await?.is_some() && !wanted.contains(&id) {
                wanted.push(id);
            }
        }
        self.fetch(wanted).await
    }

    /// Fetches the newest page of open chats that were never looked into, so that they can be read
    /// with the line down: at most so many, newest activity first.
    pub(crate) async fn look_into_new(&self, at_most: usize) -> Result<(), Error> {
        let context = &self.context;
        let stale: HashSet<_> = context.store.stale_heads().await?.into_iter().collect();
        let mut wanted = Vec::new();
        for id in context.store.open_conversations().await? {
            if wanted.len() >= at_most {
                break;
            }
            if stale.contains(&id)
                && !self.withheld().contains(&id)
                && context.store.complete_until(&id).await?.is_none()
            {
                wanted.push(id);
            }
        }
        self.fetch(wanted).await
    }

    /// Follows one conversation: its room, then its newest messages.
    pub(crate) async fn follow(&self, id: &ConversationId) -> Result<(), Error> {
        self.join(std::slice::from_ref(id)).await?;
        self.fetch(vec![id.clone()]).await
    }

    /// Looks at one conversation before something is sent into it. One that the server does not show
    /// is as good as seen: what is sent there will be refused.
    pub(crate) async fn see(&self, id: &ConversationId) -> Result<(), Error> {
        self.join(std::slice::from_ref(id)).await?;
        match self.patiently(|| self.fetch_one(id)).await {
            Err(error) if error.is_denied() || error.is_unreadable() => {
                tracing::warn!(conversation = %id, %error, "sent into without looking");
                Ok(())
            }
            other => other,
        }
    }

    /// Somebody spoke in chats. In those not fetched since their room was joined, something may have
    /// been said before it was.
    pub(crate) async fn vouch_for(&self, spoken: Vec<ConversationId>) -> Result<(), Error> {
        let unsure = spoken
            .into_iter()
            .filter(|id| !self.context.caught_up.holds(id));
        // What is being fetched for an earlier word holds whatever was said before this one, too.
        let unsure = self.vouching.begin(unsure);
        if unsure.chats().is_empty() {
            return Ok(());
        }
        self.fetch(unsure.chats().to_vec()).await?;
        self.patiently(|| list::fetch_unknown(&self.context)).await
    }

    async fn sweep_rooms(&self) -> Result<(), Error> {
        let Some(rooms) = &self.rooms else {
            return Ok(());
        };
        let waiting = unsent::conversations(&self.context).await?;
        let wanted = self.wanted_rooms(&waiting).await?;
        let kept: HashSet<_> = wanted.iter().cloned().collect();
        let left = rooms.leave_all_but(&kept).await?;
        self.context.not_followed(&left);
        rooms.join_again(&wanted).await
    }

    /// Open conversations, and those that are on screen or have something to send.
    async fn wanted_rooms(&self, waiting: &[ConversationId]) -> Result<Vec<ConversationId>, Error> {
        let mut wanted = self.context.store.open_conversations().await?;
        let known: HashSet<_> = wanted.iter().cloned().collect();
        let shown = self.context.shown();
        let more = waiting.iter().chain(&shown);
        wanted.extend(more.filter(|id| !known.contains(*id)).cloned());
        Ok(wanted)
    }

    async fn join(&self, wanted: &[ConversationId]) -> Result<(), Error> {
        let Some(rooms) = &self.rooms else {
            return Ok(());
        };
        let fresh: Vec<_> = wanted
            .iter()
            .filter(|id| !rooms.hears(id))
            .cloned()
            .collect();
        rooms.join(wanted).await?;
        self.context.not_followed(&fresh);
        Ok(())
    }

    async fn fetch(&self, wanted: Vec<ConversationId>) -> Result<(), Error> {
        stream::iter(wanted.into_iter().map(Ok))
            .try_for_each_concurrent(CHATS_AT_ONCE, |id| async move {
                match self.patiently(|| self.fetch_one(&id)).await {
                    Ok(()) => Ok(()),
                    // One chat that the server does not give must not hold up the others.
                    Err(error) if error.is_of_one_chat() => {
                        tracing::warn!(conversation = %id, %error, "a chat cannot be fetched");
                        self.withheld().insert(id);
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            })
            .await
    }

    async fn fetch_one(&self, id: &ConversationId) -> Result<(), Error> {
        let heard = self.rooms.as_ref().is_some_and(|rooms| rooms.hears(id));
        catch_up_chat(&self.context, id).await?;
        if heard {
            self.context.caught_up.note(self.round, id);
        }
        Ok(())
    }

    fn withheld(&self) -> MutexGuard<'_, HashSet<ConversationId>> {
        self.withheld.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn patiently<T, F: Future<Output = Result<T, Error>>>(
        &self,
        ask: impl Fn() -> F,
    ) -> Result<T, Error> {
        let brake = &self.context.brake;
        loop {
            if self.manner == Manner::Waits {
                brake.released().await;
            }
            let answer = ask().await;
            brake.note(&answer);
            match answer {
                Err(Error::TooManyRequests { .. }) if self.manner == Manner::Waits => {}
                other => return other,
            }
        }
    }
}
