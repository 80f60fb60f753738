//! Where a window is put that was elsewhere before: wholly on one of the screens that are there now.

/// A rectangle in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// The left edge.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Rectangle {
    /// How many pixels two rectangles share.
    fn shared(self, other: Self) -> u64 {
        let along = |a: i32, a_size: u32, b: i32, b_size: u32| {
            let (a, b) = (i64::from(a), i64::from(b));
            let end = (a + i64::from(a_size)).min(b + i64::from(b_size));
            u64::try_from(end - a.max(b)).unwrap_or(0)
        };
        along(self.x, self.width, other.x, other.width)
            * along(self.y, self.height, other.y, other.height)
    }

    /// How far the centres of two rectangles are from each other, by the longer way of the two directions.
    fn distance(self, other: Self) -> u64 {
        let centre = |at: i32, size: u32| i64::from(at) + i64::from(size) / 2;
        let across = centre(self.x, self.width).abs_diff(centre(other.x, other.width));
        across.max(centre(self.y, self.height).abs_diff(centre(other.y, other.height)))
    }
}

/// Puts a window, with its frame, on the screen that shows most of it, or else on the nearest: no larger than that,
/// and nothing of it outside. Without any screen it stays as it was.
#[must_use]
pub fn place(was: Rectangle, screens: &[Rectangle]) -> Rectangle {
    let best = screens.iter().copied().max_by_key(|screen| {
        (
            was.shared(*screen),
            std::cmp::Reverse(was.distance(*screen)),
        )
    });
    let Some(screen) = best else { return was };
    let (x, width) = fit(was.x, was.width, screen.x, screen.width);
    let (y, height) = fit(was.y, was.height, screen.y, screen.height);
    Rectangle {
        x,
        y,
        width,
        height,
    }
}

/// Fits a line into another one: moved before it is shortened.
fn fit(at: i32, size: u32, from: i32, room: u32) -> (i32, u32) {
    let size = size.min(room);
    let latest = from.saturating_add_unsigned(room - size);
    (at.clamp(from, latest), size)
}
