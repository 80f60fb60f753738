//! Which dialogues the demo's past consists of, between whom and with which outcome: newest first.

use protocol::ConversationStatus;

use super::order_dialogues::{Dialogue, SETTLED, WAITING};
use super::people::DemoPeople;
use super::support_dialogues::{MARKET, PHARMACY, RESTAURANTS, SUPPORT_SETTLED, SUPPORT_WAITING};
use crate::records::Person;

/// Who talks in a dialogue.
#[derive(Clone, Copy, Debug)]
pub(super) enum Party<'a> {
    /// A customer about an order at a restaurant.
    Order {
        customer: &'a Person,
        restaurant: &'a Person,
    },
    /// Somebody with support.
    Support { asking: &'a Person },
}

/// A past conversation to be generated.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) dialogue: Dialogue,
    pub(super) party: Party<'a>,
    pub(super) status: ConversationStatus,
    /// Whether the last lines of the one who asked are unread.
    pub(super) waiting: bool,
}

/// All entries, newest first.
pub(super) fn schedule(people: &DemoPeople) -> Vec<Entry<'_>> {
    let mut customers = people.customers.iter().cycle();
    let mut next = || customers.next().unwrap_or(&people.user);
    let mut entries = today(people, &mut next);
    entries.extend(earlier(people, &mut next));
    entries
}

/// Those who wait for an answer, orders and questions in turn.
fn today<'a>(people: &'a DemoPeople, next: &mut impl FnMut() -> &'a Person) -> Vec<Entry<'a>> {
    let [albaraka, tripoli_nights] = &people.restaurants;
    let waiting = |dialogue, party, status| Entry {
        dialogue,
        party,
        status,
        waiting: true,
    };
    let mut questions = SUPPORT_WAITING.into_iter();
    let mut entries = Vec::new();
    for (at, dialogue) in WAITING.into_iter().enumerate() {
        let customer = if at == 0 { &people.user } else { next() };
        let restaurant = if at % 3 == 2 {
            tripoli_nights
        } else {
            albaraka
        };
        let party = Party::Order {
            customer,
            restaurant,
        };
        entries.push(waiting(dialogue, party, ConversationStatus::Open));
        if at % 2 == 1 {
            continue;
        }
        if let Some(dialogue) = questions.next() {
            let status = if at == 4 {
                ConversationStatus::Pending
            } else {
                ConversationStatus::Open
            };
            entries.push(waiting(dialogue, Party::Support { asking: next() }, status));
        }
    }
    let shops = [
        (RESTAURANTS.first(), albaraka),
        (MARKET.last(), &people.market),
        (PHARMACY.first(), &people.pharmacy),
        (RESTAURANTS.get(2), tripoli_nights),
        (MARKET.first(), &people.market),
    ];
    let shops = shops.into_iter().filter_map(|(dialogue, asking)| {
        Some(waiting(
            *dialogue?,
            Party::Support { asking },
            ConversationStatus::Open,
        ))
    });
    entries.extend(shops);
    let rest: Vec<Dialogue> = questions.collect();
    entries.extend(rest.into_iter().map(|dialogue| {
        waiting(
            dialogue,
            Party::Support { asking: next() },
            ConversationStatus::Pending,
        )
    }));
    entries
}

/// What was settled in the last weeks.
fn earlier<'a>(people: &'a DemoPeople, next: &mut impl FnMut() -> &'a Person) -> Vec<Entry<'a>> {
    let [albaraka, tripoli_nights] = &people.restaurants;
    let mut entries = Vec::new();
    let mut questions = SUPPORT_SETTLED.into_iter().cycle();
    let settled = |dialogue, party, status| Entry {
        dialogue,
        party,
        status,
        waiting: false,
    };
    for (at, dialogue) in SETTLED.into_iter().chain(SETTLED).enumerate() {
        let restaurant = if at % 5 < 3 { albaraka } else { tripoli_nights };
        let party = Party::Order {
            customer: next(),
            restaurant,
        };
        let status = match at % 6 {
            0 => ConversationStatus::Open,
            3 => ConversationStatus::Resolved,
            _ => ConversationStatus::Closed,
        };
        entries.push(settled(dialogue, party, status));
        if at % 3 != 2
            && let Some(dialogue) = questions.next()
        {
            let status = match at % 4 {
                0 | 1 => ConversationStatus::Resolved,
                2 => ConversationStatus::Closed,
                _ => ConversationStatus::Open,
            };
            entries.push(settled(dialogue, Party::Support { asking: next() }, status));
        }
    }
    let shops = [
        (RESTAURANTS.get(1), albaraka),
        (RESTAURANTS.get(3), albaraka),
        (RESTAURANTS.get(1), tripoli_nights),
        (MARKET.get(1), &people.market),
        (PHARMACY.last(), &people.pharmacy),
    ];
    entries.extend(shops.into_iter().filter_map(|(dialogue, asking)| {
        Some(settled(
            *dialogue?,
            Party::Support { asking },
            ConversationStatus::Resolved,
        ))
    }));
    entries
}
