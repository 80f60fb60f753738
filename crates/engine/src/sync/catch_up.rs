//! Catching up after a connect, and keeping up while connected: join, fetch, merge.
//!
//! Chats with unsent messages come first, then the chat on screen, then the chats that the list shows as changed. A room
//! delivers no event from before its join, so a chat is fetched again after each join.

use std::{collections::HashSet, sync::Arc};

use futures_util::{TryStreamExt, stream};
use parking_lot::Mutex;
use protocol::ConversationId;

use crate::{
    Error,
    connection::rooms::Rooms,
    context::Context,
    error::ErrorClass,
    outbox::unsent::unsent_conversations,
    sync::{
        chat_failure::is_of_one_chat,
        fetch_guard::FetchGuard,
        latest::catch_up_chat,
        list::{self, ListFailure},
        synced_chats::Epoch,
    },
};

/// The number of chats fetched concurrently.
const CHATS_AT_ONCE: usize = 4;

/// How often a chat is asked for that gets no answer while the server gives others: the line may have broken for a moment.
const TRIES_OF_A_CHAT: u32 = 2;

/// How thorough a pass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// The list, and the chats whose newest message is not cached.
    Heads,
    /// The same, after every room is joined again: the server may have dropped a room silently.
    Sweep,
}

/// What became of the list in one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListOutcome {
    Read,
    /// It could not be had, now or a while ago.
    LeftAlone,
}

/// The reaction to status 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OnRateLimit {
    /// A background pass waits and repeats the request.
    Wait,
    /// A single request fails at once, so that its caller decides when to repeat it.
    Fail,
}

/// Catches up over one connection. Clones share their state. Without rooms, the cache learns of
/// messages by requests alone.
#[derive(Clone)]
pub(crate) struct CatchUp {
    pub(crate) context: Context,
    rooms: Option<Arc<Rooms>>,
    epoch: Epoch,
    on_rate_limit: OnRateLimit,
    /// Chats that the server refused; the prefetch skips them, or it would request them forever.
    pub(super) unavailable: Arc<Mutex<HashSet<ConversationId>>>,
    fetch_guard: FetchGuard,
}

impl CatchUp {
    /// Begins an epoch, because the fetches of an earlier connection prove nothing about this one.
    pub(crate) fn new(context: Context, rooms: Option<Arc<Rooms>>) -> Self {
        let epoch = context.synced_chats.begin_epoch(rooms.as_ref());
        Self {
            context,
            rooms,
            epoch,
            on_rate_limit: OnRateLimit::Wait,
            unavailable: Arc::default(),
            fetch_guard: FetchGuard::default(),
        }
    }

    /// Uses the current epoch and its rooms, if a connection exists. A rate limit fails the request.
    pub(crate) fn on_current_connection(context: &Context) -> Self {
        let (epoch, rooms) = context.synced_chats.current();
        Self {
            context: context.clone(),
            rooms,
            epoch,
            on_rate_limit: OnRateLimit::Fail,
            unavailable: Arc::default(),
            fetch_guard: FetchGuard::default(),
        }
    }

    /// The same, whose calls give way to those that somebody waits for.
    pub(super) fn in_background(&self) -> Self {
        Self {
            context: self.context.in_background(),
            ..self.clone()
        }
    }

    /// Joins the rooms before the list is fetched, so that no message falls between the two.
    pub(crate) async fn run_first_pass(&self) -> Result<(), Error> {
        let waiting = unsent_conversations(&self.context).await?;
        self.join(&self.wanted_rooms(&waiting).await?).await?;
        // Pages fetched before the join miss the messages sent between the fetch and the join.
        self.context.store.connection_lost();
        self.context.synced_chats.clear();
        self.sync_all().await
    }

    /// Fetches everything again after the cache was rebuilt. The chats on screen come first, because
    /// the user is looking at them.
    pub(crate) async fn refetch_all(&self) -> Result<(), Error> {
        self.context.synced_chats.clear();
        self.context.clear_history_pages();
        self.fetch(self.context.shown()).await?;
        self.sync_all().await
    }

    pub(crate) async fn run_pass(&self, depth: Depth) -> Result<(), Error> {
        if depth == Depth::Sweep {
            self.sweep_rooms().await?;
        }
        self.sync_all().await
    }

    /// Confirms a chat by its newest page, in the background.
    pub(crate) async fn confirm(&self, id: ConversationId) -> Result<(), Error> {
        self.in_background().fetch(vec![id]).await
    }

