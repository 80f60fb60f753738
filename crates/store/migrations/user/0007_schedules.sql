-- What a message waits for before its turn comes; NULL: for nothing.
ALTER TABLE outbox ADD COLUMN schedule TEXT CHECK (schedule IN ('take-back', 'later', 'unless-written'));
-- Before that time (UTC, ms) it does not leave.
ALTER TABLE outbox ADD COLUMN send_at INTEGER;
-- `unless-written`: the newest message that was known when it was written. A later one of the other side drops it.
ALTER TABLE outbox ADD COLUMN heard_time INTEGER;
ALTER TABLE outbox ADD COLUMN heard_id TEXT;
