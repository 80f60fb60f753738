//! How long nobody has touched the window, by two clocks: the steady one, which nobody sets, and the wall's, which goes
//! on while the computer sleeps.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// A moment by both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// By the steady clock, since an arbitrary start.
    pub steady: Duration,
    /// By the wall's clock, in ms since 1970.
    pub wall: i64,
}

/// Tells the moment.
pub type MomentClock = Arc<dyn Fn() -> Moment + Send + Sync>;

impl Moment {
    /// How long ago `earlier` was, by whichever clock says more: a clock that was set back shortens nothing.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        let wall = u64::try_from(self.wall.saturating_sub(earlier.wall)).unwrap_or(0);
        self.steady
            .saturating_sub(earlier.steady)
            .max(Duration::from_millis(wall))
    }
}

/// This computer's clocks.
#[must_use]
pub fn system_moments() -> MomentClock {
    let start = Instant::now();
    let wall = store::system_clock();
    Arc::new(move || Moment {
        steady: start.elapsed(),
        wall: wall().0,
    })
}
