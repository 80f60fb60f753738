//! Catching up after a connect, and keeping up while connected: join, fetch, merge.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::{TryStreamExt, stream};
use protocol::ConversationId;

use super::{catch_up_chat, list};
use crate::{Error, context::Context, rooms::Rooms};

/// How many chats are fetched at a time.
const CHATS_AT_ONCE: usize = 4;

/// How thorough a pass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The list, and the chats whose newest message is not cached.
    Heads,
    /// The same, with every room joined once more.
    Sweep,
}

/// Catching up over one connection; a cheap clone. Without rooms: in polling mode.
#[derive(Clone)]
pub(crate) struct CatchUp {
    context: Context,
    rooms: Option<Arc<Rooms>>,
    /// Chats whose newest page was fetched since the room was joined: from there on, events leave
    /// no hole.
    fetched: Arc<Mutex<HashSet<ConversationId>>>,
}

impl CatchUp {
    pub(crate) fn new(context: Context, rooms: Option<Arc<Rooms>>) -> Self {
        Self {
            context,
            rooms,
            fetched: Arc::default(),
        }
    }

    /// The first pass of a connection: rooms first, then the list, then what changed.
    pub(crate) async fn begin(&self) -> Result<(), Error> {
        let open = self.context.store.open_conversations().await?;
        self.join(&open).await?;
        // What was fetched before the rooms were joined vouches for nothing that follows.
        self.context.store.line_lost();
        self.fetched
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.pass().await
    }

    /// The cache was damaged and begun anew: all of it is fetched again, first what is on screen.
    pub(crate) async fn begin_anew(&self) -> Result<(), Error> {
        self.fetched
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
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
        list::refresh_list(context).await?;
        let open = context.store.open_conversations().await?;
        self.join(&open).await?;
        let mut wanted: Vec<ConversationId> = Vec::new();
        wanted.extend(context.shown());
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
            if stale.contains(&id) && context.store.complete_until(&id).await?.is_none() {
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

    /// Somebody spoke in chats. In those not fetched since the connect, something may have been
    /// said before the room was joined.
    pub(crate) async fn vouch_for(&self, spoken: Vec<ConversationId>) -> Result<(), Error> {
        let unsure: Vec<_> = {
            let fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
            spoken
                .into_iter()
                .filter(|id| !fetched.contains(id))
                .collect()
        };
        if unsure.is_empty() {
            return Ok(());
        }
        self.fetch(unsure).await?;
        list::fetch_unknown(&self.context).await
    }

    async fn sweep_rooms(&self) -> Result<(), Error> {
        let Some(rooms) = &self.rooms else {
            return Ok(());
        };
        let open = self.context.store.open_conversations().await?;
        let mut kept: HashSet<_> = open.iter().cloned().collect();
        kept.extend(self.context.shown());
        rooms.leave_all_but(&kept).await?;
        rooms.join_again(&open).await
    }

    async fn join(&self, wanted: &[ConversationId]) -> Result<(), Error> {
        match &self.rooms {
            Some(rooms) => rooms.join(wanted).await,
            None => Ok(()),
        }
    }

    async fn fetch(&self, wanted: Vec<ConversationId>) -> Result<(), Error> {
        stream::iter(wanted.into_iter().map(Ok))
            .try_for_each_concurrent(CHATS_AT_ONCE, |id| async move {
                match catch_up_chat(&self.context, &id).await {
                    Ok(()) => {
                        let mut fetched =
                            self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
                        fetched.insert(id);
                        Ok(())
                    }
                    // One chat that the server does not give must not hold up the others.
                    Err(error) if is_of_one_chat(&error) => {
                        tracing::warn!(conversation = %id, %error, "a chat cannot be fetched");
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            })
            .await
    }
}

fn is_of_one_chat(error: &Error) -> bool {
    matches!(
        error,
        Error::NotFound(_)
            | Error::Forbidden(_)
            | Error::InvalidInput(_)
            | Error::Refused { .. }
            | Error::UnreadableAnswer(_)
            | Error::TooLarge(_)
            | Error::ServerFailed { .. }
    )
}
