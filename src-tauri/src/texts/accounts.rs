//! The numbers of accounts and cards, which have groups that look like phone numbers.

use super::letters::{Letters, digits_end, is_dash, is_digit, is_space, is_word};
use super::phones::phone_at;

/// An international account number (IBAN) has so many letters and digits: ISO 13616.
const FEWEST_IN_ACCOUNT: usize = 15;
const MOST_IN_ACCOUNT: usize = 34;
/// Its check digits stand after two letters of the country.
const CHECK_DIGITS: usize = 2;
/// A card's number has four groups of four digits; an account's in its groups may have more.
const CARD_GROUP: usize = 4;
const CARD_GROUPS: usize = 4;
const MOST_CARD_GROUPS: usize = 9;
const LONG_GROUP: usize = 9;

fn is_separator(letter: char) -> bool {
    is_space(letter) || is_dash(letter)
}

/// Where the card's number ends that begins at a place: groups of four digits with one separator, the last may be shorter.
pub(super) fn card_at(text: Letters<'_>, at: usize) -> Option<usize> {
    let separator = text.at(at + CARD_GROUP).filter(|one| is_separator(*one))?;
    let (mut groups, mut from, mut end) = (0, at, at);
    while groups < MOST_CARD_GROUPS {
        let to = digits_end(text, from);
        let size = to - from;
        if size == 0 || size > CARD_GROUP || size < CARD_GROUP && groups < CARD_GROUPS {
            break;
        }
        groups += 1;
        end = to;
        if size < CARD_GROUP || text.at(to) != Some(separator) {
            break;
        }
        from = to + 1;
    }
    let glued = text.is(end, is_word) || text.is(end, is_digit);
    (groups >= CARD_GROUPS && !glued).then_some(end)
}

/// Where the account's number ends that a Latin word begins at a place, in groups: `LY83 0020 4800 0020 1001 2036 1`.
pub(super) fn account_end(text: Letters<'_>, at: usize) -> Option<usize> {
    let is_letter = |letter: char| letter.is_ascii_alphabetic();
    let is_ascii_digit = |letter: char| letter.is_ascii_digit();
    let is_country = text.is(at, is_letter) && text.is(at + 1, is_letter);
    if !is_country || text.before(at).is_some_and(is_letter) {
        return None;
    }
    let check = at + 2 + usize::from(text.is(at + 2, is_space));
    if !(check..check + CHECK_DIGITS).all(|place| text.is(place, is_ascii_digit)) {
        return None;
    }
    let (mut size, mut groups, mut last) = (2, 0, 0);
    let (mut from, mut end) = (check, check);
    loop {
        let mut to = from;
        while text.is(to, |letter| letter.is_ascii_alphanumeric()) {
            to += 1;
        }
        let length = to - from;
        let has_digits = text.is(from, is_ascii_digit)
            || to > from && text.is(to - 1, is_ascii_digit)
            || length == CARD_GROUP && groups == 1;
        if length == 0 || !has_digits || size + length > MOST_IN_ACCOUNT {
            break;
        }
        // A phone number after the account's: one in a single run, or after the long group that an account ends with.
        let phone = phone_at(text, from).filter(|_| groups > 0);
        if phone.is_some_and(|phone| last >= LONG_GROUP || phone == to && length >= LONG_GROUP) {
            break;
        }
        last = length;
        size += length;
        end = to;
        groups += 1;
        if !text.is(to, is_separator) {
            break;
        }
        from = to + 1;
    }
    // A phone number alone after a word such as `RM12` is one.
    let is_phone = phone_at(text, check + CHECK_DIGITS + 1) == Some(end);
    (size >= FEWEST_IN_ACCOUNT && !is_phone).then_some(end)
}
