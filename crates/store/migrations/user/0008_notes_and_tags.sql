-- What the user noted on conversations for themselves. Known on this device only.
CREATE TABLE notes (
    conversation TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The user's own words for conversations, in the order in which they were put. Known on this device only.
CREATE TABLE tags (
    conversation TEXT NOT NULL,
    tag TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (conversation, tag)
) STRICT, WITHOUT ROWID;
