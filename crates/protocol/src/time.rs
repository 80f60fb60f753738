//! Points in time as the wire carries them.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z (UTC). The wire writes ISO 8601 (CONTRACT section 4).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UtcMs(pub i64);

impl UtcMs {
    /// Reads ISO 8601, such as `2025-02-14T10:30:00.000Z`. What is finer than a millisecond is cut
    /// off; a time without an offset is taken as UTC, because the server writes nothing else.
    /// `None` when it is no such time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(at) = text.parse::<Timestamp>() {
            return Some(Self(at.as_millisecond()));
        }
        let civil = text.parse::<civil::DateTime>().ok()?;
        let at = civil.to_zoned(TimeZone::UTC).ok()?;
        Some(Self(at.timestamp().as_millisecond()))
    }

    /// Whether ISO 8601 can write it: it lies in the years −9999 to 9999.
    #[must_use]
    pub fn is_in_calendar(self) -> bool {
        Timestamp::from_millisecond(self.0).is_ok()
    }

    /// ISO 8601 in UTC with milliseconds and `Z`. A point beyond the years that ISO 8601 can write
    /// (−9999 to 9999) is written as the nearest one that it can.
    #[must_use]
    pub fn to_iso(self) -> String {
        let nearest = if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        let at = Timestamp::from_millisecond(self.0).unwrap_or(nearest);
        format!("{at:.3}")
    }
}

#[cfg(feature = "specta")]
impl specta::Type for UtcMs {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        // JavaScript's numbers hold every millisecond of the next 285,000 years exactly.
        <f64 as specta::Type>::definition(types)
    }
}
