//! A file for each table: its rows, its SQL.

pub(crate) mod asked_since;
pub(crate) mod askers;
pub(crate) mod canned_replies;
pub(crate) mod completeness;
pub(crate) mod conversation_members;
pub(crate) mod conversations;
pub(crate) mod drafts;
pub(crate) mod fetched_ranges;
pub(crate) mod inbox_order;
pub(crate) mod last_writer_wins;
pub(crate) mod message_index;
pub(crate) mod message_numbers;
pub(crate) mod messages;
pub(crate) mod messages_of_day;
pub(crate) mod notes;
pub(crate) mod outbox;
pub(crate) mod people;
pub(crate) mod read_receipts;
pub(crate) mod recent_searches;
pub(crate) mod reminders;
pub(crate) mod reply_uses;
pub(crate) mod search_names;
pub(crate) mod search_state;
pub(crate) mod snoozes;
pub(crate) mod stars;
pub(crate) mod unconfirmed_chats;
