//! What others choose costs the engine at most this much (docs/limits.md).

/// How many events are remembered that may have broken the session: four bursts.
pub(crate) const SUSPECTS_REMEMBERED: usize = 4_096;

/// How large a file may be in which this program keeps a few settings: `profiles.json` takes 200 bytes for each person
/// who ever signed in here.
pub(crate) const SMALL_FILE_BYTES: u64 = 1024 * 1024;
