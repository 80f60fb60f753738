//! Fetches a chat's newest pages until they meet the fetched range that the store already has.

use protocol::ConversationId;
use store::{ConfirmedPages, Position};

use crate::{
    Error,
    context::Context,
    sync::{
        fetch_goal::{FetchEnd, FetchedBack, Goal},
        page_walk::Walk,
    },
};

/// The number of times a fetch may start over because messages arrived while it read pages.
const RESTARTS: u32 = 4;

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
    let known = match unconfirmed.clone() {
        Some(confirmed) => Some(confirmed),
        None => context.store.complete_until(conversation).await?,
    };
    let goal = known.as_ref().map_or(Goal::FirstPage, Goal::Meet);
    let fetched = fetch_until(context, conversation, goal).await?;
    if fetched.end_reached == FetchEnd::Stopped {
        tracing::info!(%conversation, "stopped catching up: the rest stays a gap");
    }
    let (Some(confirmed), Some(top)) = (unconfirmed, fetched.newest) else {
        return Ok(());
    };
    match (fetched.end_reached, fetched.stopped_at) {
        (FetchEnd::ReachedGoal, _) => context.store.confirm(conversation, &top).await?,
        (FetchEnd::Stopped, Some(reached)) => {
            let pages = ConfirmedPages {
                confirmed,
                reached,
                top,
            };
            context.store.confirm_above_gap(conversation, pages).await?;
        }
        // Messages kept coming or going: the next confirmation walks there again.
        (FetchEnd::Stopped, None) => {}
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

async fn fetch_until(
    context: &Context,
    conversation: &ConversationId,
    goal: Goal<'_>,
) -> Result<FetchedBack, Error> {
    let mut fetched = fetch_once(context, conversation, goal).await?;
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
        fetched = fetch_once(context, conversation, goal).await?;
    }
    Ok(FetchedBack {
        end_reached: FetchEnd::Stopped,
        ..fetched
    })
}

/// Fetches back once, in the order in which the server gives its pages.
async fn fetch_once(
    context: &Context,
    conversation: &ConversationId,
    goal: Goal<'_>,
) -> Result<FetchedBack, Error> {
    let known = context.store.complete_until(conversation).await?;
    let mut walk = Walk::new(context, conversation);
    fail::fail_point!("engine.page.before-request");
    let layout = walk.reader.layout().await?;
    fail::fail_point!("engine.page.after-answer");
    let walked = walk.in_layout(layout, goal, known.as_ref()).await?;
    if let Some(fetched) = walked {
        return Ok(fetched);
    }
    // The pages contradict what was learned of their order: this server has changed its ways.
    context.page_rules.lock().forget_order();
    let mut walk = Walk::new(context, conversation);
    let layout = walk.reader.layout().await?;
    match walk.in_layout(layout, goal, known.as_ref()).await? {
        Some(fetched) => Ok(fetched),
        None => walk.whole_chat(goal).await,
    }
}
