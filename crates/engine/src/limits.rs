//! What others choose costs the engine at most this much (docs/limits.md).

/// How many events are remembered that may have broken the session: four bursts.
pub(crate) const SUSPECTS_REMEMBERED: usize = 4_096;
