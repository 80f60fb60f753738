//! Fetches a chat's newest pages until they meet the fetched range that the store already has.

use protocol::{ConversationId, MessagePage};
use store::{PageFetched, Position, Reach};

use crate::{Error, context::Context, http::endpoints::PAGE_SIZE};

/// The page limit of one catch-up of one chat. Older messages stay a gap, which the chat shows and the
/// user can fill.
const CATCH_UP_PAGES: u32 = 20;

/// The page limit of one reconcile; higher, because a lookup that stops early proves nothing.
const RECONCILE_PAGES: u32 = 400;

/// The number of times a fetch may start over because messages arrived while it read pages.
const RESTARTS: u32 = 4;

/// Whether a page is the last one. A short page alone does not prove that when a total is known: a
/// server may return fewer messages than were requested.
pub(super) fn is_last(page: &MessagePage, number: u32) -> bool {
    let before = u64::from(number.saturating_sub(1)) * PAGE_SIZE as u64;
    let reached = before + page.records as u64;
    match page.total {
        _ if page.records == 0 => true,
        Some(total) => reached >= total,
        None => page.records < PAGE_SIZE,
    }
}

/// Fetches a chat's newest pages until they meet the known range, or where events extended that, what a page has
/// confirmed of it; of an unknown chat, the newest page.
///
/// A message that arrives or disappears between two requests shifts the pages. A fetch of several
/// pages therefore takes one page more as a margin, and starts over when the total has changed or is
/// not known.
pub(crate) async fn catch_up_chat(
    context: &Context,
    conversation: &ConversationId,
) -> Result<(), Error> {
    let unconfirmed = context.store.unconfirmed_from(conversation).await?;
    let has_events = unconfirmed.is_some();
    let known = match unconfirmed {
        Some(confirmed) => Some(confirmed),
        None => context.store.complete_until(conversation).await?,
    };
    let goal = known.as_ref().map_or(Goal::FirstPage, Goal::Meet);
    let fetched = fetch_until(context, conversation, goal).await?;
    match (fetched.end_reached, fetched.newest) {
        (FetchEnd::Stopped, _) => {
            tracing::info!(%conversation, "stopped catching up: the rest stays a gap");
        }
        (FetchEnd::ReachedGoal, Some(top)) if has_events => {
            context.store.confirm(conversation, &top).await?;
        }
        (FetchEnd::ReachedGoal, _) => {}
    }
    Ok(())
}

/// Fetches every message of a chat after `place`; without a place, the whole chat.
///
/// # Errors
/// [`Error::UnreadableAnswer`] when the page limit ends before the place: the caller may not conclude
/// that a message is absent.
pub(crate) async fn fetch_back_to(
    context: &Context,
    conversation: &ConversationId,
    place: Option<&Position>,
) -> Result<(), Error> {
    let fetched = fetch_until(context, conversation, Goal::Reach(place)).await?;
    match fetched.end_reached {
        FetchEnd::ReachedGoal => Ok(()),
        FetchEnd::Stopped => Err(Error::UnreadableAnswer(
            "the pages do not lead to what was known".to_owned(),
        )),
    }
}

/// How far back a fetch goes.
#[derive(Clone, Copy)]
enum Goal<'a> {
    /// To the end of the range that was known before the fetch, within the limit of a catch-up.
    Meet(&'a Position),
    /// The newest page alone.
    FirstPage,
    /// To a position, or without one to the chat's beginning, within the limit of a reconcile.
    Reach(Option<&'a Position>),
}

impl Goal<'_> {
    /// Whether pages down to `reached` suffice. Meeting any fetched range does not: this fetch may have
    /// made that range itself, before more than a page of messages arrived.
    fn is_reached_by(self, reached: Option<&Position>) -> bool {
        let (Self::Meet(goal) | Self::Reach(Some(goal))) = self else {
            return matches!(self, Self::FirstPage);
        };
        reached
            .is_none_or(|reached| (reached.created_at, &reached.id) <= (goal.created_at, &goal.id))
    }

    fn page_limit(self) -> u32 {
        match self {
            Self::Meet(_) | Self::FirstPage => CATCH_UP_PAGES,
            Self::Reach(_) => RECONCILE_PAGES,
        }
    }
}

