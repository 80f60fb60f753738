//! Which of two values is newer. Each field of a record that may come late or in part carries the
//! time of the record it is from, so that any order of records ends in the same row.

/// Takes a field's value, and its time (UTC, ms), from a record of time `at`, unless a newer one is known. A
/// record without a time counts as of now (a live `conversation-updated` may lack it, CONTRACT section 2), but
/// leaves the time alone: the next record with one decides.
pub(crate) fn set_if_newer<T>(
    (known, known_at): (&mut Option<T>, &mut Option<i64>),
    value: Option<T>,
    at: Option<i64>,
) {
    let Some(value) = value else { return };
    if known.is_none() || supersedes(*known_at, at) {
        *known = Some(value);
        *known_at = at.or(*known_at);
    }
}

/// Whether a record of time `new` may overwrite what is from a record of time `known`.
pub(crate) fn supersedes(known: Option<i64>, new: Option<i64>) -> bool {
    match (known, new) {
        (Some(known), Some(new)) => new >= known,
        _ => true,
    }
}
