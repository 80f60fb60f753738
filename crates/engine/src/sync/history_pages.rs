//! A chat's pages by their depth: 1 is the newest, whichever number the server gives it.

use protocol::{ConversationId, MessageId, MessagePage};

use crate::{
    Error,
    context::Context,
    sync::{
        last_page::find_last_page,
        page_order::PageOrder,
        page_reader::{PageLayout, PageReader},
    },
};

pub(super) struct HistoryPages<'a> {
    context: &'a Context,
    conversation: &'a ConversationId,
    /// The number of the newest page, where the server gives the oldest first.
    last: Option<u32>,
    /// The only page, or the first, where it had to be read to find the layout.
    first: Option<MessagePage>,
    is_single: bool,
    /// The page read before, and its number.
    before: Option<(u32, Vec<MessageId>)>,
}

impl<'a> HistoryPages<'a> {
    /// # Errors
    /// [`Error::UnreadableAnswer`] for pages in which nothing can be searched; those of a call.
    pub(super) async fn of(
        context: &'a Context,
        conversation: &'a ConversationId,
    ) -> Result<Self, Error> {
        let mut reader = PageReader::new(context, conversation);
        let known = context.page_rules.lock().order();
        let layout = match known {
            Some(order) => PageLayout::Ordered(order),
            None => reader.layout().await?,
        };
        let last = match layout {
            PageLayout::Ordered(PageOrder::OldestFirst) => {
                Some(find_last_page(&mut reader).await?.ok_or_else(no_way)?)
            }
            PageLayout::Single | PageLayout::Ordered(PageOrder::NewestFirst) => None,
            PageLayout::Repeated | PageLayout::Ordered(PageOrder::Mixed) => return Err(no_way()),
        };
        let first = match known {
            None if last.is_none() => Some(reader.page(1).await?.as_ref().clone()),
            _ => None,
        };
        Ok(Self {
            context,
            conversation,
            last,
            first,
            is_single: layout == PageLayout::Single,
            before: None,
        })
    }

    /// The server's number of a depth. Below the oldest page there is that page again.
    pub(super) fn number(&self, depth: u32) -> u32 {
        match self.last {
            None => depth.max(1),
            Some(last) => last.saturating_add(1).saturating_sub(depth).max(1),
        }
    }

    /// The depth of a page that was named by its number; the newest for one that was not.
    pub(super) fn depth_of(&self, number: Option<u32>) -> u32 {
        match (self.last, number) {
            (_, None) => 1,
            (None, Some(number)) => number.max(1),
            (Some(last), Some(number)) => last.saturating_add(1).saturating_sub(number).max(1),
        }
    }

    /// The page at a depth.
    ///
    /// # Errors
    /// [`Error::UnreadableAnswer`] when two numbers bring the same page; those of a call.
    pub(super) async fn at(&mut self, depth: u32) -> Result<MessagePage, Error> {
        let number = self.number(depth);
        let page = match self.first.take() {
            Some(first) if number == 1 => first,
            _ => self.read(number).await?,
        };
        let ids: Vec<MessageId> = page.messages.iter().map(|one| one.id.clone()).collect();
        let before = self.before.replace((number, ids.clone()));
        match before {
            Some((other, same)) if other != number && !ids.is_empty() && same == ids => {
                Err(no_way())
            }
            _ => Ok(page),
        }
    }

    /// Whether the chat begins in this page. Where the page's size leaves that open, the next one is asked.
    pub(super) async fn is_end(&self, depth: u32, page: &MessagePage) -> Result<bool, Error> {
        let number = self.number(depth);
        if self.last.is_some() {
            return Ok(number == 1);
        }
        if self.is_single && number == 1 {
            return Ok(true);
        }
        let may_be_end = {
            let rules = self.context.page_rules.lock();
            match page.total {
                Some(total) => rules.can_hold(number, total),
                None => rules.is_short(page.records),
            }
        };
        Ok(page.records == 0
            || (may_be_end && self.read(number.saturating_add(1)).await?.records == 0))
    }

    async fn read(&self, number: u32) -> Result<MessagePage, Error> {
        let page = self.context.rest.messages(self.conversation, number);
        let page = page.await?;
        self.context.page_rules.lock().learn_size(page.records);
        Ok(page)
    }
}

fn no_way() -> Error {
    Error::UnreadableAnswer("the pages do not lead to the place".to_owned())
}