    /// Confirms one of the chats that events of an earlier connection brought something to.
    pub(crate) async fn confirm_one(&self) -> Result<(), Error> {
        let mut left = self.context.store.unconfirmed_conversations().await?;
        left.retain(|id| !self.unavailable.lock().contains(id));
        let shown = self
            .context
            .shown()
            .into_iter()
            .find(|id| left.contains(id));
        match shown.or_else(|| left.pop()) {
            Some(id) => self.confirm(id).await,
            None => Ok(()),
        }
    }

    async fn sync_all(&self) -> Result<(), Error> {
        let context = &self.context;
        let asked = context.now();
        let list = self.refresh_list().await?;
        let waiting = unsent_conversations(context).await?;
        let shown = context.shown();
        self.join(&self.wanted_rooms(&waiting).await?).await?;
        let unsure = waiting
            .iter()
            .filter(|id| !context.synced_chats.is_synced(id));
        self.fetch(unsure.cloned().collect()).await?;
        if !waiting.is_empty() {
            context.wake_outbox();
        }
        let mut wanted: Vec<ConversationId> = Vec::new();
        wanted.extend(shown.into_iter().filter(|id| !waiting.contains(id)));
        for id in context.store.stale_heads().await? {
            // `prefetch_in_background` fetches the chats without a page later: a new installation has many.
            if context.store.complete_until(&id).await?.is_some() && !wanted.contains(&id) {
                wanted.push(id);
            }
        }
        self.fetch(wanted).await?;
        if list == ListOutcome::Read {
            context.store.list_confirmed(asked);
        }
        Ok(())
    }

    /// Reads the list. What is wrong with the list alone costs only the list: the rooms that are known, the outbox and
    /// single records go on, and the list is left alone for a while.
    async fn refresh_list(&self) -> Result<ListOutcome, Error> {
        let context = &self.context;
        if self.on_rate_limit == OnRateLimit::Wait
            && context.list_pause.lock().is_on(context.monotonic_now())
        {
            return Ok(ListOutcome::LeftAlone);
        }
        let error = match self.ask_for_list().await {
            Ok(()) => {
                context.list_pause.lock().end();
                return Ok(ListOutcome::Read);
            }
            Err(ListFailure::List(error)) if self.on_rate_limit == OnRateLimit::Wait => error,
            Err(failure) => return Err(failure.into()),
        };
        match error.class() {
            ErrorClass::Auth | ErrorClass::RateLimited | ErrorClass::DiskFull => return Err(error),
            // Is it the list, or everything?
            ErrorClass::Transient if self.rooms.is_none() => return Err(error),
            ErrorClass::Transient => {
                context.rest.ping(&|| {}).await.map_err(Error::from)?;
            }
            _ => {}
        }
        let pause = context.list_pause.lock().begin(context.monotonic_now());
        tracing::warn!(%error, pause_ms = pause.as_millis(), "the list cannot be had");
        Ok(ListOutcome::LeftAlone)
    }

    async fn ask_for_list(&self) -> Result<(), ListFailure> {
        let of_the_list = Mutex::new(false);
        let asked = self.with_rate_limit(|| async {
            list::refresh_list(&self.context).await.map_err(|failure| {
                *of_the_list.lock() = matches!(failure, ListFailure::List(_));
                Error::from(failure)
            })
        });
        asked.await.map_err(|error| {
            if *of_the_list.lock() {
                ListFailure::List(error)
            } else {
                ListFailure::Other(error)
            }
        })
    }

    /// Joins the room before the fetch, so that no message falls between the two.
    pub(crate) async fn follow(&self, id: &ConversationId) -> Result<(), Error> {
        self.follow_all(vec![id.clone()]).await
    }

    /// As [`CatchUp::follow`], of several: their rooms are joined together.
    pub(crate) async fn follow_all(&self, ids: Vec<ConversationId>) -> Result<(), Error> {
        self.join(&ids).await?;
        self.fetch(ids).await
    }

    /// Those of the chats that were not fetched since their room was joined.
    pub(crate) fn unsynced(&self, mut chats: HashSet<ConversationId>) -> HashSet<ConversationId> {
        chats.retain(|id| !self.context.synced_chats.is_synced(id));
        chats
    }

    /// Fetches what is new in one conversation.
    pub(crate) async fn fetch_newest_page(&self, id: &ConversationId) -> Result<(), Error> {
        self.join(std::slice::from_ref(id)).await?;
        self.with_rate_limit(|| self.fetch_one(id)).await
    }

    /// Fetches one conversation before a send, so that a later reconcile knows where to stop. A refused
    /// fetch is no error: the server will refuse the message too, and that refusal tells the user why.
    pub(crate) async fn sync_before_send(&self, id: &ConversationId) -> Result<(), Error> {
        let Err(error) = self.fetch_newest_page(id).await else {
            return Ok(());
        };
        let may_pass = error.class().is_temporary();
        if may_pass || !is_of_one_chat(&self.context, &error).await? {
            return Err(error);
        }
        tracing::warn!(conversation = %id, %error, "sent into without looking");
        Ok(())
    }

