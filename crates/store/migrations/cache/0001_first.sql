-- What the server has said. All of it can be thrown away and fetched again.

-- One row: who "mine" is, and how often this cache has changed.
CREATE TABLE cache_meta (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    me TEXT
) STRICT;
INSERT INTO cache_meta (id, revision) VALUES (1, 0);

-- Names and roles, learned from any record. Each field carries the time of the record it is from.
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    name_at INTEGER,
    role TEXT,
    role_at INTEGER,
    phone TEXT,
    phone_at INTEGER,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
    id TEXT NOT NULL PRIMARY KEY,
    -- Whether a record of it was ever seen; otherwise only a message or the outbox speaks of it.
    known INTEGER NOT NULL,
    -- What the records say, each field with the time of the record it is from.
    subject TEXT,
    subject_at INTEGER,
    status TEXT,
    status_at INTEGER,
    support_type TEXT,
    support_type_at INTEGER,
    related_order TEXT,
    related_order_at INTEGER,
    participants TEXT,
    participants_at INTEGER,
    support_side TEXT,
    support_side_at INTEGER,
    created_at INTEGER,
    updated_at INTEGER,
    -- The newest message that a record has named.
    last_id TEXT,
    last_at INTEGER,
    last_sender TEXT,
    last_kind TEXT,
    last_content TEXT,
    last_message_at INTEGER,
    -- The unread counts that the newest record gave, that record's time, and the position up to which
    -- it counted.
    server_unread_mine INTEGER,
    server_unread_support INTEGER,
    server_unread_participant INTEGER,
    server_unread_as_of INTEGER,
    server_unread_until_time INTEGER,
    server_unread_until_id TEXT,
    -- Up to where I have read, and whether the server has yet to be told.
    read_at INTEGER,
    read_id TEXT,
    read_pending INTEGER NOT NULL,
    -- Where the unread messages began when the chat was last opened.
    divider_at INTEGER,
    divider_id TEXT,
    -- The `last_id` for which the newest page was fetched in vain twice; with `?` before it: once.
    missing_head_id TEXT,
    -- Derived, for the inbox: the newest message, the count, the order.
    head_id TEXT,
    head_at INTEGER,
    head_sender TEXT,
    head_kind TEXT,
    head_content TEXT,
    unread INTEGER NOT NULL,
    local_at INTEGER,
    activity_at INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    is_order INTEGER NOT NULL,
    -- The last change of what rows of messages say beside the messages themselves.
    layout INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_by_activity ON conversations (activity_at, id);
CREATE INDEX conversations_counted ON conversations (is_open, is_order, unread);

CREATE TABLE messages (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL,
    -- The position in the chat is (sort_time, id). `sort_time` is `created_at` where the server names it.
    sort_time INTEGER NOT NULL,
    created_at INTEGER,
    updated_at INTEGER,
    sender TEXT,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    file_url TEXT,
    file_name TEXT,
    file_size INTEGER,
    is_read INTEGER NOT NULL,
    read_at INTEGER,
    -- The name it was given here, if it was written here.
    local_id TEXT,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_in_order ON messages (conversation, sort_time, id);
-- Holds all that counting unread messages asks, so that the messages themselves are not read.
CREATE INDEX messages_not_read ON messages (conversation, sort_time, id, kind, sender)
    WHERE is_read = 0;
CREATE UNIQUE INDEX messages_written_here ON messages (local_id) WHERE local_id IS NOT NULL;

-- Ranges of a chat that were fetched without a hole, both ends included. Between two of them lies a
-- gap. A range from the smallest time there is reaches the chat's beginning.
CREATE TABLE fetched_ranges (
    conversation TEXT NOT NULL,
    from_time INTEGER NOT NULL,
    from_id TEXT NOT NULL,
    to_time INTEGER NOT NULL,
    to_id TEXT NOT NULL,
    PRIMARY KEY (conversation, from_time, from_id)
) STRICT, WITHOUT ROWID;

-- Up to when (UTC, ms) a chat is known to have been complete: the last moment at which nothing said
-- in it could have been missed.
CREATE TABLE completeness (
    conversation TEXT NOT NULL PRIMARY KEY,
    complete_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
