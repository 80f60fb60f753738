-- When somebody else of support opened the conversation, as far as the server's count for support shows it; and when
-- the server was last told that I have read it, which makes that count fall too.
ALTER TABLE conversations ADD COLUMN opened_at INTEGER;
ALTER TABLE conversations ADD COLUMN told_read_at INTEGER;
