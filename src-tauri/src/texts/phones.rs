//! Phone numbers, as people write them.

use super::letters::{Letters, digit_value, digits_end, is_dash, is_digit, is_space, is_word};

/// A phone number has at most so many digits, with the prefix for abroad.
const MOST_DIGITS: usize = 17;
const FEWEST_DIGITS: usize = 7;
/// A run of digits alone is a phone number from so many on.
const FEWEST_IN_ONE_RUN: usize = 9;
/// No number within a country has more.
const MOST_WITHIN_COUNTRY: usize = 12;
/// With a plus, or with 00: fewer are an amount, or an order's number that begins with zeros.
const FEWEST_AFTER_PLUS: usize = 9;
const FEWEST_AFTER_ZEROS: usize = 11;
/// With 00; more are an account's.
const MOST_AFTER_ZEROS: usize = 15;
const MOST_BETWEEN_GROUPS: usize = 3;
/// Libya's code, which people leave the plus out of; with it a number has so many digits.
const LIBYA: [u32; 3] = [2, 1, 8];
const LIBYAN_DIGITS: usize = 12;

const DIGITS_WITHIN_LIBYA: usize = 9;
const FEWEST_BETWEEN_COMMAS: usize = 9;
/// Digits that stand alone in a number that is spelled.
const FEWEST_ALONE: usize = 3;
const LONGEST_SPELLED_GROUP: usize = 4;

fn is_comma(letter: char) -> bool {
    matches!(letter, ',' | '\u{60C}')
}

/// What a number begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prefix {
    /// `+`, or `+` that stands alone.
    Plus { apart: bool },
    /// `00`.
    Zeros,
    /// Libya's code without a plus.
    Libya,
    /// The zero of numbers within the country, or one that stands alone.
    Zero { apart: bool },
    /// A group in parentheses.
    Parentheses,
}

impl Prefix {
    /// What has so many digits is whole: what follows after a space is something else.
    fn whole_from(self) -> usize {
        match self {
            Self::Libya => LIBYAN_DIGITS,
            Self::Plus { .. } => 11,
            Self::Zeros => 13,
            Self::Zero { apart: true } => 10,
            Self::Zero { apart: false } | Self::Parentheses => 9,
        }
    }

    fn has_enough(self, total: usize, groups: usize) -> bool {
        match self {
            Self::Libya => total == LIBYAN_DIGITS,
            Self::Plus { apart: true } => total >= FEWEST_AFTER_ZEROS,
            Self::Zeros => (FEWEST_AFTER_ZEROS..=MOST_AFTER_ZEROS).contains(&total),
            Self::Plus { apart: false } => total >= FEWEST_AFTER_PLUS,
            Self::Zero { apart: true } => total == 9 || total == 10,
            Self::Zero { apart: false } | Self::Parentheses => {
                let fewest = if groups > 1 {
                    FEWEST_DIGITS
                } else {
                    FEWEST_IN_ONE_RUN
                };
                (fewest..=MOST_WITHIN_COUNTRY).contains(&total)
            }
        }
    }
}

/// The prefix of the number at a place, and where its first group begins.
fn prefix_at(text: Letters<'_>, at: usize) -> Option<(Prefix, usize)> {
    let mut from = at;
    let mut plus = text.at(at) == Some('+');
    from += usize::from(plus);
    let plus_apart = plus && text.is(from, is_space) && text.is(from + 1, is_digit);
    from += usize::from(plus_apart);
    // «5 + 218…» is a sum.
    let is_sum = plus_apart
        && text.before(at).is_some_and(is_space)
        && at >= 2
        && text.before(at - 1).is_some_and(is_digit);
    let opens = text.at(from) == Some('(');
    let first = from + usize::from(opens);
    plus |= opens && text.at(first) == Some('+');
    let digit = |place| text.at(place).filter(|one| is_digit(*one)).map(digit_value);
    let zeros = (first..first + 3)
        .take_while(|place| digit(*place) == Some(0))
        .count();
    if is_sum || zeros == 3 {
        return None;
    }
    let is_libyan = (first..)
        .zip(LIBYA)
        .all(|(place, wanted)| digit(place) == Some(wanted));
    let prefix = match zeros {
        _ if plus => Prefix::Plus { apart: plus_apart },
        2 => Prefix::Zeros,
        1 => Prefix::Zero {
            apart: !opens && digit(first + 1).is_none(),
        },
        _ if opens => Prefix::Parentheses,
        _ if is_libyan => Prefix::Libya,
        _ => return None,
    };
    Some((prefix, from))
}

/// Whether a first group of this size begins a number.
fn may_begin(prefix: Prefix, in_parentheses: bool, size: usize) -> bool {
    match prefix {
        Prefix::Plus { .. } | Prefix::Zero { apart: true } => true,
        Prefix::Parentheses => size == 3,
        Prefix::Zeros | Prefix::Libya | Prefix::Zero { apart: false } => in_parentheses || size > 1,
    }
}

/// Where the phone number ends that begins at a place.
pub(super) fn phone_at(text: Letters<'_>, at: usize) -> Option<usize> {
    grouped_at(text, at).or_else(|| spelled_at(text, at))
}

