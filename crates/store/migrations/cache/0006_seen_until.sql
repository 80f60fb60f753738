-- Up to where I have seen the unread messages of a chat whose end I have not seen, and how many of them that were.
ALTER TABLE conversations ADD COLUMN seen_at INTEGER;
ALTER TABLE conversations ADD COLUMN seen_id TEXT;
ALTER TABLE conversations ADD COLUMN seen_count INTEGER NOT NULL DEFAULT 0;
