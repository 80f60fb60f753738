//! What others choose costs the engine at most this much (docs/limits.md).

use std::time::Duration;

/// How far ahead a conversation may be put off: a year, beyond which a time is a slip of the hand.
pub(crate) const LONGEST_SNOOZE: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// How long closing a conversation waits for what was written in it: the longest time to take a message back, and a slow
/// answer. What has not left by then waits in the outbox until it is opened again.
pub(crate) const SENT_BEFORE_CLOSING: Duration = Duration::from_secs(15);

/// How far ahead a message may be sent: as far as a conversation may be put off.
pub(crate) const LONGEST_SCHEDULE: Duration = LONGEST_SNOOZE;

/// How many conversations of the list one transaction takes: while it is written, what the user writes waits.
pub(crate) const LIST_BATCH: usize = 500;

/// How long the list may be, in bytes and in records: ten times what the largest account is thought to have. Whatever
/// goes on after that has no end.
pub(crate) const LIST_BYTES: usize = 256_000_000;
pub(crate) const LIST_RECORDS: usize = 200_000;

/// How long the whole list may take; between two pieces of it a call's usual patience is enough.
pub(crate) const LIST_PATIENCE: Duration = Duration::from_secs(300);

/// In how many conversations my own name is searched for at a sign-in with a token; it comes with the list otherwise.
pub(crate) const SEARCHED_FOR_NAME: usize = 1_000;

/// The pauses of a list that cannot be read, while everything else goes on.
pub(crate) const LIST_RETRY_FIRST: Duration = Duration::from_secs(5);
pub(crate) const LIST_RETRY_LONGEST: Duration = Duration::from_secs(300);

/// How many events are remembered that may have broken the session: those of two transactions.
pub(crate) const SUSPECTS_REMEMBERED: usize = 8_192;

/// How large a file may be in which this program keeps a few settings: `profiles.json` takes 200 bytes for each person
/// who ever signed in here.
pub(crate) const SMALL_FILE_BYTES: u64 = 1024 * 1024;

/// How long a change of `profiles.json` waits for another process's: one takes some milliseconds, so a lock that is held
/// for longer is a broken one.
pub(crate) const PROFILES_WAIT: Duration = Duration::from_secs(3);

/// How often it looks meanwhile.
pub(crate) const PROFILES_LOOK_EVERY: Duration = Duration::from_millis(10);

/// The largest image file that is taken, in bytes: a photograph of 48 megapixels has some 12 MB.
pub(crate) const MAX_IMAGE_BYTES: usize = 15 * 1024 * 1024;

/// The widest and highest image that is decoded, in pixels: a long screenshot has less.
pub(crate) const MAX_IMAGE_SIDE: u32 = 32_768;

/// The most that one image may take decoded, in bytes: 44 megapixels of a photograph.
pub(crate) const MAX_DECODED_BYTES: u64 = 128 * 1024 * 1024;

/// The most that all images which are decoded at one time may take together, in bytes. More than one image's, so that a
/// picture for the viewer can be made from the largest.
pub(crate) const DECODING_BYTES: u64 = 160 * 1024 * 1024;

/// How many images are decoded at one time: each keeps a core busy.
pub(crate) const DECODING_AT_ONCE: u64 = 2;

/// How many images are fetched at one time from the account's own server: each may hold [`MAX_IMAGE_BYTES`].
pub(crate) const OWN_FETCHES: usize = 4;

/// How many images are fetched at one time from other hosts, which may be slow on purpose.
pub(crate) const FOREIGN_FETCHES: usize = 2;

/// A thumbnail's size in pixels: twice the box in which a chat shows it (240 × 150).
pub(crate) const THUMBNAIL_SIZE: (u32, u32) = (480, 300);

/// The largest file of a thumbnail that is read back from the disk, in bytes.
pub(crate) const MAX_THUMBNAIL_BYTES: usize = 1024 * 1024;

/// The most pixels that the viewer gets: its webview takes four bytes for each.
pub(crate) const MAX_VIEWER_PIXELS: u64 = 16_000_000;

/// The longest side that the viewer gets: what webviews draw in one piece.
pub(crate) const MAX_VIEWER_SIDE: u32 = 16_384;

/// The most pixels that keep their transparency, for which they are encoded without loss.
pub(crate) const MAX_TRANSPARENT_PIXELS: u64 = 4_000_000;

/// How many addresses that gave no image are remembered, so that they are not fetched at each look.
pub(crate) const REFUSED_IMAGES: usize = 1_000;

/// From how many hosts images may be allowed.
pub(crate) const MAX_IMAGE_HOSTS: usize = 500;

