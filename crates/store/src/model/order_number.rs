//! An order's short number, as people say it.

use crate::limits::ORDER_NUMBER_DIGITS;

/// Taken from the subject: the digits after a `#` (`#1234`), else those before it (`1234#مشكلة`, as
/// right-to-left text is often stored); else the last four characters of the order's id. A longer run of digits is no
/// order's number.
pub(crate) fn short_number(subject: Option<&str>, order: Option<&str>) -> Option<String> {
    let written = subject.and_then(in_subject);
    let number = written.filter(|number| number.chars().count() <= ORDER_NUMBER_DIGITS);
    number.or_else(|| {
        let order = order?;
        let skipped = order.chars().count().saturating_sub(4);
        Some(order.chars().skip(skipped).collect())
    })
}

fn in_subject(subject: &str) -> Option<String> {
    let (before, after) = subject.split_once('#')?;
    let following: String = after.chars().take_while(|c| c.is_numeric()).collect();
    if !following.is_empty() {
        return Some(following);
    }
    let reversed: Vec<char> = before
        .chars()
        .rev()
        .take_while(|c| c.is_numeric())
        .collect();
    (!reversed.is_empty()).then(|| reversed.into_iter().rev().collect())
}
