//! A chat's newest pages, fetched until they meet what is known.

use protocol::{ConversationId, MessagePage};
use store::{MessageWindow, Older, PageApplied, PageFetched, Place, Reach};

use super::older;
use crate::{Error, Fetched, context::Context, rest::PAGE_SIZE};

/// How many pages one catching up of one chat may take. What lies further back stays a gap, which
/// is shown and filled on demand.
const PAGES_AT_ONCE: u32 = 20;

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
/// several, one page more as a margin, and the first again if the total has moved meanwhile. Of a
/// chat of which nothing is known, the newest page.
pub(crate) async fn catch_up_chat(
    context: &Context,
    conversation: &ConversationId,
) -> Result<(), Error> {
    let goal = match context.store.complete_until(conversation).await? {
        Some(_) => Goal::Meet,
        None => Goal::FirstPage,
    };
    walk(context, conversation, goal).await
}

/// Fetches a chat's newest pages back to a place.
pub(crate) async fn look_back(
    context: &Context,
    conversation: &ConversationId,
    place: Option<&Place>,
) -> Result<(), Error> {
    walk(
        context,
        conversation,
        place.map_or(Goal::FirstPage, Goal::Reach),
    )
    .await
}

/// How far back a walk goes.
#[derive(Clone, Copy)]
enum Goal<'a> {
    Meet,
    FirstPage,
    Reach(&'a Place),
}

impl Goal<'_> {
    fn is_met(self, applied: &PageApplied) -> bool {
        match self {
            Self::Meet => applied.joined,
            Self::FirstPage => true,
            Self::Reach(place) => applied.oldest.as_ref().is_none_or(|oldest| {
                (oldest.created_at, &oldest.id) <= (place.created_at, &place.id)
            }),
        }
    }
}

async fn walk(
    context: &Context,
    conversation: &ConversationId,
    goal: Goal<'_>,
) -> Result<(), Error> {
    let mut before: Option<Place> = None;
    let mut first_total = None;
    let mut margin = false;
    for number in 1..=PAGES_AT_ONCE {
        let page = context.rest.messages(conversation, number).await?;
        let total = page.total;
        let end = is_last(&page, number);
        let reach = match before.take() {
            None => Reach::Newest { end },
            Some(before) => Reach::Older { before, end },
        };
        let fetched = PageFetched {
            messages: page.messages,
            reach,
        };
        let applied = context.store.apply_page(conversation, fetched).await?;
        if number == 1 {
            first_total = total;
        }
        let met = goal.is_met(&applied);
        if end || margin || (met && number == 1) || applied.oldest.is_none() {
            if number > 1 && total != first_total {
                refetch_first(context, conversation).await?;
            }
            return Ok(());
        }
        margin = met;
        before = applied.oldest;
    }
    tracing::info!(%conversation, "stopped catching up: the rest stays a gap");
    Ok(())
}

async fn refetch_first(context: &Context, conversation: &ConversationId) -> Result<(), Error> {
    let page = context.rest.messages(conversation, 1).await?;
    let end = is_last(&page, 1);
    let fetched = PageFetched {
        messages: page.messages,
        reach: Reach::Newest { end },
    };
    context.store.apply_page(conversation, fetched).await?;
    Ok(())
}

/// Fetches until the newest `how_many` are cached without a hole, or the chat's beginning.
pub(crate) async fn refresh_messages(
    context: &Context,
    conversation: &ConversationId,
    how_many: u32,
) -> Result<(), Error> {
    catch_up_chat(context, conversation).await?;
    // Each round fetches at least one page; the bound only guards against a server that lies.
    for _ in 0..=how_many {
        let window = MessageWindow::Newest { limit: how_many };
        let cached = context.store.messages(conversation, window).await?;
        let gap = cached.rows.iter().rev().find(|row| row.gap_before);
        if let Some(place) = gap.and_then(|row| {
            Some(Place {
                created_at: row.created_at?,
                id: row.id.as_ref()?.to_string(),
            })
        }) {
            older::fetch_before(context, conversation, &place).await?;
            continue;
        }
        let there = cached.rows.iter().filter(|row| row.id.is_some()).count();
        if there >= how_many as usize || cached.older == Older::Nothing {
            return Ok(());
        }
        if older::fetch_older(context, conversation).await? == Fetched::Beginning {
            return Ok(());
        }
    }
    Ok(())
}