/// Whether a fetch reached its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FetchEnd {
    ReachedGoal,
    Stopped,
}

/// A page that the store has applied.
struct FetchedPage {
    /// The position of the oldest message; `None` when the page is empty.
    oldest: Option<Position>,
    newest: Option<Position>,
    total: Option<u64>,
    end: bool,
}

struct FetchedBack {
    end_reached: FetchEnd,
    /// The top of the newest page.
    newest: Option<Position>,
    /// Whether a message may have arrived since the request for the first page.
    moved: bool,
}

async fn fetch_until(
    context: &Context,
    conversation: &ConversationId,
    goal: Goal<'_>,
) -> Result<FetchedBack, Error> {
    let first = newest_page(context, conversation).await?;
    let mut fetched = fetch_pages_back(context, conversation, &first, goal).await?;
    for _ in 0..RESTARTS {
        if !fetched.moved || fetched.end_reached == FetchEnd::Stopped {
            return Ok(fetched);
        }
        // Messages arrived meanwhile: fetch again, down to the newest page of before.
        let known = match fetched.newest.take() {
            Some(top) => Some(top),
            None => context.store.complete_until(conversation).await?,
        };
        let goal = known.as_ref().map_or(Goal::FirstPage, Goal::Meet);
        let first = newest_page(context, conversation).await?;
        fetched = fetch_pages_back(context, conversation, &first, goal).await?;
    }
    Ok(FetchedBack {
        end_reached: FetchEnd::Stopped,
        ..fetched
    })
}

async fn fetch_pages_back(
    context: &Context,
    conversation: &ConversationId,
    first: &FetchedPage,
    goal: Goal<'_>,
) -> Result<FetchedBack, Error> {
    if first.end || goal.is_reached_by(first.oldest.as_ref()) {
        return Ok(FetchedBack {
            end_reached: FetchEnd::ReachedGoal,
            newest: first.newest.clone(),
            moved: false,
        });
    }
    let mut before = first.oldest.clone();
    let mut total = first.total;
    let mut margin = false;
    for number in 2..=goal.page_limit() {
        let Some(place) = before.take() else { break };
        let page = next_page(context, conversation, number, place).await?;
        if page.total < total {
            // A message was deleted, so another may have moved up a page and been skipped.
            break;
        }
        total = page.total;
        if page.end || margin {
            return Ok(FetchedBack {
                end_reached: FetchEnd::ReachedGoal,
                newest: first.newest.clone(),
                moved: total.is_none() || total != first.total,
            });
        }
        margin = goal.is_reached_by(page.oldest.as_ref());
        before = page.oldest;
    }
    Ok(FetchedBack {
        end_reached: FetchEnd::Stopped,
        newest: first.newest.clone(),
        moved: true,
    })
}

/// Fetches the newest page. Without a joined room no event continues the page, so the chat is marked
/// stale at once.
async fn newest_page(
    context: &Context,
    conversation: &ConversationId,
) -> Result<FetchedPage, Error> {
    let heard = context.synced_chats.is_joined(conversation);
    fail::fail_point!("engine.page.before-request");
    let page = context.rest.messages(conversation, 1).await?;
    fail::fail_point!("engine.page.after-answer");
    let end = is_last(&page, 1);
    let page = store_page(context, conversation, page, Reach::Newest { end }, end).await?;
    fail::fail_point!("engine.page.applied");
    if !heard {
        context.mark_stale(std::slice::from_ref(conversation));
    }
    Ok(page)
}

async fn next_page(
    context: &Context,
    conversation: &ConversationId,
    number: u32,
    before: Position,
) -> Result<FetchedPage, Error> {
    let page = context.rest.messages(conversation, number).await?;
    let end = is_last(&page, number);
    store_page(
        context,
        conversation,
        page,
        Reach::Older { before, end },
        end,
    )
    .await
}

async fn store_page(
    context: &Context,
    conversation: &ConversationId,
    page: MessagePage,
    reach: Reach,
    end: bool,
) -> Result<FetchedPage, Error> {
    let total = page.total;
    let fetched = PageFetched {
        messages: page.messages,
        reach,
    };
    let applied = context.store.apply_page(conversation, fetched).await?;
    Ok(FetchedPage {
        oldest: applied.oldest,
        newest: applied.newest,
        total,
        end,
    })
}
