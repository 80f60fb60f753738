//! One recogniser of what is read from left to right in every language: phone numbers, dates, times, order numbers,
//! amounts. It works on a short text: the caller cuts it.

use std::ops::RangeInclusive;

use super::accounts::{account_end, card_at};
use super::letters::{
    Letters, digit_value, digits_end, is_dash, is_digit, is_space, is_word, letter_direction,
};
use super::number_words::{names_file, unit_end, words_end};
use super::phones::{dials_on, phone_at};

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// A phone number.
    Phone,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// An order's number.
    Order,
    /// An amount, a range, any other.
    Amount,
}

/// A number from a place on. One without a kind is digits alone, which need no help, or part of a Latin phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: Option<NumberKind>,
    pub(super) end: usize,
}

/// Years that a date between spaces may have.
const CENTURIES: RangeInclusive<u32> = 1900..=2099;
/// Digits in groups that are no phone number.
const FEWEST_IN_GROUPS: usize = 9;
const LONGEST_GROUP: usize = 6;
/// The last group of an account's number, behind the bank's and the branch's.
const LONGEST_LAST_GROUP: usize = 18;
const GROUPS_BEFORE_LONG: usize = 2;
const MOST_GROUPS: usize = 10;

fn is_currency(letter: char) -> bool {
    matches!(letter, '$' | '\u{20AC}' | '\u{A3}' | '\u{A5}' | '\u{20AA}')
}

fn is_joiner(letter: char) -> bool {
    is_dash(letter)
        || matches!(
            letter,
            '.' | ',' | ':' | '/' | '\\' | '*' | '+' | '\u{D7}' | '\u{66B}' | '\u{66C}'
        )
}

fn is_prefix(letter: char) -> bool {
    is_currency(letter)
        || matches!(
            letter,
            '+' | '#' | '*' | '\u{D7}' | '\u{2116}' | '\u{B1}' | '-' | '\u{2212}'
        )
}

fn is_suffix(letter: char) -> bool {
    is_currency(letter)
        || matches!(
            letter,
            '%' | '\u{2030}' | '\u{B0}' | '\u{BC}'..='\u{BE}' | '\u{D7}' | '+'
        )
}

/// Whether a number may begin with this character.
pub(super) fn begins_number(letter: char) -> bool {
    is_digit(letter) || letter == '(' || is_prefix(letter)
}

/// Whether the groups of a number are laid out from left to right also in Arabic digits: those of a phone number, of
/// thousands, of a card; a range and a date are read as Arabic is.
pub(super) fn is_in_groups(kind: NumberKind, text: &[char]) -> bool {
    let gaps = |gap: fn(char) -> bool| {
        text.windows(3)
            .filter(|three| matches!(three, [one, sign, other] if is_digit(*one) && gap(*sign) && is_digit(*other)))
            .count()
    };
    match kind {
        NumberKind::Phone => true,
        NumberKind::Amount => gaps(is_space) > 0 || gaps(is_dash) > 1,
        NumberKind::Date | NumberKind::Time | NumberKind::Order => false,
    }
}

/// The number that begins at a place.
pub(super) fn number_at(text: Letters<'_>, at: usize) -> Option<Found> {
    let before = text.before(at);
    if before.is_some_and(|before| is_word(before) || is_digit(before)) {
        return None;
    }
    // Behind a word a dash joins and is no sign: within the number it would stand on the number's other side.
    if text.is(at, is_dash) && before.and_then(letter_direction).is_some() {
        return None;
    }
    let found = |kind| {
        move |end| Found {
            kind: Some(kind),
            end,
        }
    };
    let amount = |end| Found {
        kind: (!follows_latin_word(text, at)).then_some(NumberKind::Amount),
        end,
    };
    let no_file = |end: &usize| !names_file(text, *end);
    date_at(text, at)
        .filter(no_file)
        .map(found(NumberKind::Date))
        .or_else(|| card_at(text, at).map(amount))
        .or_else(|| {
            phone_at(text, at)
                .filter(no_file)
                .map(found(NumberKind::Phone))
        })
        .or_else(|| groups_at(text, at).map(amount))
        .or_else(|| other_at(text, at))
}

