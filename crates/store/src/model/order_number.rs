//! An order's short number, as people say it, and what they type for an order.

use protocol::OrderId;
use protocol::visible::is_invisible;

use crate::limits::{OBJECT_ID_CHARS, ORDER_ID_CHARS, ORDER_NUMBER_CHARS};
use crate::model::keyboard::other_readings;

/// The last characters of the order's id: the server gives no other number of an order. What its chat's subject says
/// is text, which anybody may change.
pub(crate) fn short_number(order: &str) -> String {
    last_chars(order, ORDER_NUMBER_CHARS)
}

fn last_chars(text: &str, count: usize) -> String {
    let skipped = text.chars().count().saturating_sub(count);
    text.chars().skip(skipped).collect()
}

/// What somebody typed or pasted for an order: its number, the end of its id, or the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedOrder(String);

impl TypedOrder {
    /// Reads it without `#` and invisible characters, digits of every script as `0`–`9`; of several words the one with
    /// digits («order 1234»). `None` when nothing is left.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let text: String = typed
            .chars()
            .filter(|letter| letter.is_whitespace() || !is_invisible(*letter))
            .map(latin_digit)
            .collect();
        let words: Vec<&str> = text
            .split_whitespace()
            .map(|word| word.trim_matches(['#', '＃', '№', ':', '.', '،', ',']))
            .filter(|word| !word.is_empty())
            .collect();
        let with_digits: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| word.contains(|letter: char| letter.is_ascii_digit()))
            .collect();
        let text = match with_digits.as_slice() {
            [number] => (*number).to_owned(),
            _ => words.join(" "),
        };
        (!text.is_empty()).then_some(Self(text))
    }

    /// What was typed, as it is read and then as the same keys type it on the other keyboard layout.
    #[must_use]
    pub fn readings(typed: &str) -> Vec<Self> {
        let Some(read) = Self::read(typed) else {
            return Vec::new();
        };
        let others = other_readings(&read.0).into_iter().map(Self);
        let mut readings = vec![read.clone()];
        readings.extend(others.filter(|other| *other != read));
        readings
    }

    /// As it was typed, cleaned.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id that this can be. Ids are longer than the numbers that people say, and are made of letters, digits, `-`
    /// and `_`; digits alone are a phone number rather, unless they have an ObjectId's length.
    #[must_use]
    pub fn to_id(&self) -> Option<OrderId> {
        let text = self.0.as_str();
        let written = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let is_id = ORDER_ID_CHARS.contains(&text.len())
            && text.chars().all(written)
            && digits > 0
            && (digits < text.len() || text.len() == OBJECT_ID_CHARS);
        is_id.then(|| OrderId::new(text)).flatten()
    }

    /// The last characters, by which an order is looked up.
    pub(crate) fn end(&self) -> String {
        last_chars(&self.0, ORDER_NUMBER_CHARS).to_ascii_lowercase()
    }

    /// Whether this is the order's id or an end of it that is at least its short number.
    pub(crate) fn names(&self, order: &str) -> bool {
        let (order, typed) = (order.to_ascii_lowercase(), self.0.to_ascii_lowercase());
        let long = typed.chars().count() >= ORDER_NUMBER_CHARS;
        order == typed || (long && order.ends_with(&typed))
    }

    /// Whether a text speaks of this, as a word of its own.
    pub(crate) fn is_word_of(&self, text: &str) -> bool {
        let typed = self.0.to_lowercase();
        let text: String = text
            .chars()
            .map(latin_digit)
            .flat_map(char::to_lowercase)
            .collect();
        text.match_indices(&typed).any(|(at, found)| {
            let before = text.get(..at).and_then(|part| part.chars().next_back());
            let after = text
                .get(at + found.len()..)
                .and_then(|part| part.chars().next());
            ![before, after]
                .into_iter()
                .flatten()
                .any(char::is_alphanumeric)
        })
    }
}

/// A digit of another script as one of `0`–`9`; anything else as it is. Scripts' digits stand in blocks of ten.
fn latin_digit(letter: char) -> char {
    let zero = match letter {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        '\u{966}'..='\u{96F}' => 0x966,
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        _ => return letter,
    };
    char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter)
}
