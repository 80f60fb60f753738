// Bounds of what others choose, with their reasons. Each stands in `docs/limits.md` too.

/** How wide a chat is at least, in CSS pixels, where several stand side by side, and how wide the details beside them are. */
export const PANE_WIDTH = 420;
export const DETAILS_WIDTH = 300;

/** How many letters of a message are shown before «show more»: about what a pane shows at once. WebKit lays out a run
    without spaces in time that grows with its square. */
export const FOLD_LETTERS = 1_200;
/** How many lines of a message are shown before «show more». */
export const FOLD_LINES = 24;
/** How many letters and lines each «show more» adds. */
export const MORE_LETTERS = 6_000;
export const MORE_LINES = 120;

/** How many letters' room a mark of direction takes, which is drawn as a tag with its name. */
export const DRAWN_MARK_LETTERS = 8;

/** How many letters of a text stand in one line of a row, a head or a dialog. */
export const SINGLE_LINE_LETTERS = 160;
/** How many letters of a role or status that this version does not know stand in its tag. */
export const WORD_LETTERS = 24;
/** How many letters of a link stand in one line, so that its end is seen to be cut. */
export const LINK_LETTERS = 48;

/** How many digits in a row of a list are shown whole or not at all. */
export const LONGEST_WHOLE = 24;

/** How many marks on one letter are drawn. Vocalised Arabic and Hebrew need four. */
export const MARKS_PER_LETTER = 6;

/** How many spaces in a row are drawn. WebKit lays them out in time that grows with their square where a line may end
    anywhere: 5,000 take 3 s. */
export const SPACES_IN_A_ROW = 32;

/** How many texts the window keeps taken apart for the next time that they are drawn, and how long these are at most. */
export const REMEMBERED_TEXTS = 600;
export const REMEMBERED_LETTERS = 400;
/** Of so many characters, from the first of Unicode on, their class is looked up: Latin, Greek, Cyrillic, Hebrew, Arabic. */
export const TABLED_LETTERS = 0x900;

/** How many letters decide a text's direction. */
export const DIRECTION_LETTERS = 2_000;

/** A run without a space that is longer than this is broken after each few letters before it is laid out. */
export const LONG_RUN = 128;
export const RUN_LETTERS = 16;

/** How many steps of a field can be undone, how many letters they may have together, and of how many chats they are
    remembered. */
export const UNDO_STEPS = 200;
export const UNDO_LETTERS = 400_000;
export const UNDO_FIELDS = 50;

/** How long a step that settles chats can be taken back before it leaves, in ms. */
export const UNDO_MS = 5_000;

/** From which part of a message's longest length on a counter says how much is left. */
export const COUNTED_FROM = 0.9;

/** How far a picture is magnified at most: a pixel of the largest that is shown fills a few of the screen's then. */
export const LARGEST_ZOOM = 8;

/** How often the list is asked to scroll to a row before it is left where it is. */
export const SCROLL_ATTEMPTS = 10;

/** How many emoji without a word beside them are drawn large. */
export const LARGE_EMOJI = 6;

/** How many canned replies are suggested above the composer, and how many of a message's last words they are counted for. */
export const SUGGESTED_REPLIES = 3;
export const REPLY_WORDS = 3;
/** How many canned replies the list under a slash shows: whoever types on sees others. */
export const LISTED_REPLIES = 8;
/** The largest file of canned replies that is handed to the engine, which has the same bound. */
export const REPLY_FILE_BYTES = 2 * 1024 * 1024;

/** How many of a conversation's tags its row shows. */
export const SHOWN_TAGS = 2;
/** How many of the tags in use are suggested under the field. */
export const SUGGESTED_TAGS = 5;
/** How many of the tags in use are offered as conditions of an own view. */
export const OFFERED_TAGS = 24;
/** How many letters of a sent text are searched for a time that was promised, and how many minutes one may have: a day. */
export const PROMISE_LETTERS = 2_000;
export const LONGEST_PROMISE = 24 * 60;
/** In how many chats a reminder is offered at once. */
export const OFFERED_REMINDERS = 20;

/** How many emoji a search shows. */
export const FOUND_EMOJI = 72;
/** How many letters of a message are quoted. */
export const QUOTE_LETTERS = 280;
/** For how long a text that went out is remembered, of how many texts, and how long one is that cannot go out twice by chance. */
export const SAME_TEXT_MS = 60_000;
export const SAME_TEXTS = 20;
export const SAME_TEXT_LETTERS = 12;
/** How many chats are looked through for an order's number or a phone number that a text names. */
export const GUARDED_CHATS = 500;

/** How many messages of a chat are printed, some 200 pages, and how many of them one question to the cache gives. */
export const PRINTED_MESSAGES = 2_000;
export const PRINTED_PAGE = 200;

/** How long the pause between two keys of a scanner is at most, in ms; people need 60 and more. */
export const SCAN_GAP_MS = 35;
/** How many signs a scanned code has at least: people press two or three keys at once by chance. */
export const SCAN_SIGNS = 4;
/** How long a key is held that may be a scanner's first, in ms: the next one comes within the gap, and a busy window hears of it late. */
export const SCAN_HOLD_MS = 80;
/** How many keys wait for a chat that is on its way, and how long, in ms. */
export const QUEUED_KEYS = 100;
export const KEYS_QUEUED_MS = 5_000;
/** How long they wait for what the chat shows once it is open, in ms. */
export const KEYS_QUEUED_OPEN_MS = 500;
/** How many chats are looked through for the next one, beside those that are passed over. */
export const NEXT_LOOKED_THROUGH = 20;
/** How long ago an unread chat was active to be opened where nobody waits, in ms. */
export const UNREAD_OFFERED_MS = 24 * 60 * 60_000;
/** From when on the order box is shown while a scanned code is looked up, in ms: a known chat is found before that. */
export const ORDER_BOX_AFTER_MS = 200;

/** How many of a customer's other chats the card shows before all that are known are asked for. */
export const CUSTOMER_CHATS_SHOWN = 4;
/** How long ago a closed chat of the same customer was active to be spoken of in the head, in ms. */
export const OTHER_CHAT_RECENT_MS = 60 * 60_000;
/** For how long an answer in another chat of the same customer is warned of, in ms: somebody may still be at it. */
export const BOTH_ANSWERED_MS = 10 * 60_000;

/** For how long it is said that somebody else of support opened or answered a chat, in ms: they may still be at it. */
export const COLLISION_MS = 10 * 60_000;

/** How many of a chat's newest messages are looked through for what they name, and how many letters of each. */
export const FACT_MESSAGES = 100;
export const FACT_LETTERS = 1_000;
/** How many facts of a kind are listed: those named last. */
export const FACTS_OF_A_KIND = 5;
/** How many letters of an address are shown. */
export const ADDRESS_LETTERS = 120;

/** How many own views are kept and how long their names are; the engine has the same bounds. */
export const MOST_VIEWS = 12;
export const VIEW_NAME_LETTERS = 40;

/** How many files are about to be sent in a chat at most: a page of previews. The outbox holds 20. */
export const STAGED_FILES = 10;
/** How many letters the upload endpoint in the settings has at most. */
export const UPLOAD_ENDPOINT_LETTERS = 300;

/** The way to the next chat waits no longer than this for what was sent just before, in ms. */
export const SEND_SETTLES_MS = 1_000;

/** Below this height (CSS pixels) a window shows only what is worked with: at 250 % and more a small one is as low. The styles name it too. */
export const LOW_WINDOW = 300;
