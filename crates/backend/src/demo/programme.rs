//! Which scenes are played, by whom, how long ago and how they ended: newest first.

use protocol::ConversationStatus;

use super::cast::Cast;
use super::scenes::{SETTLED, Scene, WAITING};
use super::support_scenes::{MARKET, PHARMACY, RESTAURANTS, SUPPORT_SETTLED, SUPPORT_WAITING};
use crate::records::Person;

/// Who plays a scene.
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

/// A scene to be played.
#[derive(Debug)]
pub(super) struct Number<'a> {
    pub(super) scene: Scene,
    pub(super) party: Party<'a>,
    pub(super) status: ConversationStatus,
    /// Whether the last lines of the one who asked are unread.
    pub(super) waiting: bool,
}

/// All of them, newest first.
pub(super) fn programme(cast: &Cast) -> Vec<Number<'_>> {
    let mut customers = cast.customers.iter().cycle();
    let mut next = || customers.next().unwrap_or(&cast.user);
    let mut numbers = today(cast, &mut next);
    numbers.extend(earlier(cast, &mut next));
    numbers
}

/// Those who wait for an answer, orders and questions in turn.
fn today<'a>(cast: &'a Cast, next: &mut impl FnMut() -> &'a Person) -> Vec<Number<'a>> {
    let [albaraka, tripoli_nights] = &cast.restaurants;
    let waiting = |scene, party, status| Number {
        scene,
        party,
        status,
        waiting: true,
    };
    let mut questions = SUPPORT_WAITING.into_iter();
    let mut numbers = Vec::new();
    for (at, scene) in WAITING.into_iter().enumerate() {
        let customer = if at == 0 { &cast.user } else { next() };
        let restaurant = if at % 3 == 2 {
            tripoli_nights
        } else {
            albaraka
        };
        let party = Party::Order {
            customer,
            restaurant,
        };
        numbers.push(waiting(scene, party, ConversationStatus::Open));
        if at % 2 == 1 {
            continue;
        }
        if let Some(scene) = questions.next() {
            let status = if at == 4 {
                ConversationStatus::Pending
            } else {
                ConversationStatus::Open
            };
            numbers.push(waiting(scene, Party::Support { asking: next() }, status));
        }
    }
    let shops = [
        (RESTAURANTS.first(), albaraka),
        (MARKET.last(), &cast.market),
        (PHARMACY.first(), &cast.pharmacy),
        (RESTAURANTS.get(2), tripoli_nights),
        (MARKET.first(), &cast.market),
    ];
    let shops = shops.into_iter().filter_map(|(scene, asking)| {
        Some(waiting(
            *scene?,
            Party::Support { asking },
            ConversationStatus::Open,
        ))
    });
    numbers.extend(shops);
    let rest: Vec<Scene> = questions.collect();
    numbers.extend(rest.into_iter().map(|scene| {
        waiting(
            scene,
            Party::Support { asking: next() },
            ConversationStatus::Pending,
        )
    }));
    numbers
}

/// What was settled in the last weeks.
fn earlier<'a>(cast: &'a Cast, next: &mut impl FnMut() -> &'a Person) -> Vec<Number<'a>> {
    let [albaraka, tripoli_nights] = &cast.restaurants;
    let mut numbers = Vec::new();
    let mut questions = SUPPORT_SETTLED.into_iter().cycle();
    let settled = |scene, party, status| Number {
        scene,
        party,
        status,
        waiting: false,
    };
    for (at, scene) in SETTLED.into_iter().chain(SETTLED).enumerate() {
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
        numbers.push(settled(scene, party, status));
        if at % 3 != 2
            && let Some(scene) = questions.next()
        {
            let status = match at % 4 {
                0 | 1 => ConversationStatus::Resolved,
                2 => ConversationStatus::Closed,
                _ => ConversationStatus::Open,
            };
            numbers.push(settled(scene, Party::Support { asking: next() }, status));
        }
    }
    let shops = [
        (RESTAURANTS.get(1), albaraka),
        (RESTAURANTS.get(3), albaraka),
        (RESTAURANTS.get(1), tripoli_nights),
        (MARKET.get(1), &cast.market),
        (PHARMACY.last(), &cast.pharmacy),
    ];
    numbers.extend(shops.into_iter().filter_map(|(scene, asking)| {
        Some(settled(
            *scene?,
            Party::Support { asking },
            ConversationStatus::Resolved,
        ))
    }));
    numbers
}
