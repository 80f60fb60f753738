-- The tokens of an account that are good: those of this version. Signing out raises it.
ALTER TABLE people ADD COLUMN token_version INTEGER NOT NULL DEFAULT 0;

-- Somebody who left: what they said stays, under their name; nobody signs in any more.
ALTER TABLE people ADD COLUMN deleted_at INTEGER;
