-- What the user wrote. Nothing here can be had again from anywhere.

CREATE TABLE outbox_meta (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL
) STRICT;
INSERT INTO outbox_meta (one, revision) VALUES (1, 0);

CREATE TABLE outbox (
    -- First in, first out: never used twice, so that a late answer cannot meet another's row.
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    local_id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'checking', 'failed')),
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
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_conversation ON outbox (conversation, number);

-- Which message of the server a message written here has become.
CREATE TABLE sent_links (
    message TEXT NOT NULL PRIMARY KEY,
    local_id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL,
    sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
    conversation TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE read_receipts (
    conversation TEXT NOT NULL PRIMARY KEY,
    -- The place up to which was read.
    at INTEGER NOT NULL,
    id TEXT NOT NULL,
    -- The store's revision when it was queued.
    queued INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
