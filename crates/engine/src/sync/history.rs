//! Older history over offset pages. The server counts pages from the newest message, so where a
//! place lies has to be found, and a message that arrives meanwhile shifts every page by one
//! (CONTRACT section 3): what was seen before is merged by id, and a page counts as adjoining
//! only if it spans the place, or was fetched right after the page above it.

use protocol::{ConversationId, Message, MessagePage};
use store::{MessageWindow, Older, PageFetched, Position, Reach};

use crate::{
    Error, Fetched,
    context::Context,
    sync::latest::{catch_up_chat, is_last},
};

/// How many pages one search may look at: enough for any chat, since its steps double.
const MAX_PAGES: u32 = 64;

/// Fetches what lies before the oldest cached message.
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

/// Fetches what lies just before a place.
pub(crate) async fn fetch_before(
    context: &Context,
    conversation: &ConversationId,
    place: &Position,
) -> Result<Fetched, Error> {
    let mut search = Search::from(context.history_page(conversation));
    for _ in 0..MAX_PAGES {
        let number = search.next;
        let page = context.rest.messages(conversation, number).await?;
        let last = is_last(&page, number);
        let relation = page_relation(&page, place);
        let adjoins = match relation {
            PageRelation::Spans => true,
            PageRelation::Older => search.adjoins(number),
            PageRelation::Newer => last,
        };
        if adjoins {
            let reach = Reach::Older {
                before: place.clone(),
                end: last,
            };
            let fetched = PageFetched {
                messages: page.messages,
                reach,
            };
            context.store.apply_page(conversation, fetched).await?;
            context.set_history_page(conversation, number);
            return Ok(if last {
                Fetched::Beginning
            } else {
                Fetched::More
            });
        }
        search.learn(number, relation);
    }
    Err(Error::UnreadableAnswer(
        "the pages do not lead to the place".to_owned(),
    ))
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

/// Where a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageRelation {
    /// All of it is newer than the place, or the place itself.
    Newer,
    /// It reaches from the place, or from above it, to below it.
    Spans,
    /// All of it is older than the place.
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

/// Finds a page by doubling steps, then by halving what is left.
#[derive(Debug)]
struct Search {
    next: u32,
    step: u32,
    /// The furthest page known to lie above; 0 stands for what is above the first.
    above: u32,
    below: Option<u32>,
    /// The page looked at last.
    last: u32,
}

impl Search {
    /// Begins at a page, the one that the last search ended at.
    fn from(number: u32) -> Self {
        Self {
            next: number.max(1),
            step: 1,
            above: 0,
            below: None,
            last: 0,
        }
    }

    /// Whether a page that lies below follows on one that was looked at just before it: nothing
    /// can have slipped through between the two.
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
            // The two meet, in the wrong order: look at the upper once more, then at the lower.
            Some(below) if below <= self.above + 1 && number == below => self.above.max(1),
            Some(below) if below <= self.above + 1 => self.above + 1,
            Some(below) => self.above + (below - self.above) / 2,
        };
    }
}