    /// Fetches those of the chats with a new message that were not fetched since their room was joined:
    /// the event that arrived may not be the first message that the cache lacks.
    pub(crate) async fn fetch_unsynced(
        &self,
        spoken: HashSet<ConversationId>,
    ) -> Result<(), Error> {
        let unsure = spoken
            .into_iter()
            .filter(|id| !self.context.synced_chats.is_synced(id));
        // A fetch under way for an earlier event also returns what precedes this event.
        let unsure = self.fetch_guard.acquire(unsure);
        if unsure.chats().is_empty() {
            return Ok(());
        }
        self.fetch(unsure.chats().to_vec()).await?;
        self.with_rate_limit(|| list::fetch_unknown(&self.context))
            .await
    }

    async fn sweep_rooms(&self) -> Result<(), Error> {
        let Some(rooms) = &self.rooms else {
            return Ok(());
        };
        let waiting = unsent_conversations(&self.context).await?;
        let wanted = self.wanted_rooms(&waiting).await?;
        let kept: HashSet<_> = wanted.iter().cloned().collect();
        let left = rooms.leave_all_but(&kept).await?;
        self.context.mark_stale(&left);
        rooms.join_again(&wanted).await
    }

    /// Returns those on screen, those with unsent messages, and the other open conversations, in the order in which
    /// somebody waits for them.
    async fn wanted_rooms(&self, waiting: &[ConversationId]) -> Result<Vec<ConversationId>, Error> {
        let mut wanted = self.context.shown();
        let open = self.context.store.open_conversations().await?;
        let mut known: HashSet<_> = wanted.iter().cloned().collect();
        let others = waiting.iter().cloned().chain(open);
        wanted.extend(others.filter(|id| known.insert(id.clone())));
        Ok(wanted)
    }

    async fn join(&self, wanted: &[ConversationId]) -> Result<(), Error> {
        let Some(rooms) = &self.rooms else {
            return Ok(());
        };
        let fresh: Vec<_> = wanted
            .iter()
            .filter(|id| !rooms.is_joined(id))
            .cloned()
            .collect();
        rooms.join(wanted).await?;
        self.context.mark_stale(&fresh);
        Ok(())
    }

    pub(super) async fn fetch(&self, wanted: Vec<ConversationId>) -> Result<(), Error> {
        self.fetch_at_once(wanted, CHATS_AT_ONCE, &|| {}).await
    }

    pub(super) async fn fetch_at_once(
        &self,
        wanted: Vec<ConversationId>,
        at_once: usize,
        fetched: &(impl Fn() + Sync),
    ) -> Result<(), Error> {
        stream::iter(wanted.into_iter().map(Ok))
            .try_for_each_concurrent(at_once, |id| async move {
                let outcome = self.fetch_patiently(&id).await;
                fetched();
                outcome
            })
            .await
    }

    /// Fetches a chat. One that cannot be had for its own sake must not stop the fetches of the others.
    async fn fetch_patiently(&self, id: &ConversationId) -> Result<(), Error> {
        for attempt in 1.. {
            let Err(error) = self.with_rate_limit(|| self.fetch_one(id)).await else {
                break;
            };
            if !is_of_one_chat(&self.context, &error).await? {
                return Err(error);
            }
            if error.class() != ErrorClass::Transient || attempt == TRIES_OF_A_CHAT {
                tracing::warn!(conversation = %id, %error, "a chat cannot be fetched");
                self.unavailable.lock().insert(id.clone());
                break;
            }
        }
        Ok(())
    }

    async fn fetch_one(&self, id: &ConversationId) -> Result<(), Error> {
        let heard = self.rooms.as_ref().is_some_and(|rooms| rooms.is_joined(id));
        catch_up_chat(&self.context, id).await?;
        if heard {
            self.context.synced_chats.mark_synced(self.epoch, id);
        }
        Ok(())
    }

    async fn with_rate_limit<T, F: Future<Output = Result<T, Error>>>(
        &self,
        ask: impl Fn() -> F,
    ) -> Result<T, Error> {
        let rate_limit = &self.context.rate_limit;
        loop {
            if self.on_rate_limit == OnRateLimit::Wait {
                rate_limit.ready().await;
            }
            let answer = ask().await;
            rate_limit.record(&answer);
            match answer {
                Err(error)
                    if error.class() == ErrorClass::RateLimited
                        && self.on_rate_limit == OnRateLimit::Wait => {}
                other => return other,
            }
        }
    }
}