fn value(digits: &[char]) -> u32 {
    digits
        .iter()
        .fold(0, |sum, digit| sum * 10 + digit_value(*digit))
}

/// Day, month and year with one separator, the year first or last; between spaces only as 01 02 2026, since phone
/// numbers are written so too.
fn date_at(text: Letters<'_>, at: usize) -> Option<usize> {
    let mut parts: Vec<&[char]> = Vec::with_capacity(3);
    let mut separator = None;
    let mut end = at;
    loop {
        let to = digits_end(text, end);
        if to == end || to - end > 4 {
            return None;
        }
        parts.push(text.slice(end, to));
        end = to;
        if parts.len() == 3 {
            break;
        }
        let sign = text
            .at(end)
            .filter(|sign| matches!(sign, '/' | '.') || is_dash(*sign) || is_space(*sign))?;
        if separator.is_some_and(|separator| separator != sign) {
            return None;
        }
        separator = Some(sign);
        end += 1;
    }
    let goes_on = text.is(end, is_word) || text.is(end, is_joiner) && text.is(end + 1, is_digit);
    let [first, middle, last] = parts.try_into().ok()?;
    let (year, one, other) = if first.len() == 4 {
        (first, middle, last)
    } else {
        (last, first, middle)
    };
    if separator.is_some_and(is_space) {
        let is_whole = first.len() == 2 && middle.len() == 2 && CENTURIES.contains(&value(last));
        let after = digits_end(text, end + 1);
        let more = text.is(end, is_space) && after > end + 1 && text.at(after) != Some(':');
        if !is_whole || more {
            return None;
        }
    }
    let year_is_written = year.len() == 4 || first.len() != 4 && year.len() == 2;
    let two_digits = one.len() <= 2 && other.len() <= 2;
    let (one, other) = (value(one), value(other));
    let in_calendar = one >= 1 && other >= 1 && one.max(other) <= 31 && one.min(other) <= 12;
    (!goes_on && year_is_written && two_digits && in_calendar).then_some(end)
}

/// Digits in groups between single spaces: thousands (`1 250 000`), the numbers of cards and accounts. A few short
/// ones are numbers beside each other.
fn groups_at(text: Letters<'_>, at: usize) -> Option<usize> {
    let mut groups = Vec::new();
    let (mut from, mut end, mut hard) = (at, at, false);
    while groups.len() < MOST_GROUPS {
        let to = digits_end(text, from);
        let longest = if groups.len() < GROUPS_BEFORE_LONG {
            LONGEST_GROUP
        } else {
            LONGEST_LAST_GROUP
        };
        let unfit = to == from || to - from > longest;
        let other = !groups.is_empty() && (to - from == 1 || dials_on(text, from));
        if unfit || other {
            break;
        }
        groups.push(to - from);
        end = to;
        let is_last = to - from > LONGEST_GROUP;
        let Some(space) = text.at(to).filter(|letter| is_space(*letter) && !is_last) else {
            break;
        };
        hard |= space != ' ';
        from = to + 1;
    }
    let (first, others) = groups.split_first()?;
    let is_thousands = *first <= 3
        && others.iter().all(|size| *size == 3)
        && (others.len() > 1 || hard && !others.is_empty());
    let is_long = !others.is_empty()
        && groups.iter().all(|size| *size > 1)
        && groups.iter().sum::<usize>() >= FEWEST_IN_GROUPS;
    if !is_thousands && !is_long {
        return None;
    }
    if is_thousands && matches!(text.at(end), Some('.' | ',')) && text.is(end + 1, is_digit) {
        end = digits_end(text, end + 1);
    }
    let goes_on = text.is(end, is_word)
        || text.is(end, is_digit)
        || text.is(end, is_joiner) && text.is(end + 1, is_digit);
    (!goes_on).then_some(end)
}

