//! How fast the simulated customers are.

use std::ops::Range;
use std::time::Duration;

use crate::Pace;

/// Times in milliseconds are drawn from the ranges.
#[derive(Clone, Debug)]
pub(super) struct Intervals {
    /// From one deed to the next.
    pub(super) idle: Range<u64>,
    /// From being written to until answering.
    pub(super) answer: Range<u64>,
    /// From somebody's arrival to the first deed, and from that to the second.
    pub(super) welcome: Duration,
    /// At least this long between two new conversations.
    pub(super) openings: Duration,
    /// At least this long between two deliveries.
    pub(super) deliveries: Duration,
}

impl Intervals {
    /// `None` where nobody acts.
    pub(super) fn for_pace(pace: Pace) -> Option<Self> {
        let seconds = Duration::from_secs;
        match pace {
            Pace::Still => None,
            Pace::Human => Some(Self {
                idle: 5_000..25_000,
                answer: 3_000..8_000,
                welcome: Duration::from_millis(2_500),
                openings: seconds(240),
                deliveries: seconds(150),
            }),
            Pace::Brisk => Some(Self {
                idle: 200..1_000,
                answer: 200..1_000,
                welcome: Duration::from_millis(300),
                openings: seconds(4),
                deliveries: seconds(3),
            }),
        }
    }
}
