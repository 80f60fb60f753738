//! The time inside a Mongo ObjectId.

/// Seconds since 1970 are the first four bytes of an ObjectId; answers milliseconds (UTC), or `None`
/// when the id is not one. It gives a message without `createdAt` a place that never changes.
pub(crate) fn time_in_id(id: &str) -> Option<i64> {
    if id.len() != 24 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let seconds = i64::from_str_radix(id.get(..8)?, 16).ok()?;
    Some(seconds * 1000)
}
