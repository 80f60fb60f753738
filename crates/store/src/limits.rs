//! Bounds of what others choose. Each stands in `docs/limits.md` too.

/// How many letters of a message, a subject or a file's name a row carries: twice what the widest row shows. A
/// window that lays out thousands of letters for each of forty rows stands still for seconds.
pub const PREVIEW_LETTERS: usize = 200;

/// How many letters of a person's name or phone number a row carries.
pub const NAME_LETTERS: usize = 80;

/// How many characters a letter may consist of. The longest that people write (a family with four skin tones)
/// have 11; a letter under 2,000 marks would cover what stands above it.
pub const LETTER_CHARS: usize = 16;
