//! Filling a line's placeholders.

use rand::Rng as _;
use rand::rngs::StdRng;

use crate::records::Person;

/// What the placeholders of one conversation stand for.
#[derive(Clone, Debug)]
pub(super) struct Placeholders {
    pub(super) order: i64,
    pub(super) price: String,
    pub(super) minutes: u32,
    pub(super) phone: String,
    pub(super) name: String,
    pub(super) place: String,
}

impl Placeholders {
    /// Placeholders for a conversation with this person, about an order at this place.
    pub(super) fn draw(random: &mut StdRng, person: &Person, place: &str, order: i64) -> Self {
        Self {
            order,
            price: price(random),
            minutes: minutes(random),
            phone: person.phone.clone().unwrap_or_default(),
            name: first_name(&person.name).to_owned(),
            place: place.to_owned(),
        }
    }

    /// Other amounts, for the next line of a conversation that goes over days.
    pub(super) fn draw_again(&mut self, random: &mut StdRng) {
        self.price = price(random);
        self.minutes = minutes(random);
        self.order = random.random_range(1_300..4_900);
    }

    pub(super) fn fill(&self, text: &str) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        text.replace("{order}", &self.order.to_string())
            .replace("{price}", &self.price)
            .replace("{minutes}", &self.minutes.to_string())
            .replace("{phone}", &self.phone)
            .replace("{name}", &self.name)
            .replace("{place}", &self.place)
    }
}

/// How one addresses somebody: `عبد` alone is no name.
fn first_name(name: &str) -> &str {
    let words = if name.starts_with("عبد ") { 2 } else { 1 };
    let end = name
        .match_indices(' ')
        .nth(words - 1)
        .map_or(name.len(), |(at, _)| at);
    name.get(..end).unwrap_or(name)
}

fn price(random: &mut StdRng) -> String {
    format!(
        "{}.{:02}",
        random.random_range(12..140),
        random.random_range(0..4) * 25
    )
}

/// From 15 on, so that the noun is the same with every number.
fn minutes(random: &mut StdRng) -> u32 {
    random.random_range(3..9) * 5
}
