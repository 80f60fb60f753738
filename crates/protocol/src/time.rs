//! Points in time as the wire carries them.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z (UTC). The wire writes ISO 8601 (CONTRACT section 4).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UtcMs(pub i64);

#[cfg(feature = "specta")]
impl specta::Type for UtcMs {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        // JavaScript's numbers hold every millisecond of the next 285,000 years exactly.
        <f64 as specta::Type>::definition(types)
    }
}
