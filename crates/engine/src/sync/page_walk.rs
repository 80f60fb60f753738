//! Walks a chat's pages from the newest backwards, whatever their order, and hands them to the store: what adjoins
//! as a range without a hole, anything else as messages alone.

use std::sync::Arc;

use protocol::{ConversationId, Message, MessagePage, UtcMs};
use store::{PageApplied, PageFetched, Position, Reach};

use crate::{
    Error,
    context::Context,
    http::endpoints::PAGE_SIZE,
    limits::UNORDERED_PAGES,
    sync::{
        fetch_goal::{FetchEnd, FetchedBack, Goal},
        last_page::find_last_page,
        page_order::{PageOrder, order_of},
        page_reader::{PageLayout, PageReader, is_repeated},
    },
};

pub(super) struct Walk<'a> {
    pub(super) reader: PageReader<'a>,
    /// Without a joined room no event continues the newest page.
    is_heard: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(context: &'a Context, conversation: &'a ConversationId) -> Self {
        Self {
            reader: PageReader::new(context, conversation),
            is_heard: context.synced_chats.is_joined(conversation),
        }
    }

    /// Fetches down to the goal. `known` is the newest place that was known before. `None` when the pages contradict
    /// the layout.
    pub(super) async fn in_layout(
        &mut self,
        layout: PageLayout,
        goal: Goal<'_>,
        known: Option<&Position>,
    ) -> Result<Option<FetchedBack>, Error> {
        match layout {
            PageLayout::Single => {
                let page = self.reader.page(1).await?;
                let applied = self.store_newest(&page.messages, true).await?;
                Ok(Some(ended(FetchEnd::ReachedGoal, applied.newest)))
            }
            PageLayout::Repeated => self.repeated_page(known).await.map(Some),
            PageLayout::Ordered(PageOrder::NewestFirst) => self.newest_first(goal, known).await,
            PageLayout::Ordered(PageOrder::OldestFirst) => self.oldest_first(goal, known).await,
            PageLayout::Ordered(PageOrder::Mixed) => self.whole_chat(goal).await.map(Some),
        }
    }

    async fn newest_first(
        &mut self,
        goal: Goal<'_>,
        known: Option<&Position>,
    ) -> Result<Option<FetchedBack>, Error> {
        let first = self.reader.page(1).await?;
        if lacks(&first, known) {
            let second = self.reader.page(2).await?;
            if contradicts(PageOrder::NewestFirst, &first, &second) {
                return Ok(None);
            }
        }
        let applied = self.store_newest(&first.messages, false).await?;
        let fetched = |end_reached, stopped_at, moved| FetchedBack {
            end_reached,
            newest: applied.newest.clone(),
            stopped_at,
            moved,
        };
        if goal.is_reached_by(applied.oldest.as_ref()) {
            return Ok(Some(fetched(FetchEnd::ReachedGoal, None, false)));
        }
        let mut before = applied.oldest.clone();
        let mut upper = first.clone();
        let mut margin = false;
        for number in 2..=goal.page_limit() {
            let Some(place) = before.take() else { break };
            let page = self.reader.page(number).await?;
            if contradicts(PageOrder::NewestFirst, &upper, &page) {
                return Ok(None);
            }
            let mut end = self.reader.is_last(number, &page);
            // What arrived meanwhile was not read, so the total tells nothing.
            if !end && page.records < upper.records {
                end = self.reader.page(number + 1).await?.records == 0;
            }
            let oldest = self.store_older(&page, place, end).await?.oldest;
            if page.total < upper.total || (!end && is_repeated(&upper, &page)) {
                // A message was deleted, so another may have moved up a page and been skipped; or the pages lead
                // nowhere.
                break;
            }
            if end || margin {
                let moved = page.total.is_none() || page.total != first.total;
                return Ok(Some(fetched(FetchEnd::ReachedGoal, None, moved)));
            }
            margin = goal.is_reached_by(oldest.as_ref());
            before = oldest;
            upper = page;
        }
        Ok(Some(fetched(FetchEnd::Stopped, before, true)))
    }

    /// Messages that arrive come on the last page, and what is deleted moves others to pages that are still to be
    /// read: nothing is skipped on the way back.
    async fn oldest_first(
        &mut self,
        goal: Goal<'_>,
        known: Option<&Position>,
    ) -> Result<Option<FetchedBack>, Error> {
        let Some(last) = find_last_page(&mut self.reader).await? else {
            return Ok(Some(ended(FetchEnd::Stopped, None)));
        };
        let mut upper = self.reader.page(last).await?;
        if lacks(&upper, known) && last > 1 {
            let lower = self.reader.page(last - 1).await?;
            if contradicts(PageOrder::OldestFirst, &lower, &upper) {
                return Ok(None);
            }
        }
        let applied = self.store_newest(&upper.messages, last == 1).await?;
        let newest = applied.newest.clone();
        let mut before = applied.oldest;
        // The last page may hold a message or two: another one is as little as a screen needs.
        let mut is_enough = upper.records * 2 >= PAGE_SIZE || !matches!(goal, Goal::FirstPage);
        let lowest = last.saturating_sub(goal.page_limit()).max(1);
        for number in (lowest..last).rev() {
            if goal.is_reached_by(before.as_ref()) && is_enough {
                return Ok(Some(ended(FetchEnd::ReachedGoal, newest)));
            }
            let Some(place) = before.take() else { break };
            let page = self.reader.page(number).await?;
            if contradicts(PageOrder::OldestFirst, &page, &upper) {
                return Ok(None);
            }
            before = self.store_older(&page, place, number == 1).await?.oldest;
            is_enough = true;
            upper = page;
        }
        let reached = lowest == 1 || goal.is_reached_by(before.as_ref());
        if reached && before.is_some() {
            return Ok(Some(ended(FetchEnd::ReachedGoal, newest)));
        }
        Ok(Some(FetchedBack {
            stopped_at: before,
            ..ended(FetchEnd::Stopped, newest)
        }))
    }

    /// Fetches all pages, where only all of them have no hole between them. Without all of them the messages are
    /// kept, and the chat is known nowhere to be complete.
    pub(super) async fn whole_chat(&mut self, goal: Goal<'_>) -> Result<FetchedBack, Error> {
        let mut messages: Vec<Message> = Vec::new();
        let first = self.reader.page(1).await?;
        let mut is_whole = false;
        let mut upper: Option<Arc<MessagePage>> = None;
        for number in 1..=UNORDERED_PAGES {
            if messages.len() >= goal.page_limit() as usize * PAGE_SIZE {
                break;
            }
            let page = self.reader.page(number).await?;
            if upper
                .as_ref()
                .is_some_and(|upper| page.records > 0 && is_repeated(upper, &page))
            {
                break;
            }
            messages.extend(page.messages.iter().cloned());
            if self.reader.is_last(number, &page) {
                is_whole = page.total == first.total;
                break;
            }
            upper = Some(page);
        }
        if is_whole {
            let applied = self.store_newest(&messages, true).await?;
            return Ok(ended(FetchEnd::ReachedGoal, applied.newest));
        }
        self.store(messages, Reach::Unknown).await?;
        Ok(ended(FetchEnd::Stopped, None))
    }

    /// The server has one page, whatever number is asked for. Whether that is the newest, only what else is known
    /// can tell; whether it is everything, nothing can.
    async fn repeated_page(&mut self, known: Option<&Position>) -> Result<FetchedBack, Error> {
        let page = self.reader.page(1).await?;
        let PageReader {
            context,
            conversation,
            ..
        } = &self.reader;
        let row = context.store.conversation(conversation).await?;
        let said_last = row
            .filter(|row| row.waiting + row.failed == 0)
            .and_then(|row| row.activity_at);
        let is_behind = newest_time(&page).is_none_or(|newest| Some(newest) < said_last);
        if is_behind || lacks(&page, known) {
            self.store(page.messages.clone(), Reach::Unknown).await?;
            return Ok(ended(FetchEnd::Stopped, None));
        }
        let applied = self.store_newest(&page.messages, false).await?;
        Ok(ended(FetchEnd::ReachedGoal, applied.newest))
    }

    async fn store_newest(&self, messages: &[Message], end: bool) -> Result<PageApplied, Error> {
        let applied = self.store(messages.to_vec(), Reach::Newest { end }).await?;
        fail::fail_point!("engine.page.applied");
        let PageReader {
            context,
            conversation,
            ..
        } = &self.reader;
        if !self.is_heard {
            context.mark_stale(std::slice::from_ref(conversation));
        }
        Ok(applied)
    }

    async fn store_older(
        &self,
        page: &MessagePage,
        before: Position,
        end: bool,
    ) -> Result<PageApplied, Error> {
        self.store(page.messages.clone(), Reach::Older { before, end })
            .await
    }

    async fn store(&self, messages: Vec<Message>, reach: Reach) -> Result<PageApplied, Error> {
        let PageReader {
            context,
            conversation,
            ..
        } = &self.reader;
        let page = PageFetched { messages, reach };
        Ok(context.store.apply_page(conversation, page).await?)
    }
}

fn ended(end_reached: FetchEnd, newest: Option<Position>) -> FetchedBack {
    FetchedBack {
        end_reached,
        newest,
        stopped_at: None,
        moved: false,
    }
}

/// Whether two pages that follow on one another say that the order is another one. Where something arrived between
/// the two calls they say nothing.
fn contradicts(order: PageOrder, first: &MessagePage, second: &MessagePage) -> bool {
    let is_still = first.total == second.total;
    is_still && order_of(first, second).is_some_and(|shown| shown != order)
}

/// Whether a page that should be the newest ends before what is known.
fn lacks(page: &MessagePage, known: Option<&Position>) -> bool {
    known.is_some_and(|known| newest_time(page).is_some_and(|newest| newest < known.created_at))
}

fn newest_time(page: &MessagePage) -> Option<UtcMs> {
    page.messages
        .iter()
        .filter_map(|message| message.created_at)
        .max()
}
