//! What others choose costs the shell at most this much (docs/limits.md).

use std::time::Duration;

/// How many rows of the inbox a window asks for at a time, its first question included.
pub const INBOX_PAGE: u32 = 100;

/// How many digits a PIN has. Four are what people remember; more than twelve nobody types a dozen times a day.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=12;

/// How many wrong PINs in a row cost nothing: people mistype.
pub const FREE_PIN_ATTEMPTS: u32 = 5;

/// The pause after the last free attempt; each further one doubles it.
pub const PIN_PAUSE_FIRST: Duration = Duration::from_secs(30);

/// The longest pause: half of all PINs of four digits then take seven months.
pub const PIN_PAUSE_LONGEST: Duration = Duration::from_secs(3_600);

/// The memory of one PIN's check, in KiB.
pub const PIN_MEMORY_KIB: u32 = 32 * 1024;

/// The passes over it: with that memory some 150 ms of a processor, which nobody notices once.
pub const PIN_PASSES: u32 = 6;

/// The most memory that the lock's file may ask for: whoever writes that file must not choose what a check costs.
pub const PIN_MEMORY_KIB_AT_MOST: u32 = 128 * 1024;

/// The most passes that it may ask for.
pub const PIN_PASSES_AT_MOST: u32 = 32;

/// How often idling is looked at while a PIN is set: after a sleep of the computer the chats are in sight no longer.
pub(crate) const IDLE_TICK: Duration = Duration::from_secs(5);

/// How long what is heard live is batched before its notifications are shown: a burst within it is one.
pub const BATCH_WINDOW: Duration = Duration::from_millis(250);

/// How long what a catch-up brings waits for its end at most. A catch-up over thousands of chats takes minutes, and
/// one summary then grows: it is replaced, not followed by another.
pub const CAUGHT_UP_AT_LATEST: Duration = Duration::from_secs(60);

/// How many letters of a name a notification shows. Servers draw some 40 letters a line and cut nothing: 200 of
/// name, subject and message each made thirteen lines.
pub const NOTIFIED_NAME_LETTERS: usize = 32;

/// How many letters of a chat's subject or a file's name a notification shows.
pub const NOTIFIED_SUBJECT_LETTERS: usize = 48;

/// How many letters of a message a notification shows.
pub const NOTIFIED_BODY_LETTERS: usize = 120;

/// How many notifications may be on screen. Before one more, the oldest is withdrawn.
pub const NOTIFICATIONS_SHOWN: usize = 32;

/// How long the notification server may take to answer. It draws; it waits for nobody.
pub const NOTIFICATION_SERVER_TIMEOUT: Duration = Duration::from_secs(5);

/// How long withdrawing all notifications may delay the program's end.
pub const WITHDRAW_TIMEOUT: Duration = Duration::from_secs(1);

/// How long after a sound no other one is played: a burst is heard once.
pub const SOUND_PAUSE: Duration = Duration::from_secs(3);

/// How long the test of the sound waits for the device: twice the longest sound, and the time that a sound server
/// takes to start.
pub const SOUND_TEST_TIMEOUT: Duration = Duration::from_secs(5);

/// How long nobody is disturbed at most: from one morning until the next, with the night's change of the clock.
pub const QUIET_LONGEST: Duration = Duration::from_secs(36 * 60 * 60);

/// How often it is looked whether do-not-disturb is over. Waiting runs by a clock that stands still during sleep.
pub const QUIET_CHECK_EVERY: Duration = Duration::from_secs(20);

/// For how long the tray's menu asks for quiet. The window offers other times.
pub const QUIET_FROM_TRAY: Duration = Duration::from_secs(60 * 60);

/// How many letters of a message's id stand in the name of a saved image.
pub const SAVED_NAME_LETTERS: usize = 24;

/// How many letters of a received file's own name its saved copy keeps.
pub const RECEIVED_NAME_LETTERS: usize = 80;

/// How many bytes of it: file systems take 255, with the extension and a number. An Arabic letter is two, an emoji four.
pub const RECEIVED_NAME_BYTES: usize = 200;

/// How many letters of its extension.
pub const SAVED_EXTENSION_LETTERS: usize = 10;

/// How many saved files of one name are told apart by a number.
pub const MOST_OF_A_NAME: u32 = 1_000;

/// How many actions may have keys of the user's own: more than there are actions.
pub const MOST_OWN_KEYS: usize = 100;

/// How many letters an action's name or its keys have at most.
pub const OWN_KEY_LETTERS: usize = 48;
