//! Bounds of what others choose. Each stands in `docs/limits.md` too.

use std::time::Duration;

/// How many letters of a message, a subject or a file's name a row carries: twice what the widest row shows. A
/// window that lays out thousands of letters for each of forty rows stands still for seconds.
pub const PREVIEW_LETTERS: usize = 200;

/// How many letters of a person's name or phone number a row carries.
pub const NAME_LETTERS: usize = 80;

/// How many characters a letter may consist of. The longest that people write (a family with four skin tones)
/// have 11; a letter under 2,000 marks would cover what stands above it.
pub const LETTER_CHARS: usize = 16;

/// How many records are remembered at which the program broke down. Each is eight bytes; a server that sends more
/// of them costs a panic for each, which is logged.
pub(crate) const BREAKING_RECORDS_REMEMBERED: usize = 1_024;

/// How many changes of messages are remembered for whoever follows them (`desk tail`): 16 bytes each, half a megabyte.
/// Who is further behind costs a reading of all messages.
pub(crate) const CHANGED_MESSAGES_REMEMBERED: usize = 32_768;

/// By how many milliseconds a server's clocks may differ from one another. A time that lies further in the future
/// counts as now: five minutes are more than any server that keeps its clock, and no time to do harm in.
pub(crate) const CLOCK_TOLERANCE: i64 = 5 * 60 * 1000;

/// For how many records it is remembered when their time in the future was first heard: some 200 bytes each. Beyond
/// that such a record moves to the present once more when it comes again.
pub(crate) const FUTURE_TIMES_REMEMBERED: usize = 4_096;

/// How long a task of the store pauses after a panic: long enough that one that breaks down at once, each time,
/// takes no processor from the rest.
pub(crate) const FIRST_RESTART: Duration = Duration::from_millis(250);
pub(crate) const LONGEST_RESTART: Duration = Duration::from_secs(60);

/// How many of an order id's last characters are its short number: what people read to one another.
pub const ORDER_NUMBER_CHARS: usize = 4;

/// How long a text is that can be an order's id: MongoDB's have 24 characters, the server's own examples 18, a UUID 36.
/// A shorter one is a number that somebody says, a longer one no id.
pub(crate) const ORDER_ID_CHARS: std::ops::RangeInclusive<usize> = 12..=64;
pub(crate) const OBJECT_ID_CHARS: usize = 24;

/// How many characters of a message a search looks at. Longer ones are pasted files.
pub(crate) const SEARCHED_CHARS: usize = 20_000;

/// How many characters are searched for. Nobody types more; a pasted text is found by its beginning.
pub const QUERY_CHARS: usize = 200;

/// How many searches are remembered.
pub(crate) const RECENT_SEARCHES: i64 = 8;

/// How many messages a search compares with what was typed. Each costs some 10 µs.
pub(crate) const CANDIDATES: usize = 20_000;

/// How many threes of characters of one word the index is asked for; the messages are compared with all of it.
pub(crate) const THREES_ASKED: usize = 16;

/// How many threes stand for a word of one or two letters. A letter that begins more of them is in so many messages
/// that the newest are found by reading them.
pub(crate) const TERMS_ASKED: i64 = 1_000;

/// How many of the newest messages are read for a word of one or two letters before the index is asked.
pub(crate) const NEWEST_READ: i64 = 1_000;

/// How many names of one kind are compared with what was typed.
pub(crate) const NAMES_COMPARED: i64 = 2_000;

/// How many rows of a group of results are shown: conversations, people, orders.
pub(crate) const GROUP_ROWS: usize = 6;

/// How many conversations with a tag are listed.
pub const TAGGED_ROWS: usize = 200;

/// How many letters of a found message are shown, and how many of them stand before what was found.
pub(crate) const FOUND_LETTERS: usize = 140;
pub(crate) const FOUND_CONTEXT: usize = 30;

/// How many messages one transaction takes into the index of an old cache: some 15 ms, in which others wait to write.
pub(crate) const INDEXED_AT_ONCE: i64 = 2_000;

/// How many names one transaction takes into it.
pub(crate) const NAMED_AT_ONCE: i64 = 500;

/// How many canned replies are kept. Whoever has more finds none by looking; the window holds all of them.
pub const MOST_REPLIES: usize = 1_000;

/// How many characters a canned reply's shortcut may have.
pub const LONGEST_SHORTCUT: usize = 32;
/// How many characters its category may have.
pub const LONGEST_CATEGORY: usize = 40;

/// How many characters a draft may have: ten of the longest messages, since people paste first and shorten then. Each pause
/// in typing writes all of it to the disk, and the chat's row carries it.
pub const LONGEST_DRAFT: usize = 50_000;

/// How many characters a private note on a conversation may have: a page. Every row carries its note.
pub const LONGEST_NOTE: usize = 2_000;
/// How many characters a tag may have: what a chip shows.
pub const LONGEST_TAG: usize = 40;
/// How many tags a conversation may have: what can be seen at once.
pub const MOST_TAGS: usize = 10;
/// How many of the tags in use are suggested.
pub(crate) const TAGS_SUGGESTED: i64 = 50;

/// How many counts of where canned replies were used are kept: some 60 bytes each.
pub(crate) const REPLY_USES_KEPT: i64 = 2_000;

/// In how many contexts one use counts.
pub(crate) const CONTEXTS_PER_USE: usize = 8;

/// How long a sent message may be taken back, in milliseconds: whoever noticed nothing by then has turned to the next
/// chat, and the customer waits.
pub const LONGEST_TAKE_BACK: i64 = 10 * 1000;

/// How long before midnight a wait may have begun that an answer of today ends (ms). Half a day is more than anybody
/// waits for food; of a longer wait the last half day counts.
pub(crate) const DAY_LOOKBACK: i64 = 12 * 60 * 60 * 1000;

/// How many messages of a day are looked through, some 120 bytes each, and how many of them one read takes.
pub(crate) const DAY_MESSAGES: usize = 100_000;
pub(crate) const DAY_MESSAGES_AT_ONCE: i64 = 10_000;

/// How many pictures and files of a chat stand beside it. Each may be decoded and drawn.
pub(crate) const ATTACHMENTS_SHOWN: usize = 60;

/// How many other conversations of a customer are shown: those that were active last.
pub const CUSTOMER_CHATS: usize = 20;

/// How many of a conversation's newest messages are looked through for who answered last.
pub(crate) const CUSTOMER_MESSAGES: i64 = 20;

/// How inexact it may be when others opened a conversation (ms): the list that tells is asked for each minute.
pub(crate) const OPENING_UNCERTAINTY: i64 = 5 * 60 * 1000;

/// How many people are listed to begin a conversation with, by name: some 4 MB for the window. A search finds the others.
pub const LISTED_PEOPLE: i64 = 20_000;

/// How many own views are kept: each is counted at every change, and the rail has room for no more.
pub const MOST_VIEWS: usize = 12;

/// How many characters an own view's name may have.
pub const LONGEST_VIEW_NAME: usize = 40;

/// How many bytes a file that is sent may have: a photograph as phones take them has 5 MB, a short film 20.
pub const MOST_FILE_BYTES: u64 = 25 * 1024 * 1024;

/// How many files the outbox holds, those that were cancelled lately among them: with the largest half a gigabyte.
pub const MOST_FILES: usize = 20;
