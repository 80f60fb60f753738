//! Phone numbers, as people write them.

use super::letters::{Letters, digit_value, digits_end, is_dash, is_digit, is_space, is_word};

/// A phone number has at most so many digits, with the prefix for abroad.
const MOST_PHONE_DIGITS: usize = 17;
const FEWEST_PHONE_DIGITS: usize = 7;
/// A run of digits alone is a phone number from so many on.
const FEWEST_IN_ONE_RUN: usize = 9;
const MOST_BETWEEN_GROUPS: usize = 3;
/// Groups of digits between single spaces, dashes, dots or slashes; a group may stand in parentheses.
pub(super) fn phone_at(text: Letters<'_>, at: usize) -> Option<usize> {
    let mut next = at + usize::from(text.at(at) == Some('+'));
    let in_front = text.at(next) == Some('(');
    let zero_at = next + usize::from(in_front);
    let plus = next > at || in_front && text.at(zero_at) == Some('+');
    let is_zero = |place| text.is(place, |letter| is_digit(letter) && digit_value(letter) == 0);
    let starts_with_zero = is_zero(zero_at);
    if !plus && !starts_with_zero && !in_front {
        return None;
    }
    // What has so many digits is whole: what follows after a space is something else.
    let whole_from = match (plus, starts_with_zero && is_zero(zero_at + 1)) {
        (true, _) => 11,
        (false, true) => 13,
        (false, false) => 9,
    };
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
        let odd_start = match parted {
            true => !starts_with_zero && size != 3,
            false => size == 1,
        };
        if digits + size > MOST_PHONE_DIGITS || groups == 0 && !plus && odd_start {
            return None;
        }
        digits += size;
        groups += 1;
        next = to + usize::from(parted);
        if !parted {
            whole = Some((to, digits));
        }
        let gap = gap_after(text, next, size);
        let goes_on = gap > next || parted || text.at(gap) == Some('(');
        if !goes_on || whole.is_some_and(|(end, total)| end == next && total >= whole_from) {
            break;
        }
        next = gap;
    }
    let (end, total) = whole?;
    let glued = text.is(end, is_word)
        || text.is(end, is_digit)
        || text.at(end) == Some(':') && text.is(end + 1, is_digit);
    let enough = groups > 1 || plus || total >= FEWEST_IN_ONE_RUN;
    (!glued && enough && total >= FEWEST_PHONE_DIGITS).then_some(end)
}

/// Dots and slashes part groups of a phone number only after three digits: else they are of a date or an amount.
fn gap_after(text: Letters<'_>, at: usize, size: usize) -> usize {
    let mut signs = 0;
    let mut gap = at;
    while gap - at < MOST_BETWEEN_GROUPS {
        let Some(letter) = text.at(gap) else { break };
        let is_sign = is_dash(letter) || matches!(letter, '.' | '/') && size >= 3;
        signs += usize::from(is_sign);
        if signs > 1 || !is_sign && !is_space(letter) {
            break;
        }
        gap += 1;
    }
    gap
}
