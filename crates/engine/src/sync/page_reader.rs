//! Reads pages of one chat, each once, and tells what they prove.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use protocol::{ConversationId, MessageId, MessagePage};

use crate::{
    Error,
    context::Context,
    limits::{ORDER_PROOF_MESSAGES, ORDER_PROOF_PAGES},
    sync::page_order::{PageOrder, order_of},
};

/// How a chat's pages are to be walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageLayout {
    /// One page has everything.
    Single,
    Ordered(PageOrder),
    /// Every number brings the same page, which is not known to be everything.
    Repeated,
}

pub(super) struct PageReader<'a> {
    pub(super) context: &'a Context,
    pub(super) conversation: &'a ConversationId,
    read: HashMap<u32, Arc<MessagePage>>,
    ids: HashSet<MessageId>,
    unreadable: usize,
    /// How many different records the first so many pages hold together.
    reached: Vec<usize>,
}

impl<'a> PageReader<'a> {
    pub(super) fn new(context: &'a Context, conversation: &'a ConversationId) -> Self {
        Self {
            context,
            conversation,
            read: HashMap::new(),
            ids: HashSet::new(),
            unreadable: 0,
            reached: Vec::new(),
        }
    }

    /// A page, from 1; asked for once.
    pub(super) async fn page(&mut self, number: u32) -> Result<Arc<MessagePage>, Error> {
        if let Some(read) = self.read.get(&number) {
            return Ok(read.clone());
        }
        let page = self.context.rest.messages(self.conversation, number);
        let page = Arc::new(page.await?);
        self.learn_from(number, &page);
        self.read.insert(number, page.clone());
        self.count_records();
        Ok(page)
    }

    fn learn_from(&self, number: u32, page: &MessagePage) {
        let mut rules = self.context.page_rules.lock();
        rules.learn_size(page.records);
        let before = self.read.get(&number.saturating_sub(1));
        if let (Some(before), true) = (before, page.records > 0) {
            rules.learn_followed(before.records);
        }
    }

    fn count_records(&mut self) {
        let next = |reached: usize| u32::try_from(reached + 1).unwrap_or(u32::MAX);
        while let Some(page) = self.read.get(&next(self.reached.len())) {
            let ids = page.messages.iter().map(|message| message.id.clone());
            self.ids.extend(ids);
            self.unreadable += page.records.saturating_sub(page.messages.len());
            self.reached.push(self.ids.len() + self.unreadable);
        }
    }

    /// Whether the pages from the first to this one, all of which were read, are known to be all there are.
    pub(super) fn is_last(&self, number: u32, page: &MessagePage) -> bool {
        let reached = usize::try_from(number)
            .ok()
            .and_then(|number| self.reached.get(number.checked_sub(1)?))
            .and_then(|reached| u64::try_from(*reached).ok());
        match page.total {
            _ if page.records == 0 => true,
            Some(total) => reached.is_some_and(|reached| reached >= total),
            // A server that leaves records out of its pages gives short ones in between.
            None => number == 1 && self.context.page_rules.lock().is_short(page.records),
        }
    }

    /// How the pages lie: as this server's other chats, else as the first two show.
    pub(super) async fn layout(&mut self) -> Result<PageLayout, Error> {
        let first = self.page(1).await?;
        if self.is_last(1, &first) {
            return Ok(PageLayout::Single);
        }
        let known = self.context.page_rules.lock().order();
        match known {
            Some(order) => Ok(PageLayout::Ordered(order)),
            None => self.learn_layout(&first).await,
        }
    }

    /// Small pages may lie in order by chance, so some more are read then.
    async fn learn_layout(&mut self, first: &MessagePage) -> Result<PageLayout, Error> {
        let mut shown: Option<PageOrder> = None;
        let mut upper = Arc::new(first.clone());
        for number in 2..=ORDER_PROOF_PAGES {
            let page = self.page(number).await?;
            // A total that promises more than the pages hold must not leave the chat unfinished for ever.
            if page.records == 0 && number == 2 {
                return Ok(PageLayout::Single);
            }
            if page.records > 0 && is_repeated(&upper, &page) {
                return Ok(PageLayout::Repeated);
            }
            // What arrived between two calls has moved the pages.
            let is_still = page.total == upper.total;
            match (shown, order_of(&upper, &page).filter(|_| is_still)) {
                (Some(before), Some(order)) if before != order => shown = Some(PageOrder::Mixed),
                (_, order) => shown = order.or(shown),
            }
            let is_proved = self.ids.len() >= ORDER_PROOF_MESSAGES;
            if is_proved || shown == Some(PageOrder::Mixed) || self.is_last(number, &page) {
                break;
            }
            upper = page;
        }
        // Messages without a time tell nothing: the live server begins with the newest.
        let order = shown.unwrap_or(PageOrder::NewestFirst);
        if order == PageOrder::OldestFirst && !self.is_first_page_still(first).await? {
            return Ok(PageLayout::Ordered(PageOrder::NewestFirst));
        }
        if shown.is_some() {
            self.context.page_rules.lock().learn_order(order);
        }
        Ok(PageLayout::Ordered(order))
    }

    /// Whether the first page is as it was. A page of messages that arrived since would look like pages that begin
    /// with the oldest.
    async fn is_first_page_still(&self, first: &MessagePage) -> Result<bool, Error> {
        let again = self.context.rest.messages(self.conversation, 1).await?;
        Ok(is_repeated(first, &again))
    }
}

/// Whether a page brings nothing that another one did not.
pub(super) fn is_repeated(first: &MessagePage, second: &MessagePage) -> bool {
    let known: HashSet<&MessageId> = first.messages.iter().map(|message| &message.id).collect();
    second
        .messages
        .iter()
        .all(|message| known.contains(&message.id))
}
