-- People who can sign in. `password_hash` is an argon2 string; NULL: only an issued token gets in.
CREATE TABLE people (
    id            TEXT PRIMARY KEY,
    username      TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    phone         TEXT,
    phone_checked INTEGER NOT NULL DEFAULT 1 CHECK (phone_checked IN (0, 1)),
    password_hash TEXT,
    created_at    INTEGER NOT NULL -- UTC milliseconds, here and below
) STRICT;

-- Orders belong to another part of the platform: only what a chat needs of them.
CREATE TABLE orders (
    id         TEXT PRIMARY KEY,
    number     INTEGER NOT NULL,
    customer   TEXT REFERENCES people (id),
    restaurant TEXT REFERENCES people (id),
    status     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conversations (
    id              TEXT PRIMARY KEY,
    subject         TEXT NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('open', 'closed', 'resolved', 'pending')),
    related_order   TEXT UNIQUE, -- NULL: a general conversation
    last_message    TEXT,
    last_message_at INTEGER,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;

-- The members of a conversation, in the order that the wire names them.
CREATE TABLE members (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    person       TEXT NOT NULL REFERENCES people (id),
    position     INTEGER NOT NULL,
    unread       INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_person ON members (person, conversation);

CREATE TABLE messages (
    id           TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    sender       TEXT NOT NULL REFERENCES people (id),
    kind         TEXT NOT NULL,
    content      TEXT NOT NULL,
    file_url     TEXT,
    file_name    TEXT,
    file_size    INTEGER, -- bytes
    read_at      INTEGER, -- NULL: not read
    created_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX messages_in_order ON messages (conversation, created_at, id);

-- Facts about this database: `demo_seed` once the demo data is in.
CREATE TABLE facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
