-- Since when the other side's first unanswered message waits, and whether I wrote in the conversation.
ALTER TABLE conversations ADD COLUMN unanswered_since INTEGER;
ALTER TABLE conversations ADD COLUMN took_part INTEGER NOT NULL DEFAULT 0;
DROP INDEX conversations_counted;
CREATE INDEX conversations_counted
    ON conversations (is_open, is_order, unread, unanswered_since, took_part);
CREATE INDEX conversations_unanswered ON conversations (unanswered_since, id)
    WHERE is_open = 1 AND unanswered_since IS NOT NULL;
-- Who I am is said again at the opening: both columns are computed then.
UPDATE cache_meta SET me = NULL;
