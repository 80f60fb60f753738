-- Since when a conversation is closed or resolved: whoever writes after that waits for an answer, as in an open one.
ALTER TABLE conversations ADD COLUMN settled_at INTEGER;
-- What was said in a settled one until now is settled with it.
UPDATE conversations
SET settled_at = max(activity_at, COALESCE(updated_at, activity_at), COALESCE(status_at, activity_at)),
    unanswered_since = NULL
WHERE is_open = 0;
DROP INDEX conversations_unanswered;
CREATE INDEX conversations_unanswered ON conversations (unanswered_since, id)
    WHERE unanswered_since IS NOT NULL;
