//! Older history over offset pages (docs/CONTRACT.md, section 3).
//!
//! Where a position's page lies has to be searched, by its depth below the newest page. Where the server counts from
//! the newest message, one that arrives meanwhile shifts every page by one. The store merges repeated messages by
//! id. A page adjoins a position only if it spans the position, or was fetched right after the page
//! above it; any other page could hide a gap.

use protocol::{ConversationId, Message, MessagePage};
use store::{FirstUnread, MessageWindow, Older, PageFetched, Position, Reach};

use crate::{
    Error, Fetched,
    context::Context,
    limits::UNREAD_PAGES,
    sync::{history_pages::HistoryPages, latest::catch_up_chat},
};

/// The page limit of one search. The steps double, so the limit suffices for any chat.
const MAX_PAGES: u32 = 64;

/// Fetches the page before the oldest cached message.
pub(crate) async fn fetch_older(
    context: &Context,
    conversation: &ConversationId,
) -> Result<Fetched, Error> {
    match context.store.oldest(conversation).await? {
        Some(place) => fetch_before(context, conversation, &place).await,
        None => {
            catch_up_chat(context, conversation).await?;
            Ok(match context.store.oldest(conversation).await? {
                Some(_) => Fetched::More,
                None => Fetched::Beginning,
            })
        }
    }
}

/// Fetches the page that adjoins `place` on the older side.
pub(crate) async fn fetch_before(
    context: &Context,
    conversation: &ConversationId,
    place: &Position,
) -> Result<Fetched, Error> {
    let mut pages = HistoryPages::of(context, conversation).await?;
    let mut search = Search::from(pages.depth_of(context.history_page(conversation)));
    for _ in 0..MAX_PAGES {
        let depth = search.next;
        let page = pages.at(depth).await?;
        let relation = page_relation(&page, place);
        let adjoins = match relation {
            PageRelation::Spans => true,
            PageRelation::Older => search.adjoins(depth),
            PageRelation::Newer => pages.is_end(depth, &page).await?,
        };
        if adjoins {
            let end = relation == PageRelation::Newer || pages.is_end(depth, &page).await?;
            let reach = Reach::Older {
                before: place.clone(),
                end,
            };
            let fetched = PageFetched {
                messages: page.messages,
                reach,
            };
            context.store.apply_page(conversation, fetched).await?;
            context.set_history_page(conversation, pages.number(depth));
            return Ok(if end {
                Fetched::Beginning
            } else {
                Fetched::More
            });
        }
        search.learn(depth, relation);
    }
    Err(Error::UnreadableAnswer(
        "the pages do not lead to the place".to_owned(),
    ))
}

/// Fetches until the cache holds the newest `how_many` messages without a gap, or the whole chat.
pub(crate) async fn refresh_messages(
    context: &Context,
    conversation: &ConversationId,
    how_many: u32,
) -> Result<(), Error> {
    catch_up_chat(context, conversation).await?;
    // Each iteration fetches a page; the bound stops a server whose pages never end.
    for _ in 0..=how_many {
        let window = MessageWindow::Newest { limit: how_many };
        let cached = context.store.messages(conversation, window).await?;
        let gap = cached.rows.iter().rev().find(|row| row.gap_before);
        if let Some(place) = gap.and_then(|row| {
            Some(Position {
                created_at: row.created_at?,
                id: row.id.as_ref()?.to_string(),
            })
        }) {
            fetch_before(context, conversation, &place).await?;
            continue;
        }
        let there = cached.rows.iter().filter(|row| row.id.is_some()).count();
        if there >= how_many as usize || cached.older == Older::Nothing {
            return Ok(());
        }
        if fetch_older(context, conversation).await? == Fetched::Beginning {
            return Ok(());
        }
    }
    Ok(())
}

/// Fetches a chat down to the first message that is unread, page by page: what lies between is unread too, and only a
/// chat without a gap says which message is the first.
///
/// # Errors
/// Those of the calls. What was fetched until then stays.
pub(crate) async fn fetch_first_unread(
    context: &Context,
    conversation: &ConversationId,
) -> Result<(), Error> {
    catch_up_chat(context, conversation).await?;
    let mut reached = None;
    for _ in 0..UNREAD_PAGES {
        let FirstUnread::NotFetched { before, .. } =
            context.store.first_unread(conversation).await?
        else {
            return Ok(());
        };
        // A page that brings nothing new would be asked for again and again.
        let Some(place) = before.filter(|place| Some(place) != reached.as_ref()) else {
            return Ok(());
        };
        fetch_before(context, conversation, &place).await?;
        reached = Some(place);
    }
    Ok(())
}

/// Where a page lies relative to a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageRelation {
    /// Every message is newer than the position, or at it.
    Newer,
    /// The page holds messages at or above the position and messages below it.
    Spans,
    /// Every message is older than the position.
    Older,
}

fn page_relation(page: &MessagePage, place: &Position) -> PageRelation {
    let at = (place.created_at, place.id.as_str());
    let positions = || page.messages.iter().filter_map(position);
    let below = positions().any(|position| position < at);
    let above = positions().any(|position| position >= at);
    match (above, below) {
        (true, true) => PageRelation::Spans,
        (true, false) => PageRelation::Newer,
        (false, _) => PageRelation::Older,
    }
}

fn position(message: &Message) -> Option<(protocol::UtcMs, &str)> {
    Some((message.created_at?, message.id.as_str()))
}

/// Finds a page by doubling steps, then by bisection.
#[derive(Debug)]
struct Search {
    next: u32,
    step: u32,
    /// The last page known to lie above the position; 0 when none is known.
    above: u32,
    below: Option<u32>,
    /// The page fetched last.
    last: u32,
}

impl Search {
    /// Begins at the page where the last search ended: scrolling asks for the next page most often.
    fn from(number: u32) -> Self {
        Self {
            next: number.max(1),
            step: 1,
            above: 0,
            below: None,
            last: 0,
        }
    }

    /// Whether an older page was fetched right after the page above it. Between two such fetches no
    /// message can move from the one page past the other.
    fn adjoins(&self, number: u32) -> bool {
        number == self.above + 1 && (self.above == 0 || self.last == self.above)
    }

    fn learn(&mut self, number: u32, relation: PageRelation) {
        match relation {
            PageRelation::Newer => self.above = self.above.max(number),
            PageRelation::Older | PageRelation::Spans => self.below = Some(number),
        }
        self.last = number;
        self.next = match self.below {
            None => {
                let next = number + self.step;
                self.step *= 2;
                next
            }
            // The lower page was not fetched right after the upper one, so a message may have moved
            // past it: fetch the upper page again, then the lower.
            Some(below) if below <= self.above + 1 && number == below => self.above.max(1),
            Some(below) if below <= self.above + 1 => self.above + 1,
            Some(below) => self.above + (below - self.above) / 2,
        };
    }
}
