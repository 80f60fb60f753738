//! What the store takes in and shows: plain data, without SQL.

pub(crate) mod breaking_records;
pub(crate) mod canned_reply;
pub(crate) mod changes;
pub(crate) mod chat_window;
pub(crate) mod clock;
pub(crate) mod confirmed;
pub(crate) mod excerpt;
pub(crate) mod folding;
pub(crate) mod future_times;
pub(crate) mod inbox_view;
pub(crate) mod ingest;
pub(crate) mod keyboard;
pub(crate) mod notice;
pub(crate) mod object_id;
pub(crate) mod order_number;
pub(crate) mod outbox_entry;
pub(crate) mod outbox_row;
pub(crate) mod positions;
pub(crate) mod purpose;
pub(crate) mod rows;
pub(crate) mod schedule;
pub(crate) mod search;
pub(crate) mod searched_text;
pub(crate) mod source;
pub(crate) mod storage_usage;
pub(crate) mod today;
