-- What the user wrote. Nothing here can be had again from anywhere.

CREATE TABLE user_meta (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- The store's revision, which must not fall when the cache is thrown away.
    revision INTEGER NOT NULL,
    -- The number that the next message of the outbox takes.
    next_number INTEGER NOT NULL,
    -- How many transactions there were: the last one stands in the journal under this number.
    sequence INTEGER NOT NULL
) STRICT;
INSERT INTO user_meta (id, revision, next_number, sequence) VALUES (1, 0, 1, 0);

CREATE TABLE outbox (
    -- First in, first out: never used twice, so that a late answer cannot meet another's row.
    number INTEGER NOT NULL PRIMARY KEY,
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
    known_head_time INTEGER,
    known_head_id TEXT,
    known_ids TEXT NOT NULL,
    -- Why it waits though its turn has come; `released`: the user wants it sent although the cache
    -- says that the chat is closed.
    hold TEXT CHECK (hold IN ('conversation-closed', 'released')),
    -- When the user cancelled it.
    cancelled_at INTEGER,
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
    -- The position up to which was read.
    read_until_time INTEGER NOT NULL,
    read_until_id TEXT NOT NULL,
    -- The store's revision when it was queued.
    queued_revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
