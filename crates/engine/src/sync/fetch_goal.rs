//! How far back a fetch of a chat's newest pages goes, and what it came to.

use store::Position;

/// The page limit of one catch-up of one chat. Older messages stay a gap, which the chat shows and the
/// user can fill.
const CATCH_UP_PAGES: u32 = 20;

/// The page limit of one reconcile; higher, because a lookup that stops early proves nothing.
const RECONCILE_PAGES: u32 = 400;

/// How far back a fetch goes.
#[derive(Clone, Copy)]
pub(super) enum Goal<'a> {
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
    pub(super) fn is_reached_by(self, reached: Option<&Position>) -> bool {
        let (Self::Meet(goal) | Self::Reach(Some(goal))) = self else {
            return matches!(self, Self::FirstPage);
        };
        reached
            .is_none_or(|reached| (reached.created_at, &reached.id) <= (goal.created_at, &goal.id))
    }

    pub(super) fn page_limit(self) -> u32 {
        match self {
            Self::Meet(_) | Self::FirstPage => CATCH_UP_PAGES,
            Self::Reach(_) => RECONCILE_PAGES,
        }
    }
}

/// Whether a fetch reached its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FetchEnd {
    ReachedGoal,
    Stopped,
}

/// What a fetch came to.
pub(super) struct FetchedBack {
    pub(super) end_reached: FetchEnd,
    /// The top of the newest page.
    pub(super) newest: Option<Position>,
    /// Down to where the pages followed on one another, of a fetch that stopped at its page limit.
    pub(super) stopped_at: Option<Position>,
    /// Whether a message may have arrived since the request for the first page.
    pub(super) moved: bool,
}
