-- Conversations that the user marked to find them again. Known on this device only.
CREATE TABLE stars (
    conversation TEXT NOT NULL PRIMARY KEY,
    starred_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
