-- Where the unread messages of a chat begin follows from what is unread when it is opened.
ALTER TABLE conversations DROP COLUMN divider_at;
ALTER TABLE conversations DROP COLUMN divider_id;