/// The largest file with the allowed hosts that is read, in bytes.
pub(crate) const MAX_IMAGE_HOSTS_BYTES: u64 = 256 * 1024;

/// How many characters of a server's words for a failure are stored and shown: a handful of sentences.
pub(crate) const DETAIL_CHARS: usize = 500;

/// For how long a conversation whose record cannot be had is not asked for again, and of how many that is remembered:
/// else those that the server makes up would stand before the others for ever.
pub(crate) const RECORD_RETRY_AFTER: Duration = Duration::from_secs(10 * 60);
pub(crate) const RECORDS_REMEMBERED: usize = 10_000;

/// How many bytes of events wait for the session, and are in its hand: a burst of a thousand ordinary ones has one
/// megabyte.
pub(crate) const SIGNAL_BYTES_WAITING: usize = 32 * 1024 * 1024;

/// How many new conversations wait to be followed one after another. Beyond that they are found by a pass, whose calls
/// nobody waits for.
pub(crate) const FOLLOW_UPS_WAITING: usize = 100;

/// How many joins are sent before the server's acknowledgement is waited for. Its list may name thousands of rooms: sent
/// all together they would take longer than an acknowledgement is waited for, and the one that is acknowledged is the last.
pub(crate) const ROOMS_AT_ONCE: usize = 200;

/// How many pages are fetched at once to find a chat's first unread message: 20,000 messages. Of a chat with more of
/// them the oldest that is here is shown, and the next look goes on from there.
pub(crate) const UNREAD_PAGES: u32 = 400;
/// How many calls the search for a chat's last page may take: its steps double, so they suffice for any chat whose
/// pages end.
pub(crate) const LAST_PAGE_CALLS: usize = 64;

/// How many pages of a chat are fetched where they come in no order, so that only all of them have no hole.
pub(crate) const UNORDERED_PAGES: u32 = 100;

/// How many messages of a chat, or pages, show the order of its pages: fewer may lie so by chance.
pub(crate) const ORDER_PROOF_MESSAGES: usize = 20;
pub(crate) const ORDER_PROOF_PAGES: u32 = 12;

/// Within which time after it was handed to the line a message whose answer was lost must have been stored, by the server's
/// clock, to count as the one that has its words. Dialling and the two clocks' difference fit into it, and writing the
/// same words on another device does not.
pub(crate) const STORED_WITHIN: Duration = Duration::from_secs(10);

/// The largest file of canned replies that is read, in bytes: a thousand texts of a thousand letters.
pub(crate) const REPLY_FILE_BYTES: usize = 2 * 1024 * 1024;

/// How many messages of a chat are read at once for its file: some 200 kB.
pub(crate) const EXPORTED_AT_ONCE: u32 = 500;

/// How many conversations a table of them holds: five times what the largest account is thought to have.
pub(crate) const EXPORTED_CONVERSATIONS: u32 = 50_000;

/// The largest file that is fetched because the user asks for it, in bytes: as large as one that may be sent.
pub(crate) const MAX_RECEIVED_BYTES: usize = 25 * 1024 * 1024;

/// How long that may take: 90 KB a second.
pub(crate) const RECEIVED_WITHIN: Duration = Duration::from_secs(5 * 60);

/// How long an upload may take in all, whose file has [`store::limits::MOST_FILE_BYTES`] at most: 15 KB a second. One that
/// moves no further within a call's patience is given up before.
pub(crate) const UPLOAD_WITHIN: Duration = Duration::from_secs(30 * 60);

/// The most bytes of an answer to an upload: an address and what stands around it.
pub(crate) const UPLOAD_ANSWER_BYTES: usize = 64 * 1024;

/// The most characters of the address that a server gives a file.
pub(crate) const FILE_ADDRESS_CHARS: usize = 2_000;

/// The most characters of a file's name, as the other side sees it.
pub(crate) const FILE_NAME_CHARS: usize = 120;

/// How much of a file is read and handed over at a time, in bytes: as often moves what shows its progress.
pub(crate) const UPLOAD_PIECE: usize = 64 * 1024;

/// How many chats are open side by side: on the widest windows three have room.
pub const OPEN_CHATS: usize = 3;

/// How many chats have a window of their own at most: each costs a webview, some 100 MB.
pub const CHAT_WINDOWS: usize = 4;

/// How many chats count as on screen in all windows together. Beyond them the last of the list is kept as fresh as any
/// other chat.
pub const SHOWN_CHATS: usize = OPEN_CHATS + CHAT_WINDOWS;
