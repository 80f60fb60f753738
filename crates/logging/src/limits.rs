//! How much the log takes. `docs/limits.md` says what happens beyond each.

use std::time::Duration;

/// The size in bytes from which a new file is begun: some 20,000 lines.
pub const FILE_BYTES: u64 = 2 * 1024 * 1024;

/// How many full files are kept beside the one that is written.
pub const OLD_FILES: usize = 2;

/// The longest line, in bytes: what a server calls an error may have any length.
pub const LINE_BYTES: usize = 2_000;

/// For how long the same line is written once.
pub const SAME_WITHIN: Duration = Duration::from_secs(60);

/// How many different lines one place in the program writes in that time: what differs may be an id that somebody else
/// chooses.
pub const LINES_OF_ONE_PLACE: usize = 20;
