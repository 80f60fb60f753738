//! In which order a server gives a chat's pages, and how large they are. The documentation promises neither
//! (CONTRACT section 3), so both are learned from what comes.

use std::collections::HashSet;

use protocol::{Message, MessageId, MessagePage};

/// The order of a chat's pages. The order within a page says nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageOrder {
    NewestFirst,
    OldestFirst,
    /// The pages lie within one another: only all of them together have no hole.
    Mixed,
}

/// What this server's pages have shown so far.
#[derive(Debug, Default)]
pub(crate) struct PageRules {
    order: Option<PageOrder>,
    /// The most records that a page had.
    largest: usize,
    /// A page with fewer was followed by another one: a short page is no chat's end.
    is_uneven: bool,
}

impl PageRules {
    pub(crate) fn order(&self) -> Option<PageOrder> {
        self.order
    }

    /// Pages in no order are one chat's matter: an accident there must not cost the others.
    pub(crate) fn learn_order(&mut self, order: PageOrder) {
        self.order = (order != PageOrder::Mixed).then_some(order);
    }

    pub(crate) fn forget_order(&mut self) {
        self.order = None;
    }

    pub(crate) fn learn_size(&mut self, records: usize) {
        self.largest = self.largest.max(records);
    }

    /// A page of so many records was followed by another one.
    pub(crate) fn learn_followed(&mut self, records: usize) {
        self.is_uneven |= records < self.largest;
    }

    /// Whether a page is so short that nothing can follow on it.
    pub(crate) fn is_short(&self, records: usize) -> bool {
        !self.is_uneven && records < self.largest
    }

    /// Whether so many pages can hold so many records.
    pub(crate) fn can_hold(&self, pages: u32, records: u64) -> bool {
        let full = u64::try_from(self.largest).unwrap_or(u64::MAX);
        u64::from(pages).saturating_mul(full) >= records
    }
}

/// The order in which two pages lie that follow on one another; `None` when they do not tell, as when the second
/// repeats the first. A tenth of the messages may lie wrong: times are what their writers' clocks say.
pub(super) fn order_of(first: &MessagePage, second: &MessagePage) -> Option<PageOrder> {
    let known: HashSet<&MessageId> = first.messages.iter().map(|message| &message.id).collect();
    let again: HashSet<&MessageId> = second.messages.iter().map(|message| &message.id).collect();
    let upper = times(&first.messages, |id| !again.contains(id));
    let lower = times(&second.messages, |id| !known.contains(id));
    let (upper_ends, lower_ends) = (ends(&upper)?, ends(&lower)?);
    let is_below = lower_ends.1 <= upper_ends.0;
    let is_above = lower_ends.0 >= upper_ends.1;
    match (is_below, is_above) {
        (true, true) => None,
        (true, false) => Some(PageOrder::NewestFirst),
        (false, true) => Some(PageOrder::OldestFirst),
        (false, false) => Some(PageOrder::Mixed),
    }
}

fn times(messages: &[Message], counts: impl Fn(&MessageId) -> bool) -> Vec<i64> {
    let mut times: Vec<i64> = messages
        .iter()
        .filter(|message| counts(&message.id))
        .filter_map(|message| Some(message.created_at?.0))
        .collect();
    times.sort_unstable();
    times
}

/// The oldest and the newest time but for the tenth that may lie wrong at each end.
fn ends(sorted: &[i64]) -> Option<(i64, i64)> {
    let wrong = sorted.len() / 10;
    let newest = sorted.len().checked_sub(1 + wrong)?;
    Some((*sorted.get(wrong)?, *sorted.get(newest)?))
}