/// Groups of digits between single spaces, dashes, dots, commas or slashes; a group may stand in parentheses.
fn grouped_at(text: Letters<'_>, at: usize) -> Option<usize> {
    let (prefix, mut next) = prefix_at(text, at)?;
    let plus = matches!(prefix, Prefix::Plus { .. });
    let (mut digits, mut groups) = (0, 0);
    // The last group outside parentheses, and the digits up to there.
    let mut whole: Option<(usize, usize)> = None;
    loop {
        let parted = text.at(next) == Some('(');
        let mut from = next + usize::from(parted);
        from += usize::from(parted && groups == 0 && text.at(from) == Some('+'));
        let to = digits_end(text, from);
        let size = to - from;
        let unfit = if parted {
            size > 5 || text.at(to) != Some(')')
        } else {
            groups > 0 && size < 2
        };
        if size == 0 || unfit {
            break;
        }
        // No number within a country goes on with 0 or 1 after the zero that stands apart.
        let odd = match groups {
            0 => !may_begin(prefix, parted, size),
            1 => {
                prefix == Prefix::Zero { apart: true } && text.is(from, |one| digit_value(one) < 2)
            }
            _ => false,
        };
        if digits + size > MOST_DIGITS || odd {
            return None;
        }
        digits += size;
        groups += 1;
        next = to + usize::from(parted);
        if !parted {
            whole = Some((to, digits));
        }
        let gap = gap_after(text, next, size >= 3 || plus);
        let goes_on = gap > next || parted || text.at(gap) == Some('(');
        let is_whole =
            whole.is_some_and(|(end, total)| end == next && total >= prefix.whole_from());
        if !goes_on || is_whole {
            break;
        }
        next = gap;
    }
    let (end, total) = whole?;
    let glued = text.is(end, is_word)
        || text.is(end, is_digit)
        || text.at(end) == Some(':') && text.is(end + 1, is_digit);
    // Numbers between commas are more often a list.
    let is_list =
        !plus && total < FEWEST_BETWEEN_COMMAS && text.slice(at, end).iter().copied().any(is_comma);
    (!glued && !is_list && prefix.has_enough(total, groups)).then_some(end)
}

/// Digits that are spelled one by one, as «0 9 1 2 3 4 5 6 7 8»: the first may be together, and longer groups may follow.
/// Only what is a whole number of Libya's is one: a count is spelled so too.
fn spelled_at(text: Letters<'_>, at: usize) -> Option<usize> {
    let plus = text.at(at) == Some('+');
    let mut next = at + usize::from(plus);
    next += usize::from(plus && text.is(next, is_space));
    let mut digits: Vec<u32> = Vec::with_capacity(MOST_DIGITS);
    let mut alone = 0;
    loop {
        let to = digits_end(text, next);
        let size = to - next;
        let unfit = size > LONGEST_SPELLED_GROUP || size == 2 && !digits.is_empty();
        if size == 0 || unfit {
            return None;
        }
        digits.extend(text.slice(next, to).iter().copied().map(digit_value));
        if !may_become_libyan(&digits) {
            return None;
        }
        alone += usize::from(size == 1);
        if alone >= FEWEST_ALONE && is_whole_in_libya(&digits) {
            let glued =
                text.is(to, is_word) || text.at(to) == Some(':') && text.is(to + 1, is_digit);
            return (!glued).then_some(to);
        }
        next = gap_after(text, to, true);
        if next == to || digits.len() > MOST_DIGITS {
            return None;
        }
    }
}

/// Whether digits are the beginning of such a number: the rest of others is not read.
fn may_become_libyan(digits: &[u32]) -> bool {
    let begins = |prefix: &[u32]| {
        let rest = digits.get(prefix.len());
        digits.iter().zip(prefix).all(|(one, wanted)| one == wanted)
            && rest.is_none_or(|first| *first >= 2)
    };
    begins(&[0]) || begins(&[0, 0, 2, 1, 8]) || begins(&LIBYA)
}

/// A zero and nine digits, or the country's code and nine, of which the first is 2 to 9.
fn is_whole_in_libya(digits: &[u32]) -> bool {
    let abroad = digits.strip_prefix([0, 0].as_slice()).unwrap_or(digits);
    let own = abroad
        .strip_prefix(LIBYA.as_slice())
        .or_else(|| digits.strip_prefix([0].as_slice()));
    own.is_some_and(|own| {
        own.len() == DIGITS_WITHIN_LIBYA && own.first().is_some_and(|first| *first >= 2)
    })
}

/// Whether a phone number begins at a place that others' digits lead to: one that ends where the digits end, or in one run.
pub(super) fn dials_on(text: Letters<'_>, at: usize) -> bool {
    phone_at(text, at).is_some_and(|end| {
        end == digits_end(text, at) || !text.is(end, is_space) || !text.is(end + 1, is_digit)
    })
}

/// Dots and slashes part groups of a phone number only after three digits, or after a plus: else they are of a date or
/// an amount.
fn gap_after(text: Letters<'_>, at: usize, dots_part: bool) -> usize {
    let (mut gap, mut signs) = (at, 0);
    while gap - at < MOST_BETWEEN_GROUPS {
        let Some(letter) = text.at(gap) else { break };
        let is_dot =
            dots_part && (is_comma(letter) || matches!(letter, '.' | '/' | '\u{B7}' | '_'));
        let is_sign = is_dash(letter) || letter == '\u{640}' || is_dot;
        // Two dashes are one that was typed twice.
        let again = is_dash(letter) && text.before(gap) == Some(letter);
        if !is_sign && !is_space(letter) || is_sign && signs > 0 && !again {
            break;
        }
        signs += usize::from(is_sign);
        gap += 1;
    }
    gap
}
