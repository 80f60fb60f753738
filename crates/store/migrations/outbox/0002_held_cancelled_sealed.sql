-- A message may be held while its chat is closed, and is kept for a while when it was cancelled; what
-- was written carries its hash. The check on `state` can only change with the table: numbers and the
-- count of those ever used are kept.
CREATE TABLE outbox_next (
    -- First in, first out: never used twice, so that a late answer cannot meet another's row.
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    local_id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'checking', 'failed', 'cancelled')),
    code TEXT,
    detail TEXT,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    not_before INTEGER,
    sending_since INTEGER,
    maybe_sent INTEGER NOT NULL,
    -- What the cache knew before the last attempt.
    known_at INTEGER,
    known_id TEXT,
    known_ids TEXT NOT NULL,
    -- Why it waits though its turn has come; `released`: the user wants it sent although the cache
    -- says that the chat is closed.
    hold TEXT CHECK (hold IN ('conversation-closed', 'released')),
    -- When the user cancelled it.
    cancelled_at INTEGER,
    -- SHA-256 over what was written; NULL in rows from before there was one.
    hash BLOB,
    revision INTEGER NOT NULL
) STRICT;
INSERT INTO outbox_next (
    number, local_id, conversation, text, state, code, detail, created_at, attempts, not_before,
    sending_since, maybe_sent, known_at, known_id, known_ids, revision
)
SELECT number, local_id, conversation, text, state, code, detail, created_at, attempts, not_before,
    sending_since, maybe_sent, known_at, known_id, known_ids, revision
FROM outbox ORDER BY number;
DELETE FROM sqlite_sequence WHERE name = 'outbox_next';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'outbox_next', seq FROM sqlite_sequence WHERE name = 'outbox';
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE INDEX outbox_by_conversation ON outbox (conversation, number);

ALTER TABLE drafts ADD COLUMN hash BLOB;
