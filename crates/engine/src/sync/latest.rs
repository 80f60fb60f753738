//! A chat's newest pages, fetched until they meet what is known.

use protocol::{ConversationId, MessagePage};
use store::{PageFetched, Position, Reach};

use crate::{Error, context::Context, http::endpoints::PAGE_SIZE};

/// How many pages one catching up of one chat may take. What lies further back stays a gap, which
/// is shown and filled on demand.
const CATCH_UP_PAGES: u32 = 20;

/// How many pages one look for a lost message may take: a look that ends early says nothing.
const RECONCILE_PAGES: u32 = 400;

/// How often a walk may start over because more than a page came while it went on.
const RESTARTS: u32 = 4;

/// Whether a page is the last one. A page that is not full is the last, unless the total says that
/// more are to come (a server may give fewer than it was asked for).
pub(super) fn is_last(page: &MessagePage, number: u32) -> bool {
    let before = u64::from(number.saturating_sub(1)) * PAGE_SIZE as u64;
    let reached = before + page.records as u64;
    match page.total {
        _ if page.records == 0 => true,
        Some(total) => reached >= total,
        None => page.records < PAGE_SIZE,
    }
}

/// Fetches a chat's newest pages until they meet a stretch that was known before; then, if that took
/// several, one page more as a margin, and the first again if something may have come meanwhile. Of a
/// chat of which nothing is known, the newest page.
pub(crate) async fn catch_up_chat(
    context: &Context,
    conversation: &ConversationId,
) -> Result<(), Error> {
    let known = context.store.complete_until(conversation).await?;
    let goal = known.as_ref().map_or(Goal::FirstPage, Goal::Meet);
    if fetch_until(context, conversation, goal).await? == FetchEnd::Stopped {
        tracing::info!(%conversation, "stopped catching up: the rest stays a gap");
    }
    Ok(())
}

/// Fetches all that a chat holds after a place; with none, all that it holds.
///
/// # Errors
/// The server's refusals and the connection's errors; [`Error::UnreadableAnswer`] when the pages do not lead
/// there.
pub(crate) async fn fetch_back_to(
    context: &Context,
    conversation: &ConversationId,
    place: Option<&Position>,
) -> Result<(), Error> {
    match fetch_until(context, conversation, Goal::Reach(place)).await? {
        FetchEnd::ReachedGoal => Ok(()),
        FetchEnd::Stopped => Err(Error::UnreadableAnswer(
            "the pages do not lead to what was known".to_owned(),
        )),
    }
}

/// How far back a walk goes.
#[derive(Clone, Copy)]
enum Goal<'a> {
    /// To the end of what was known before.
    Meet(&'a Position),
    /// The newest page is enough.
    FirstPage,
    /// To a place, or the chat's beginning, however far it is.
    Reach(Option<&'a Position>),
}

impl Goal<'_> {
    /// Whether pages that reach down to a place are enough. That they meet some stretch is not: it may
    /// be one that this walk made, when more than a page comes while it goes on.
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

/// Whether a walk reached its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FetchEnd {
    ReachedGoal,
    Stopped,
}

/// A page in the cache.
struct FetchedPage {
    /// How far down it reaches.
    oldest: Option<Position>,
    total: Option<u64>,
    end: bool,
}

/// What going down from the first page came to.
struct FetchedBack {
    end_reached: FetchEnd,
    /// Whether something may have come since the first page was asked for.
    moved: bool,
}

async fn fetch_until(
    context: &Context,
    conversation: &ConversationId,
    goal: Goal<'_>,
) -> Result<FetchEnd, Error> {
    let first = newest_page(context, conversation).await?;
    let mut fetched = fetch_pages_back(context, conversation, &first, goal).await?;
    for _ in 0..RESTARTS {
        if !fetched.moved || fetched.end_reached == FetchEnd::Stopped {
            return Ok(fetched.end_reached);
        }
        // Something came while the pages were read: down again, to what is known by now.
        let known = context.store.complete_until(conversation).await?;
        let goal = known.as_ref().map_or(Goal::FirstPage, Goal::Meet);
        let first = newest_page(context, conversation).await?;
        fetched = fetch_pages_back(context, conversation, &first, goal).await?;
    }
    Ok(FetchEnd::Stopped)
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
            // Something was taken away: what slipped up a page may have been skipped.
            break;
        }
        total = page.total;
        if page.end || margin {
            return Ok(FetchedBack {
                end_reached: FetchEnd::ReachedGoal,
                moved: total.is_none() || total != first.total,
            });
        }
        margin = goal.is_reached_by(page.oldest.as_ref());
        before = page.oldest;
    }
    Ok(FetchedBack {
        end_reached: FetchEnd::Stopped,
        moved: true,
    })
}

/// The newest page. Where the room is not joined, events do not go on from it.
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

/// The page that follows on a place.
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
        total,
        end,
    })
}
