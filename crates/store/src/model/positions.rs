//! The order of places in a chat.

use crate::model::rows::Position;

/// Before every place of a chat.
pub(crate) fn beginning() -> Position {
    Position {
        created_at: protocol::UtcMs(i64::MIN),
        id: String::new(),
    }
}

/// The order of places: (time, id).
pub(crate) fn sort_key(position: &Position) -> (i64, &str) {
    (position.created_at.0, &position.id)
}

/// The later of two places.
pub(crate) fn later(a: Option<Position>, b: Option<Position>) -> Option<Position> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if sort_key(&a) < sort_key(&b) { b } else { a }),
        (a, b) => a.or(b),
    }
}