/// Times, order numbers, amounts, ranges: digits with single signs between them, and a sign before or after.
fn other_at(text: Letters<'_>, at: usize) -> Option<Found> {
    let mut next = at;
    while next - at < 2 && text.is(next, is_prefix) {
        next += 1;
    }
    let prefix = if next > at { text.before(next) } else { None };
    if prefix == Some('\u{2116}') && text.at(next) == Some(' ') {
        next += 1;
    }
    if !text.is(next, is_digit) {
        return (prefix == Some('#')).then(|| code_at(text, next)).flatten();
    }
    let from = next;
    next = digits_end(text, next);
    let (mut joined, mut colons) = (0, 0);
    while text.is(next, is_joiner) && text.is(next + 1, is_digit) {
        joined += 1;
        colons += usize::from(text.at(next) == Some(':'));
        next = digits_end(text, next + 1);
    }
    let has_suffix = text.is(next, is_suffix) || prefix == Some('*') && text.at(next) == Some('#');
    next += usize::from(has_suffix);
    let digits_end = next;
    // A unit stays with its number, and so does the rest of a file's name, or of an address.
    while text.is(next, is_word) {
        next += 1;
    }
    let alone = next;
    next = unit_end(text, words_end(text, next));
    let is_mail = text.at(next) == Some('@') && text.is(next + 1, is_word);
    let bare = from == at && joined == 0 && !has_suffix && next == alone;
    let kind = if is_mail || bare || from == at && follows_latin_word(text, at) {
        None
    } else if matches!(prefix, Some('#' | '\u{2116}')) {
        Some(NumberKind::Order)
    } else if colons > 0 && colons == joined && digits_end - from <= 8 {
        Some(NumberKind::Time)
    } else {
        Some(NumberKind::Amount)
    };
    Some(Found { kind, end: next })
}

/// `#AV-1620`: what is an order's number elsewhere.
fn code_at(text: Letters<'_>, at: usize) -> Option<Found> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric();
    let mut next = at;
    while text.is(next, is_plain)
        || next > at && text.is(next, is_dash) && text.is(next + 1, is_word)
    {
        next += 1;
    }
    (next > at).then_some(Found {
        kind: Some(NumberKind::Order),
        end: next,
    })
}

/// Where a Latin word that begins at a place ends, with the digits and dashes in it: `AV-2024.1` is in order as it is.
/// A phone number after a word's dot or dash is none of it; the groups of an account's number that a word begins are.
pub(super) fn latin_word_end(text: Letters<'_>, at: usize) -> usize {
    let mut end = account_end(text, at).unwrap_or(at);
    loop {
        while text.is(end, is_word) {
            end += 1;
        }
        let joins = text.is(end, |letter| letter == '.' || is_dash(letter));
        if !joins || !text.is(end + 1, is_word) || phone_at(text, end + 1).is_some() {
            return end;
        }
        end += 1;
    }
}

/// Whether a number goes on with the Latin words before it (`order #1234`, `Tel: +218 91…`): isolated, it would stand on
/// their other side. Arabic digits are written from there anyway.
pub(super) fn continues_latin(text: Letters<'_>, at: usize, number: &[char]) -> bool {
    let is_latin = |letter: &char| matches!(letter, ' '..='~');
    let ends_label = || {
        let mut before = (1..=3).map(|back| text.at(at.checked_sub(back)?));
        before.next().flatten().is_some_and(is_space)
            && matches!(before.next().flatten(), Some(':' | '.'))
            && before
                .next()
                .flatten()
                .is_some_and(|letter| letter.is_ascii_alphabetic())
    };
    number.iter().all(is_latin) && (ends_label() || follows_latin_word(text, at))
}

/// «iPhone 8.1» and `docs/12.pdf` are one phrase, which is in order as it is; apart from its word the number would stand on its other side.
fn follows_latin_word(text: Letters<'_>, at: usize) -> bool {
    let Some(space) = at.checked_sub(1) else {
        return false;
    };
    let joins = |letter| {
        is_space(letter)
            || is_dash(letter)
            || matches!(letter, '/' | '\\' | ':' | '=' | '&' | '?' | '.' | ',' | '(')
    };
    text.is(space, joins)
        && text
            .before(space)
            .is_some_and(|letter| letter.is_ascii_alphabetic())
}
